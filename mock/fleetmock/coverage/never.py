"""What has never been met, in words: that is what somebody wants to know who reads a report."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

KINDS: Final = {
    "operations": "operations",
    "statuses": "statuses",
    "enumValues": "enum values",
    "errorCodes": "error codes",
    "transitions": "transitions",
}

Record = Mapping[str, Any]


def never(api: Record) -> dict[str, list[str]]:
    """By kind, of one API of a report; kinds of which everything was met are left out."""
    missing = {
        "operations": [each["operationId"] for each in _unmet(api["operations"])],
        "statuses": _grouped(
            (each["operationId"], each["statuses"], "status") for each in api["operations"] if each["met"]
        ),
        "enumValues": _grouped((each["property"], each["values"], "value") for each in api["enumValues"]),
        "errorCodes": [f"{each['status']} {each['code']}" for each in _unmet(api["errorCodes"])],
        "transitions": [f"{between(each)} ({', '.join(each['triggers'])})" for each in _unmet(api["transitions"])],
    }
    return {kind: lines for kind, lines in missing.items() if lines}


def skipped(api: Record) -> list[str]:
    """What a client saw one after the other though there are states between them, so that nothing was met."""
    return [f"{between(each)}, {times(each['met'])}" for each in api["skips"]]


def between(step: Record) -> str:
    """A transition or a skip; states that no answer tells apart are alternatives."""
    return f"{' or '.join(step['from'])} -> {' or '.join(step['to'])}"


def times(met: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(met, f"{met} times")


def _unmet(things: Iterable[Record]) -> list[Record]:
    return [each for each in things if not each["met"]]


def _grouped(groups: Iterable[tuple[str, Iterable[Record], str]]) -> list[str]:
    """A line for each group that lacks something. The statuses of an operation that was never called need none."""
    lines: list[str] = []
    for name, members, key in groups:
        missing = [str(each[key]) for each in _unmet(members)]
        if missing:
            lines.append(f"{name}: {', '.join(missing)}")
    return lines
