"""The form of SARIF 2.1.0, as far as the report uses it: the schema of the standard is in no package that is installed.

Written after section 3 of the standard. A member that is not here is refused, so that a new one is looked up first.
"""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.reports.record import VERDICTS
from fleetmock_tooling.fuzz.reports.sarif import sarif

Build = Callable[..., dict[str, Any]]
Found = Callable[..., Finding]
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TAGS: Schema = {"type": "array", "items": TEXT, "uniqueItems": True}


def thing(*required: str, **members: Schema) -> Schema:
    """An object with these members and no others, but for its property bag."""
    bag = {"type": "object", "properties": {"tags": TAGS}}
    return {
        "type": "object",
        "required": list(required),
        "properties": {**members, "properties": bag},
        "additionalProperties": False,
    }


def many(items: Schema, *, unique: bool = False) -> Schema:
    return {"type": "array", "items": items, "uniqueItems": unique}


def by_name(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def one_of(*values: str) -> Schema:
    return {"enum": list(values)}


MESSAGE = thing("text", text=TEXT)
LEVEL = one_of("none", "note", "warning", "error")
ARTIFACT = thing(uri={"type": "string", "format": "uri-reference"}, uriBaseId=TEXT, description=MESSAGE)
LOCATION = thing(
    physicalLocation=thing(
        "artifactLocation", artifactLocation=ARTIFACT, region=thing(startLine={"type": "integer", "minimum": 1})
    ),
    logicalLocations=many(thing(name=TEXT, fullyQualifiedName=TEXT), unique=True),
)
RULE = thing(
    "id",
    id=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=thing(level=LEVEL),
)
RESULT = thing(
    "message",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    kind=one_of("notApplicable", "pass", "fail", "review", "open", "informational"),
    level=LEVEL,
    message=MESSAGE,
    locations=many(LOCATION),
    partialFingerprints=by_name(TEXT),
    suppressions=many(thing("kind", kind=one_of("inSource", "external"), justification=TEXT), unique=True),
)
INVOCATION = thing(
    "executionSuccessful",
    executionSuccessful={"type": "boolean"},
    exitCode={"type": "integer"},
    commandLine=TEXT,
    toolExecutionNotifications=many(thing("message", message=MESSAGE, level=LEVEL)),
)
RUN = thing(
    "tool",
    tool=thing("driver", driver=thing("name", name=TEXT, version=TEXT, rules=many(RULE, unique=True))),
    automationDetails=thing(id=TEXT),
    invocations=many(INVOCATION),
    columnKind=one_of("utf16CodeUnits", "unicodeCodePoints"),
    originalUriBaseIds=by_name(ARTIFACT),
    results=many(RESULT),
)
LOG = thing(
    "version", "runs", **{"$schema": {"type": "string", "format": "uri"}}, version=one_of("2.1.0"), runs=many(RUN)
)
FORM = jsonschema_rs.validator_for(LOG, validate_formats=True)


@pytest.mark.parametrize("exit_code", VERDICTS)
def test_the_form_is_that_of_the_standard(build: Build, found: Found, hostile: str, exit_code: int) -> None:
    findings = [
        found(each, rule=f"{each.value} {severity}", severity=severity, message=hostile, title=hostile)
        for each in Outcome
        for severity in ("critical", "high", "medium", "low")
    ]
    log = json.loads(sarif(build(*findings, exit_code=exit_code)))
    FORM.validate(log)
    assert {each["kind"] for each in log["runs"][0]["results"]} == {"fail", "review", "open", "informational"}


def test_of_a_whole_run_too(fuzz_toy: Callable[..., Any]) -> None:
    log = json.loads((fuzz_toy("wrong-type").reports / "fleetmock.sarif").read_text())
    assert log["runs"][0]["results"]
    FORM.validate(log)


def place(log: dict[str, Any]) -> Any:
    return log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda log: log.pop("version"),
        lambda log: log["runs"][0].pop("tool"),
        lambda log: log["runs"][0].update(summary="x"),
        lambda log: log["runs"][0]["tool"]["driver"]["rules"][0].pop("id"),
        lambda log: log["runs"][0]["invocations"][0].pop("executionSuccessful"),
        lambda log: log["runs"][0]["results"][0]["message"].pop("text"),
        lambda log: log["runs"][0]["results"][0].update(level="high"),
        lambda log: log["runs"][0]["results"][0]["suppressions"][0].update(kind="baseline"),
        lambda log: log["runs"][0]["results"][0]["partialFingerprints"].update(other=7),
        lambda log: place(log)["region"].update(startLine=0),
        lambda log: place(log)["artifactLocation"].update(uri="a b"),
    ],
)
def test_another_form_is_refused(build: Build, found: Found, spoil: Callable[[Any], object]) -> None:
    log = json.loads(sarif(build(found(Outcome.KNOWN))))
    FORM.validate(log)
    spoil(log)
    assert not FORM.is_valid(log)
