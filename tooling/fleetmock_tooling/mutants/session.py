"""A whole run: the matrix, what is said meanwhile, and the files at the end."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from fleetmock_tooling.console import say
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.generate.blocks import refresh
from fleetmock_tooling.mutants import report
from fleetmock_tooling.mutants.catalogue import CATALOGUE
from fleetmock_tooling.mutants.figures import Figures
from fleetmock_tooling.mutants.matrix import Plan, run
from fleetmock_tooling.mutants.outcome import Outcome

SUMMARY: Final = "mutants-summary.md"
MADE: Final = "<!-- made by `fleetmock mutants`; do not edit -->"


def session(plan: Plan, out: Path) -> int:
    """Run the plan and write mutants.json and mutants.md to `out`, where other attempts stay as they are.

    A README.md above it that shows mutants-summary.md shows the new one.

    Returns 1 when a target is missed, 0 when none is or when something has not been tried yet. Raises CannotRun.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(f"cannot write to {out}: {error.strerror}; name another folder with --out") from error
    before = _before(out / "mutants.json")
    made = run(plan, _teller(time.monotonic()))
    figures = Figures.of([*made, *before])
    _write(figures, out)
    say(report.class_table(figures))
    for contender in figures.contenders:
        for survivor in figures.survivors(contender) if contender != "bare" else ():
            say(f"not found by {contender}: {survivor}: {CATALOGUE[survivor].says}")
    say(f"written to {out}")
    shortfalls = figures.shortfalls() if figures.whole else []
    for each in shortfalls:
        say(f"missed: {each}", "yellow")
    return 1 if shortfalls else 0


def _write(figures: Figures, out: Path) -> None:
    (out / "mutants.json").write_text(report.as_json(figures), "utf-8")
    (out / "mutants.md").write_text(report.as_markdown(figures), "utf-8")
    (out / SUMMARY).write_text(f"{MADE}\n{report.summary(figures)}", "utf-8")
    refresh(out.parent / "README.md", out, write=True)


def _before(path: Path) -> tuple[Outcome, ...]:
    """What an earlier run has left there. Raises CannotRun when that cannot be read."""
    try:
        return report.from_json(path.read_text("utf-8")).outcomes
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotRun(f"cannot go on from {path}: {type(error).__name__}; remove it") from error


def _teller(started: float) -> Callable[[Outcome, int, int], None]:
    def tell(outcome: Outcome, number: int, total: int) -> None:
        attempt = outcome.attempt
        what = attempt.mutant or f"{attempt.api} without a fault, seed {attempt.seed}"
        verdict = outcome.trouble or (f"{' '.join(outcome.found[0])}" if outcome.found else "nothing found")
        cost = f"{outcome.requests} requests, {outcome.seconds:.1f} s"
        passed = time.monotonic() - started
        say(f"{number}/{total} {passed:.0f} s: {attempt.contender}: {what}: {verdict} ({cost})")

    return tell
