"""Findings as plain text."""

from collections.abc import Sequence

from fleetmock_tooling.fuzz import curl
from fleetmock_tooling.fuzz.verdict import Finding

REDACTED = "[Filtered]"
_INDENT = "      "


def printable(text: str) -> str:
    """Without control characters, which an answer could use to write over the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)


def reproduction(finding: Finding, token: str) -> str:
    """The requests of a finding as shell lines; empty when it has none."""
    return "\n".join(curl.command(request, token) for request in finding.requests)


def block(finding: Finding, token: str) -> str:
    """A finding as the indented lines under the name of its operation."""
    head = f"  {'?' if finding.inconclusive else '✗'} {finding.check}: {finding.title}"
    body = [line for line in finding.message.splitlines() if line.strip()]
    commands = reproduction(finding, token).splitlines()
    return "\n".join([head, *(_INDENT + line for line in body + commands)])


def by_operation(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.operation, []).append(finding)
    return grouped


def counts(findings: Sequence[Finding]) -> str:
    """For example "2 findings, 1 inconclusive"."""
    unclear = sum(finding.inconclusive for finding in findings)
    found = len(findings) - unclear
    text = f"{found} finding{'' if found == 1 else 's'}"
    return f"{text}, {unclear} inconclusive" if unclear else text
