import asyncio
import json
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from fleetmock.access import MAX_LINES, Access, printable
from fleetmock.contract.exchange import Exchange, Reply

SCOPE = {"method": "GET", "path": "/a", "raw_path": b"/a", "query_string": b"secret=1", "headers": []}


def say(access: Access, count: int = 1) -> None:
    """The requests of one turn of a loop."""

    async def turn() -> None:
        for _ in range(count):
            access(Exchange(SCOPE), Reply(404, [], {"secret": 1}))

    asyncio.run(turn())


def line(log_format: str, capsys: pytest.CaptureFixture[str]) -> str:
    say(Access(log_format))  # type: ignore[arg-type] # parametrized text
    return capsys.readouterr().err


def test_pretty_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert line("pretty", capsys).split()[1:] == ["404", "GET", "/a"]


def test_json_lines_are_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    entry = json.loads(line("json", capsys))
    assert (entry["status"], entry["method"], entry["path"]) == (404, "GET", "/a")
    assert "secret" not in json.dumps(entry)


def test_off_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert line("off", capsys) == ""


def test_lines_of_one_turn_are_written_together(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", calls.append)
    access = Access("pretty")
    say(access, 3)
    say(access, 2)
    assert [each.count("\n") for each in calls] == [3, 2]


def test_a_turn_without_an_end_does_not_keep_lines_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", calls.append)
    say(Access("pretty"), 2 * MAX_LINES + 1)
    assert [each.count("\n") for each in calls if each] == [MAX_LINES, MAX_LINES, 1]


def test_a_loop_that_ended_before_it_wrote_loses_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    access, loop = Access("pretty"), asyncio.new_event_loop()

    def last() -> None:
        access(Exchange(SCOPE), Reply(200, [], {}))
        loop.stop()

    loop.call_soon(last)
    loop.run_forever()
    loop.close()
    say(access)
    assert [each.split()[1] for each in capsys.readouterr().err.splitlines()] == ["200", "404"]


def test_whatever_a_client_sends_stays_one_short_line() -> None:
    assert printable("/a\x1b[2J\n") == r"/a\x1b[2J\n"
    assert len(printable("x" * 10_000)) == 300


def test_a_log_that_nobody_reads_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr(sys, "stderr", full)
        say(Access("pretty"))
        monkeypatch.undo()
        with suppress(OSError):
            full.close()


def test_a_line_says_when_it_was_written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    access, moments = Access("pretty"), [1_000_000.0, 1_000_000.9, 1_000_001.0, 999_999.0]
    for each in moments:
        monkeypatch.setattr(time, "time", lambda each=each: each)
        say(access)
    monkeypatch.undo()
    written = [each.split()[0] for each in capsys.readouterr().err.splitlines()]
    assert written == [time.strftime("%H:%M:%S", time.localtime(each)) for each in moments]
