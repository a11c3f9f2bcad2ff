"""What the SARIF report says; its form is tested next door."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fleetmock_contracts
from fleetmock_tooling.fuzz.checks.registry import CHECKS
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.reports.location import places
from fleetmock_tooling.fuzz.reports.sarif import sarif

REPOSITORY = Path(__file__).parents[4]
Build = Callable[..., dict[str, Any]]
Found = Callable[..., Finding]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    places.cache_clear()


def run_of(record: dict[str, Any]) -> dict[str, Any]:
    log = json.loads(sarif(record))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    return dict(run)


def test_it_has_what_every_log_must_have(build: Build, found: Found, hostile: str) -> None:
    run = run_of(build(*(found(each, rule=each.value, message=hostile) for each in Outcome)))
    driver = run["tool"]["driver"]
    assert driver["name"] == "fleetmock"
    names = [each["id"] for each in driver["rules"]]
    assert len(set(names)) == len(names)
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert len(run["results"]) == len(Outcome) - 1
    for result in run["results"]:
        assert names[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        assert result["kind"] in {"fail", "open", "review", "informational"}
        # Section 3.27.10: what is no failure has no level.
        assert (result["level"] == "none") == (result["kind"] != "fail")
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["region"]["startLine"] >= 1
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert all(isinstance(each, str) for each in result["partialFingerprints"].values())


def test_rules_are_the_registry_with_their_explanations(build: Build) -> None:
    rules = {each["id"]: each for each in run_of(build())["tool"]["driver"]["rules"]}
    assert CHECKS.keys() <= rules.keys()
    for name, check in CHECKS.items():
        assert rules[name]["shortDescription"]["text"] == check.summary
        assert rules[name]["help"]["text"] == check.explanation
        assert rules[name]["properties"]["severity"] == check.severity
    levels = {each["properties"]["severity"]: each["defaultConfiguration"]["level"] for each in rules.values()}
    assert levels == {"critical": "error", "high": "error", "medium": "warning", "low": "note"}


def test_a_check_that_nobody_knows_is_a_rule_all_the_same(build: Build, found: Found) -> None:
    run = run_of(build(found(check="of-tomorrow")))
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == "of-tomorrow"


def test_what_the_baseline_has_is_suppressed(build: Build, found: Found) -> None:
    (known, new) = run_of(build(found(Outcome.KNOWN), found()))["results"]
    assert known["suppressions"][0]["kind"] == "external"
    assert "suppressions" not in new


def test_the_guard_speaks_of_the_run_and_not_of_the_contract(build: Build, found: Found) -> None:
    run = run_of(build(found(Outcome.STOPPED, message="Three times 503."), exit_code=4))
    assert run["results"] == []
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "Three times 503." in invocation["toolExecutionNotifications"][0]["message"]["text"]


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_findings_point_at_the_operation_in_the_hand_written_spec(
    build: Build, found: Found, monkeypatch: pytest.MonkeyPatch, api: str
) -> None:
    monkeypatch.chdir(REPOSITORY / "tests")
    for path, item in fleetmock_contracts.load(api)["paths"].items():
        for method in item.keys() & {"get", "post", "put", "delete", "patch"}:
            (result,) = run_of(build(found(operation=f"{method.upper()} {path}"), api=api))["results"]
            place = result["locations"][0]["physicalLocation"]
            assert place["artifactLocation"] == {"uri": f"specs/{api}.yaml", "uriBaseId": "%SRCROOT%"}
            lines = (REPOSITORY / "specs" / f"{api}.yaml").read_text().splitlines()
            assert lines[place["region"]["startLine"] - 1].strip() == f"{method}:"
            above = [line.strip() for line in lines[: place["region"]["startLine"] - 1] if line.startswith("  /")]
            assert above[-1].strip("'\":") == path


def test_other_methods_point_at_the_path_and_the_rest_at_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    known = places("msgraph")
    assert known is not None
    lines = (REPOSITORY / "specs" / "msgraph.yaml").read_text().splitlines()
    assert lines[known.find("DELETE /me/devices").line - 1] == "  /me/devices:"
    assert known.find("the whole run").line == 1


def test_without_a_checkout_they_point_at_the_bundled_document(
    build: Build, found: Found, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (result,) = run_of(build(found()))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "fleetmock_contracts/openapi/msgraph.json", "uriBaseId": "PYTHONPATH"}
    lines = (REPOSITORY / "generated" / place["artifactLocation"]["uri"]).read_text().splitlines()
    assert lines[place["region"]["startLine"] - 1].strip() == '"get": {'
    assert lines[place["region"]["startLine"] - 2].strip() == '"/me/devices": {'


def test_an_api_without_a_document_has_no_place(build: Build, found: Found) -> None:
    (result,) = run_of(build(found(), api="toy"))["results"]
    assert "physicalLocation" not in result["locations"][0]
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "toy GET /me/devices"
