"""A report of the coverage as plain text."""

import textwrap
from collections.abc import Iterator
from typing import Final

from fleetmock.coverage.never import KINDS, Record, never, skipped

WIDTH: Final = 120
NAME: Final = 16
COLUMN: Final = 18
NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def table(report: Record) -> str:
    """Shares of everything by API, and below that what was never met."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(report))


def heading(report: Record) -> str:
    """One line: of which namespace, how much, of how many requests."""
    where = "all namespaces" if report["namespace"] == "*" else f"namespace {report['namespace']}"
    number = report["requests"]
    return f"{where}: {report['percent']} % met, in {number} request{'' if number == 1 else 's'}"


def _lines(report: Record) -> Iterator[str]:
    yield heading(report)
    yield ""
    yield _row("", [each["api"] for each in report["apis"]] + ["together"])
    for kind, words in KINDS.items():
        shares = [each["totals"][kind] for each in report["apis"]] + [report["totals"][kind]]
        yield _row(words, [f"{each['met']}/{each['total']} {each['percent']} %" for each in shares])
    for api in report["apis"]:
        yield from _api(api)


def _row(name: str, cells: list[str]) -> str:
    return f"{name:{NAME}}{''.join(f'{cell:>{COLUMN}}' for cell in cells)}"


def _api(api: Record) -> Iterator[str]:
    missing = never(api)
    if missing:
        yield from ("", f"never met of {api['api']}")
    for kind, lines in missing.items():
        # Names of operations and codes are short and go side by side; the rest has a line each.
        together = kind in {"operations", "errorCodes"}
        yield from _paragraph(
            KINDS[kind], [", ".join(line.replace(" ", NO_BREAK) for line in lines)] if together else lines
        )
    yield from _paragraph("skipped", skipped(api))


def _paragraph(name: str, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        first, further = f"  {name if number == 0 else '':{NAME - 2}}", " " * (NAME + 2)
        text = textwrap.fill(line, WIDTH, initial_indent=first, subsequent_indent=further, break_on_hyphens=False)
        yield text.replace(NO_BREAK, " ")
