from collections.abc import Callable
from typing import Any

import pytest

from fleetmock_tooling.fuzz import excuses

FuzzToy = Callable[..., Any]
CREATE = "POST /devices/{device-id}/commands"


def response(**examples: int) -> dict[str, Any]:
    values = {name: {"value": {"status": False, "error": {"code": code}}} for name, code in examples.items()}
    return {"description": "", "content": {"application/json": {"examples": values}}}


def test_refusals_are_the_examples_of_an_error_other_than_the_invalid_request() -> None:
    responses = {
        "200": response(fine=1),
        "400": {"$ref": "#/components/responses/Busy"},
        "404": {"$ref": "#/components/responses/InvalidRequest"},
        "409": {"description": "No body."},
    }
    document = {
        "paths": {"/a": {"post": {"responses": responses}}},
        "components": {"responses": {"Busy": response(busy=5106, late=5107), "InvalidRequest": response(bad=5209)}},
    }
    assert excuses.documented_refusals(document) == {("POST /a", "400"): (5106, 5107), ("POST /a", "409"): ()}


def test_a_problem_is_known_by_its_type() -> None:
    problem = {"type": "urn:x:conflict", "status": 409}
    media = {"application/problem+json": {"examples": {"one": {"value": problem}}}}
    document = {"paths": {"/a": {"put": {"responses": {"409": {"description": "", "content": media}}}}}}
    assert excuses.documented_refusals(document) == {("PUT /a", "409"): ("urn:x:conflict",)}


@pytest.mark.parametrize(
    ("missing", "created"),
    [
        ("GET /devices/{device}/commands/{command}", True),
        ("GET /devices/{device}/commands/{kind}/{command}", True),
        ("GET /devices/{device}/commands/{command}/answer", False),
    ],
)
def test_what_lies_below_the_created_thing_may_come_later(missing: str, *, created: bool) -> None:
    assert excuses.is_created_thing("POST /devices/{device}/commands", missing) is created


def test_a_documented_refusal_of_valid_data_is_no_finding(fuzz_toy: FuzzToy) -> None:
    run = fuzz_toy("busy-after-first")
    assert any(body == b'{"kind": "lock"}' for _, _, _, body in run.toy.requests)
    assert run.verdict.findings == []


def test_another_refusal_of_valid_data_is_one(fuzz_toy: FuzzToy) -> None:
    findings = fuzz_toy("picky-after-first").verdict.findings
    assert {(finding.operation, finding.check) for finding in findings} == {(CREATE, "positive_data_acceptance")}


def test_a_created_thing_that_is_not_there_is_a_finding(fuzz_toy: FuzzToy) -> None:
    findings = fuzz_toy("loses-created").verdict.findings
    assert "ensure_resource_availability" in {finding.check for finding in findings}
