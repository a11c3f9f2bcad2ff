"""SARIF 2.1.0: findings at the lines of their operations, for code scanning and editors."""

import json
from collections.abc import Iterator
from typing import Any, Final

from fleetmock_tooling.fuzz.finding import Outcome
from fleetmock_tooling.fuzz.reports.location import CHECKOUT, INSTALLED
from fleetmock_tooling.fuzz.reports.record import Record
from fleetmock_tooling.fuzz.reports.rules import Rule, rules
from fleetmock_tooling.fuzz.reports.words import shortened

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
# Where the level of a result that is no failure must be "none".
_KINDS: Final = {Outcome.FLAKY: "review", Outcome.INCONCLUSIVE: "open", Outcome.DRIFT: "informational"}
_BASES: Final = {CHECKOUT: "The checkout of fleetmock.", INSTALLED: "The folder that holds fleetmock_contracts."}


def sarif(record: Record) -> str:
    """One run with everything that was found. What the guard said is a notification: it is no word on the contract."""
    findings = [(api, each) for api in record["apis"] for each in api["findings"]]
    known = rules(each for _, each in findings)
    numbers = {name: number for number, name in enumerate(known)}
    results = [
        _result(api["api"], each, numbers[each["check"]])
        for api, each in findings
        if each["outcome"] != Outcome.STOPPED
    ]
    run = {
        "tool": {
            "driver": {
                "name": record["tool"]["name"],
                "version": record["tool"]["version"],
                "rules": [_rule(each) for each in known.values()],
            }
        },
        "automationDetails": {"id": f"fleetmock-fuzz/{record['profile']}/{record['shard'] or ''}"},
        "invocations": [_invocation(record)],
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {name: {"description": {"text": text}} for name, text in _BASES.items()},
        "results": results,
        "properties": {key: record[key] for key in ("verdict", "seed", "profile", "requests")},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: Rule) -> Record:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation or rule.summary},
        "help": {"text": rule.explanation or rule.summary},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["contract"], "severity": rule.severity},
    }


def _result(api: str, finding: Record, rule: int) -> Record:
    outcome = Outcome(finding["outcome"])
    found: Record = {
        "ruleId": finding["check"],
        "ruleIndex": rule,
        "kind": _KINDS.get(outcome, "fail"),
        "level": "none" if outcome in _KINDS else _LEVELS[finding["severity"]],
        "message": {"text": "\n".join(_message(api, finding))},
        "locations": [_location(api, finding)],
        "partialFingerprints": {"fleetmockFinding/v1": finding["id"]},
        "properties": {
            "api": api,
            "operation": finding["operation"],
            "outcome": finding["outcome"],
            "severity": finding["severity"],
            "curl": finding["curl"],
        },
    }
    if outcome is Outcome.KNOWN:
        found["suppressions"] = [{"kind": "external", "justification": "The baseline has it."}]
    return found


def _message(api: str, finding: Record) -> Iterator[str]:
    yield f"{api} {finding['operation']}: {finding['title']}"
    yield from filter(None, (finding["message"], *map(shortened, finding["curl"])))


def _location(api: str, finding: Record) -> Record:
    found: Record = {
        "logicalLocations": [{"name": finding["operation"], "fullyQualifiedName": f"{api} {finding['operation']}"}]
    }
    place = finding["location"]
    if place is not None:
        found["physicalLocation"] = {
            "artifactLocation": {"uri": place["file"], "uriBaseId": place["base"]},
            "region": {"startLine": place["line"]},
        }
    return found


def _invocation(record: Record) -> Record:
    notes: list[Any] = [
        {"level": "error", "message": {"text": f"{api['api']}: {each['title']}. {each['message']}"}}
        for api in record["apis"]
        for each in api["findings"]
        if each["outcome"] == Outcome.STOPPED
    ]
    return {
        # Findings are no failure of the tool.
        "executionSuccessful": record["exitCode"] in {0, 1, 3},
        "exitCode": record["exitCode"],
        "commandLine": record["replay"],
        "toolExecutionNotifications": notes,
    }
