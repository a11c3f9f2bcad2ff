from typing import Any

import pytest

from fleetmock.events.hub import Event, Events, line


class Feed:
    def __init__(self) -> None:
        self.calls = list[str]()

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")


def never() -> Any:
    raise AssertionError("nobody wanted to know")


def test_only_those_hear_it_who_listen_to_its_kind() -> None:
    events, heard = Events(), list[Event | None]()
    with events.listening(["request", "reset"], heard.append):
        events.publish("request", lambda: 1)
        events.publish("transition", never)
        events.publish("reset", lambda: 2)
    events.publish("request", never)
    assert [(each.number, each.kind, each.render()) for each in heard if each] == [(1, "request", 1), (2, "reset", 2)]


def test_data_is_made_once_and_only_for_whom_it_matters() -> None:
    events, made, lines = Events(), list[int](), list[bytes]()

    def render() -> Any:
        made.append(1)
        return {"a": "ä\n"}

    def read(event: Event | None) -> None:
        assert event is not None
        lines.append(event.line)

    with events.listening(["request"], lambda _: None):
        events.publish("request", render)
        assert made == []
        with events.listening(["request"], read), events.listening(["request"], read):
            events.publish("request", render)
    assert made == [1]
    assert lines == ['id: 2\nevent: request\ndata: {"a":"ä\\n"}\n\n'.encode()] * 2


def test_a_line_without_a_number() -> None:
    assert line("missed", {"count": 3}) == b'event: missed\ndata: {"count":3}\n\n'


def test_all_are_told_of_the_end_once_and_whoever_comes_late_too() -> None:
    events, heard = Events(), list[Event | None]()
    with events.listening(["request", "reset"], heard.append), events.listening([], heard.append):
        assert events.listeners == 2
        events.close()
        assert heard == [None, None]
    with events.listening(["request"], heard.append):
        assert heard == [None, None, None]
    assert events.listeners == 0


def test_a_source_works_while_somebody_listens_to_its_kind() -> None:
    events, source = Events(), Feed()
    events.sources["transition"] = source
    with events.listening(["request"], lambda _: None):
        assert source.calls == []
    with events.listening(["transition"], lambda _: None):
        with events.listening(["transition", "request"], lambda _: None):
            assert source.calls == ["start"]
        assert source.calls == ["start"]
    assert source.calls == ["start", "stop"]


def test_a_source_stops_after_an_error_and_after_the_end() -> None:
    events, source = Events(), Feed()
    events.sources["transition"] = source
    with pytest.raises(ZeroDivisionError), events.listening(["transition"], lambda _: None):
        raise ZeroDivisionError
    with events.listening(["transition"], lambda _: None):
        events.close()
    assert source.calls == ["start", "stop", "start", "stop"]
    assert events.listeners == 0
