"""What the reports for people say in the same words."""

from collections.abc import Iterator
from typing import Final

from fleetmock_tooling.fuzz.finding import Outcome
from fleetmock_tooling.fuzz.reports.record import Record

VERDICTS: Final = {
    "pass": "Nothing found that was not known; every operation was tested",
    "fail": "The contract is broken",
    "inconclusive": "Nothing is certain: something did not repeat, or could not be tested",
    "stopped": "The guard ended the run",
    "interrupted": "The run was interrupted; what it had found until then",
    "could-not-run": "The run could not be finished; what it had found until then",
}
OUTCOMES: Final = {
    Outcome.FAILURE: "failure",
    Outcome.FLAKY: "flaky: the same request then kept the contract",
    Outcome.INCONCLUSIVE: "inconclusive: not tested",
    Outcome.DRIFT: "doc-drift: another reading of the vendor's pages",
    Outcome.KNOWN: "known: the baseline has it",
    Outcome.STOPPED: "stopped by the guard",
}
COVERED: Final = {
    "operations": "operations",
    "statuses": "documented statuses",
    "enumValues": "enum values",
    "properties": "properties",
    "transitions": "life-cycle steps",
}
# A line that is longer is no reading matter; the JSON report has all of it.
_WIDTH: Final = 2000


def shortened(line: str) -> str:
    """A line as people can read it."""
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH]}… ({len(line)} characters; verdict.json has them all)"


def never(coverage: Record) -> dict[str, list[str]]:
    """What was never seen, by kind; kinds of which everything was seen are left out."""
    missing = {
        "operations": [each["operation"] for each in coverage["operations"] if not each["met"]],
        "statuses": list(_statuses(coverage)),
        "enumValues": list(_values(coverage)),
        "properties": [each["property"] for each in coverage["properties"] if not each["met"]],
        "transitions": [step(each) for each in coverage["transitions"] if not each["met"]],
    }
    return {kind: lines for kind, lines in missing.items() if lines}


def step(edge: Record) -> str:
    """For example "CommandStatus: requesting -> sentToTarget (send)"."""
    return f"{edge['lifecycle']}: {edge['from']} -> {edge['to']} ({', '.join(edge['triggers'])})"


def _statuses(coverage: Record) -> Iterator[str]:
    for each in coverage["operations"]:
        missing = [status["status"] for status in each["statuses"] if not status["met"]]
        # Of an operation that never answered, the operation itself is told.
        if missing and each["met"]:
            yield f"{each['operation']}: {', '.join(missing)}"


def _values(coverage: Record) -> Iterator[str]:
    for each in coverage["enumValues"]:
        missing = [str(value["value"]) for value in each["values"] if not value["met"]]
        if missing:
            yield f"{each['property']}: {', '.join(missing)}"
