"""GET /events on a real socket."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from kit import NOON, Mock

from fleetmock.app import create_app
from fleetmock.events import stream as module
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

COMMANDS = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"


class Stream:
    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def next(self) -> tuple[str, Any] | None:
        """The kind and data of the next event; None at the end."""
        kind = ""
        for text in self._lines:
            if text.startswith("event: "):
                kind = text[7:]
            if text.startswith("data: "):
                return kind, json.loads(text[6:])
        return None


@contextmanager
def listening(mock: Mock, query: str = "", path: str = "/__admin/events") -> Iterator[Stream]:
    with httpx.Client(timeout=10) as client, client.stream("GET", f"{mock.url}{path}{query}") as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        lines = response.iter_lines()
        assert next(lines) == ":"
        yield Stream(lines)


def send(mock: Mock, prefix: str = "", **more: Any) -> str:
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}, **more}
    return str(mock.client.post(prefix + COMMANDS, json=body).json()["id"])


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_requests_are_told_that_no_journal_keeps() -> None:
    with ThreadedServer(Settings(port=0, log_format="off", journal=0)) as server, httpx.Client() as client:
        with client.stream("GET", f"{server.url}/__admin/events", timeout=10) as response:
            stream = Stream(response.iter_lines())
            for _ in range(2):
                assert httpx.get(f"{server.url}/beta/me/devices").status_code == 401
                event = stream.next()
                assert event is not None
                assert (event[0], event[1]["status"]) == ("request", 401)
        assert client.post(f"{server.url}/__admin/requests/count", json={}).json() == {"count": 0, "dropped": 2}


def test_requests_and_transitions_are_told_as_they_happen(mock: Mock) -> None:
    with listening(mock) as stream:
        command = send(mock)
        kind, data = stream.next() or ("", {})
        assert (kind, data["method"], data["path"], data["status"]) == ("request", "POST", COMMANDS, 201)
        journal = mock.client.get(f"/__admin/requests/{data['id']}").json()
        assert {name: journal[name] for name in ("time", "method", "path", "api", "operationId")} == {
            name: data[name] for name in ("time", "method", "path", "api", "operationId")
        }
        mock.client.post("/__admin/clock/advance", json={"seconds": 60})
        told = [stream.next() for _ in range(3)]
    assert [(each[0], each[1]["commandId"], each[1]["to"]) for each in told if each] == [
        ("transition", command, "sentToTarget"),
        ("transition", command, "executing"),
        ("transition", command, "completed"),
    ]


def test_what_the_control_plane_is_asked_is_no_event_and_other_namespaces_are_not_heard(mock: Mock) -> None:
    with listening(mock, "?kind=request", "/ns/one/__admin/events") as stream:
        mock.client.get("/ns/one/__admin/health")
        send(mock)
        send(mock, "/ns/two")
        mock.client.get(f"/ns/one{COMMANDS}?access_token=hunter2")
        kind, data = stream.next() or ("", {})
    assert (kind, data["operationId"], data["query"]) == ("request", "listCommands", "access_token=[redacted]")


def test_only_the_kinds_that_were_asked_for(mock: Mock) -> None:
    with listening(mock, "?kind=reset,callback") as stream:
        send(mock)
        mock.client.post("/__admin/reset")
        assert stream.next() == ("reset", {"time": "2026-09-21T14:13:20.000Z", "namespace": "default"})
        assert stream.next() is None


def test_a_listener_that_leaves_is_forgotten(mock: Mock) -> None:
    events = mock.namespace.events
    with listening(mock):
        assert (events.streams, len(mock.namespace.fleet.listeners)) == (1, 1)
    until(lambda: events.streams == events.listeners == 0)
    assert mock.namespace.fleet.listeners == []


def test_one_listener_too_many_is_refused(mock: Mock, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "LISTENERS", 1)
    with listening(mock):
        response = mock.client.get("/__admin/events")
        assert response.status_code == 409
        assert response.headers["content-type"] == "application/problem+json"


def test_a_stream_may_end_by_itself(mock: Mock) -> None:
    with listening(mock, "?timeout=0") as stream:
        assert stream.next() is None


def test_the_end_of_the_mock_ends_it() -> None:
    clock = Clock(frozen_at=NOON)
    settings = Settings(port=0, log_format="off")
    app = create_app(settings, clock)
    with ThreadedServer(settings, app) as server, httpx.Client(base_url=server.url) as client:
        stack = listening(Mock(server.url, client, clock, app))
        stream = stack.__enter__()
        began = time.monotonic()
    assert time.monotonic() - began < 0.9  # the server gives what is unfinished a second
    assert stream.next() is None
    stack.__exit__(None, None, None)
