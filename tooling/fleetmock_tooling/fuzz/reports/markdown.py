"""Markdown, short enough for the summary of a job."""

import re
from collections.abc import Iterator
from typing import Final

from fleetmock_tooling.fuzz.finding import Outcome
from fleetmock_tooling.fuzz.reports.record import Record
from fleetmock_tooling.fuzz.reports.words import COVERED, OUTCOMES, VERDICTS, never, shortened
from fleetmock_tooling.fuzz.show import printable

# A summary may have a megabyte, and more than one step may want to say something.
BYTES: Final = 250_000
# How many findings of an API are shown; fewer when they are long.
SHOWN: Final = (50, 20, 5, 1, 0)
LINES: Final = 40
_SEVERITIES: Final = ("critical", "high", "medium", "low")


def markdown(record: Record) -> str:
    """As many findings as there is room for."""
    text = ""
    for shown in SHOWN:
        text = "\n".join(_lines(record, shown)) + "\n"
        if len(text.encode(errors="replace")) <= BYTES:
            break
    return text


def _lines(record: Record, shown: int) -> Iterator[str]:
    yield f"## fleetmock fuzz: {record['verdict']}\n"
    yield f"{VERDICTS[record['verdict']]}. Profile {record['profile']}, seed {record['seed']}.\n"
    yield from _table(record)
    for api in record["apis"]:
        yield from _findings(api, shown)
    yield from _coverage(record)
    yield "\nThe same requests again:\n"
    yield fenced(record["replay"], "sh")


def _table(record: Record) -> Iterator[str]:
    shown = [each for each in Outcome if each is Outcome.FAILURE or record["counts"][each.value]]
    yield f"| API | requests | operations |{''.join(f' {each.value} |' for each in shown)}"
    yield f"|---|---:|---:|{'---:|' * len(shown)}"
    for api in record["apis"]:
        numbers = [api["requests"], len(api["operations"]), *(api["counts"][each.value] for each in shown)]
        yield f"| {plain(api['api'])} |{''.join(f' {each} |' for each in numbers)}"


def _findings(api: Record, shown: int) -> Iterator[str]:
    told = [each for each in api["findings"] if each["outcome"] not in {Outcome.DRIFT, Outcome.KNOWN}]
    if not told:
        return
    yield f"\n### {plain(api['api'])}\n"
    # What fails the run comes first, and the worst of it.
    order = sorted(told, key=lambda each: (each["outcome"] != Outcome.FAILURE, _SEVERITIES.index(each["severity"])))
    for finding in order[:shown]:
        yield from _finding(finding)
    if len(order) > shown:
        yield f"\n… and {len(order) - shown} more; the other reports have all of them."


def _finding(finding: Record) -> Iterator[str]:
    title = f"{finding['operation']}: {finding['title']} ({finding['check']}, {finding['severity']})"
    yield f"<details><summary>{plain(title)}</summary>\n"
    if finding["outcome"] != Outcome.FAILURE:
        yield f"{OUTCOMES[Outcome(finding['outcome'])]}\n"
    place = finding["location"]
    if place is not None:
        yield f"{code(place['file'])} line {place['line']}\n"
    for text, language in ((finding["message"], "text"), ("\n".join(finding["curl"]), "sh")):
        if text:
            yield fenced(text, language)
    yield "\n</details>"


def _coverage(record: Record) -> Iterator[str]:
    apis = [each for each in record["apis"] if each["coverage"]]
    if not apis:
        return
    yield "\n### Coverage\n"
    yield f"| API |{''.join(f' {words} |' for words in COVERED.values())}"
    yield f"|---|{'---:|' * len(COVERED)}"
    for api in apis:
        shares = (api["coverage"]["totals"][kind] for kind in COVERED)
        cells = "".join(f" {each['met']}/{each['total']} |" for each in shares)
        yield f"| {plain(api['api'])} |{cells}"
    for api in apis:
        missing = never(api["coverage"])
        if missing:
            yield f"\n<details><summary>Never seen of {plain(api['api'])}</summary>\n"
            lines = [f"{COVERED[kind]}: {line}" for kind, lines in missing.items() for line in lines]
            yield fenced("\n".join(lines), "text")
            yield "\n</details>"


def fenced(text: str, language: str) -> str:
    """A block of code that its content cannot end."""
    lines = [shortened(line) for line in printable(text).splitlines()]
    if len(lines) > LINES:
        lines = [*lines[:LINES], f"… {len(lines) - LINES} more lines"]
    fence = _ticks(text, 3)
    return "\n".join([f"{fence}{language}", *lines, fence])


def code(text: str) -> str:
    """In a line."""
    ticks = _ticks(text, 1)
    return f"{ticks}{' '.join(printable(text).split())}{ticks}"


def plain(text: str) -> str:
    """One line of text in which nothing means anything."""
    line = shortened(" ".join(printable(text).split()))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A backslash would do in text, but not inside the HTML of a summary line; this does in both.
    return re.sub(r"[\\`*_\[\]#!|~@]", lambda match: f"&#{ord(match[0])};", line)


def _ticks(text: str, least: int) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)
