import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest

from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.reports.junit import junit
from fleetmock_tooling.fuzz.reports.markdown import markdown
from fleetmock_tooling.fuzz.reports.page import page
from fleetmock_tooling.fuzz.reports.record import VERDICTS, Part, as_json, record
from fleetmock_tooling.fuzz.reports.sarif import sarif
from fleetmock_tooling.fuzz.verdict import Verdict

Build = Callable[..., dict[str, Any]]
Found = Callable[..., Finding]


@pytest.fixture(scope="module")
def schema() -> Any:
    text = files("fleetmock_tooling.fuzz.reports").joinpath("verdict.schema.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(text))


@pytest.mark.parametrize("exit_code", sorted(VERDICTS))
def test_the_form_is_the_published_one(build: Build, found: Found, hostile: str, schema: Any, exit_code: int) -> None:
    findings = [found(each, title=hostile, rule=each.value) for each in Outcome]
    schema.validate(json.loads(as_json(build(*findings, exit_code=exit_code))))


def test_of_a_whole_run_too(fuzz_toy: Callable[..., Any], schema: Any) -> None:
    verdict = json.loads((fuzz_toy("wrong-type").reports / "verdict.json").read_text())
    assert verdict["apis"][0]["coverage"]
    schema.validate(verdict)


def test_findings_are_counted_by_what_became_of_them(build: Build, found: Found) -> None:
    counts = build(found(), found(rule="b"), found(Outcome.KNOWN))["counts"]
    assert counts == {"failure": 2, "flaky": 0, "inconclusive": 0, "doc-drift": 0, "known": 1, "stopped": 0}


def test_the_id_of_a_finding_is_that_of_its_rule(build: Build, found: Found) -> None:
    same, other = found(), found(message="another value", outcome=Outcome.KNOWN)
    (one, two, three) = build(same, other, found(rule="another rule"))["apis"][0]["findings"]
    assert one["id"] == two["id"] != three["id"]
    assert build(same, api="applivery-aosp")["apis"][0]["findings"][0]["id"] != one["id"]


def test_the_token_stands_as_a_variable_in_what_repeats_a_finding(build: Build, found: Found) -> None:
    (one,) = build(found())["apis"][0]["findings"]
    (request,) = one["requests"]
    assert request["headers"] == {"Authorization": "Bearer $FLEETMOCK_TOKEN"}
    assert request["bodyBase64"] == "/wA="
    assert one["curl"][0].startswith("printf '\\377\\000' | curl")


def test_no_report_shows_the_token_in_any_form(build: Build, found: Found, secret: str) -> None:
    forms = [
        secret,
        quote(secret, safe=""),
        quote(secret, safe="").lower(),
        json.dumps(secret)[1:-1].replace("/", r"\/"),
    ]
    all_ = build(*(found(title=each, message=each, operation=each, rule=each, check=each) for each in forms))
    for text in (as_json(all_), sarif(all_), markdown(all_), page(all_), junit(all_["apis"][0])):
        assert "[Filtered]" in text or "&#91;Filtered&#93;" in text
        for form in forms:
            assert form not in text


def test_a_token_that_is_a_number_does_not_break_the_json(found: Found) -> None:
    tested = Part("msgraph", "http://127.0.0.1/beta", Verdict((), findings=[found(message="7 of 7")], requests=7))
    clean = json.loads(as_json(record([tested], Options("7", 7), 1, "")))
    assert (clean["requests"], clean["seed"]) == (7, 7)
    assert clean["apis"][0]["findings"][0]["message"] == "[Filtered] of [Filtered]"
