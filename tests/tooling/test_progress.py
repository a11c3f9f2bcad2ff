import io

import pytest
from rich.console import Console

from fleetmock_tooling.progress import Progress


def test_without_a_terminal_there_is_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    out, seconds = io.StringIO(), [0.0]
    monkeypatch.setattr("time.monotonic", lambda: seconds[0])
    with Progress(Console(file=out), every=5.0) as progress:
        for number in range(12):
            progress.step(f"[{number}]")
            seconds[0] += 1.0
        progress.step("said", at_once=True)
        progress.step("not said")
    assert out.getvalue().split("\n") == ["[0]", "[5]", "[10]", "said", ""]


def test_on_a_terminal_one_line_changes() -> None:
    out = io.StringIO()
    with Progress(Console(file=out, force_terminal=True, width=80)) as progress:
        progress.step("first")
        progress.step("[last]")
    assert "[last]" in out.getvalue()
    assert "\x1b[2K" in out.getvalue()
    assert "first" not in out.getvalue().splitlines()[-1]
