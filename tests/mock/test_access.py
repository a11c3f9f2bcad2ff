import asyncio
import gc
import io
import json
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

import fleetmock.access
from fleetmock.access import MAX_WAITING, WAIT_SECONDS, Access, printable
from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

SCOPE = {"method": "GET", "path": "/a", "raw_path": b"/a", "query_string": b"secret=1", "headers": []}


def say(access: Access, count: int = 1) -> None:
    async def ask() -> None:
        for _ in range(count):
            access(Exchange(SCOPE), Reply(404, [], {"secret": 1}))
        access.flush()

    asyncio.run(ask())


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


def test_lines_are_written_together_and_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    async def ask(access: Access) -> None:
        written = asyncio.Event()

        def write(text: str) -> None:
            calls.append(text)
            written.set()

        monkeypatch.setattr(sys.stderr, "write", write)
        for count in (3, 1):
            for _ in range(count):
                access(Exchange(SCOPE), Reply(200, [], {}))
            assert not written.is_set()
            await asyncio.wait_for(written.wait(), 10)
            written.clear()

    asyncio.run(ask(Access("pretty")))
    assert [each.count("\n") for each in calls] == [3, 1]


def test_no_more_than_a_screenful_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", calls.append)
    say(Access("pretty"), 2 * MAX_WAITING + 1)
    assert [each.count("\n") for each in calls] == [MAX_WAITING, MAX_WAITING, 1]


def test_a_loop_that_ended_before_it_wrote_loses_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    access = Access("pretty")

    async def ask(status: int) -> None:
        access(Exchange(SCOPE), Reply(status, [], {}))

    asyncio.run(ask(200))
    assert capsys.readouterr().err == ""

    async def ask_and_wait() -> None:
        await ask(404)
        await asyncio.sleep(2 * WAIT_SECONDS)

    asyncio.run(ask_and_wait())
    assert [each.split()[1] for each in capsys.readouterr().err.splitlines()] == ["200", "404"]


def test_what_waits_is_written_when_nobody_can_ask_any_more(capsys: pytest.CaptureFixture[str]) -> None:
    async def ask() -> None:
        Access("pretty")(Exchange(SCOPE), Reply(200, [], {}))

    asyncio.run(ask())
    gc.collect()
    assert capsys.readouterr().err.split()[1:] == ["200", "GET", "/a"]


def test_the_end_of_a_server_writes_what_waits(capfd: pytest.CaptureFixture[str]) -> None:
    with ThreadedServer(Settings(port=0)) as server:
        httpx.get(f"{server.url}/beta/me/devices")
    assert capfd.readouterr().err.split()[1:] == ["401", "GET", "/beta/me/devices"]


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


def test_a_log_that_is_closed_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (None, closed):  # None is what Python makes of a descriptor that was closed before it started
        monkeypatch.setattr(sys, "stderr", stream)
        say(Access("pretty"), 2 * MAX_WAITING)


def test_what_another_thread_adds_meanwhile_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    access, plain = Access("json"), fleetmock.access.printable
    lines: list[str] = []

    def slow(text: str) -> str:
        monkeypatch.setattr(fleetmock.access, "printable", plain)
        thread = threading.Thread(target=say, args=(access,))  # in the middle of making the first line
        thread.start()
        thread.join()
        return plain(text)

    monkeypatch.setattr(fleetmock.access, "printable", slow)
    monkeypatch.setattr(sys.stderr, "write", lines.append)
    say(access)
    assert "".join(lines).count("\n") == 2


def test_a_line_says_when_it_was_written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    access, moments = Access("pretty"), [1_000_000.0, 1_000_000.9, 1_000_001.0, 999_999.0]
    for each in moments:
        monkeypatch.setattr(time, "time", lambda each=each: each)
        say(access)
    monkeypatch.undo()
    written = [each.split()[0] for each in capsys.readouterr().err.splitlines()]
    assert written == [time.strftime("%H:%M:%S", time.localtime(each)) for each in moments]
