"""Findings as plain text."""

from collections import Counter
from collections.abc import Sequence

from fleetmock_tooling.fuzz import curl
from fleetmock_tooling.fuzz.finding import Finding, Outcome

_MARKS = {
    Outcome.FAILURE: "✗",
    Outcome.FLAKY: "~",
    Outcome.INCONCLUSIVE: "?",
    Outcome.DRIFT: "i",
    Outcome.KNOWN: "=",
    Outcome.STOPPED: "!",
}
_INDENT = "      "


def printable(text: str) -> str:
    """Without control characters, which an answer could use to write over the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)


def reproduction(finding: Finding, token: str) -> str:
    """The requests of a finding as shell lines; empty when it has none."""
    return "\n".join(curl.command(request, token) for request in finding.requests)


def block(finding: Finding, token: str) -> str:
    """A finding as the indented lines under the name of its operation."""
    head = f"  {_MARKS[finding.outcome]} {finding.check}: {finding.title}"
    body = [line for line in finding.message.splitlines() if line.strip()]
    commands = reproduction(finding, token).splitlines()
    return "\n".join([head, *(_INDENT + line for line in body + commands)])


def drifts(findings: Sequence[Finding]) -> list[str]:
    """A line for each reading of the documentation that was met; where, is told in the reports."""
    places: dict[tuple[str, str], int] = Counter((finding.title, finding.rule) for finding in findings)
    return [f"doc-drift {rule}: {title}, at {_times(count, 'operation')}" for (title, rule), count in places.items()]


def _times(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def by_operation(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.operation, []).append(finding)
    return grouped


def counts(findings: Sequence[Finding]) -> str:
    """For example "2 findings, 1 inconclusive"."""
    found = Counter(finding.outcome for finding in findings)
    failures = found.pop(Outcome.FAILURE, 0)
    words = [_times(failures, "finding")]
    return ", ".join([*words, *(f"{found[each]} {each}" for each in Outcome if each in found)])
