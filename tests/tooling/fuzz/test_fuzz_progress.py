import io

from rich.console import Console

from fleetmock_tooling.fuzz.progress import Progress


def test_without_a_terminal_each_phase_is_a_line() -> None:
    out = io.StringIO()
    with Progress(Console(file=out), "toy") as progress:
        progress.phase("coverage")
        for _ in range(3):
            progress.request()
        progress.findings(2)
        progress.phase("fuzzing")
    assert out.getvalue().splitlines() == [
        "toy: coverage, 0 requests, 0 findings",
        "toy: fuzzing, 3 requests, 2 findings",
    ]


def test_on_a_terminal_one_line_changes() -> None:
    out = io.StringIO()
    with Progress(Console(file=out, force_terminal=True, width=80), "toy") as progress:
        progress.phase("coverage")
        progress.phase("fuzzing")
    assert "toy: fuzzing, 0 requests, 0 findings" in out.getvalue()
    assert "\x1b[2K" in out.getvalue()
