import json
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from fleetmock.access import Access, printable
from fleetmock.contract.exchange import Exchange, Reply

SCOPE = {"method": "GET", "path": "/a", "raw_path": b"/a", "query_string": b"secret=1", "headers": []}


def line(log_format: str, capsys: pytest.CaptureFixture[str]) -> str:
    Access(log_format)(Exchange(SCOPE), Reply(404, [], {"secret": 1}))  # type: ignore[arg-type] # parametrized text
    return capsys.readouterr().err


def test_pretty_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert line("pretty", capsys).split()[1:] == ["404", "GET", "/a"]


def test_json_lines_are_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    entry = json.loads(line("json", capsys))
    assert (entry["status"], entry["method"], entry["path"]) == (404, "GET", "/a")
    assert "secret" not in json.dumps(entry)


def test_off_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert line("off", capsys) == ""


def test_whatever_a_client_sends_stays_one_short_line() -> None:
    assert printable("/a\x1b[2J\n") == r"/a\x1b[2J\n"
    assert len(printable("x" * 10_000)) == 300


def test_a_log_that_nobody_reads_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr(sys, "stderr", full)
        Access("pretty")(Exchange(SCOPE), Reply(200, [], {}))
        monkeypatch.undo()
        with suppress(OSError):
            full.close()


def test_a_line_says_when_it_was_written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    access, moments = Access("pretty"), [1_000_000.0, 1_000_000.9, 1_000_001.0, 999_999.0]
    for each in moments:
        monkeypatch.setattr(time, "time", lambda each=each: each)
        access(Exchange(SCOPE), Reply(200, [], {}))
    monkeypatch.undo()
    written = [each.split()[0] for each in capsys.readouterr().err.splitlines()]
    assert written == [time.strftime("%H:%M:%S", time.localtime(each)) for each in moments]
