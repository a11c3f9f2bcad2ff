from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from fleetmock_tooling.fuzz.checks import CHECKS
from fleetmock_tooling.fuzz.engine import Trouble
from fleetmock_tooling.fuzz.finding import Finding
from fleetmock_tooling.fuzz.verdict import Verdict

FuzzToy = Callable[..., Any]
CREATE = "POST /devices/{device-id}/commands"


def of_the_engine(verdict: Verdict) -> list[Finding]:
    """What the domain checks make of the same fault is tested with them."""
    return [finding for finding in verdict.findings if finding.check not in CHECKS]


def checks(verdict: Verdict) -> set[tuple[str, str]]:
    return {(finding.operation, finding.check) for finding in of_the_engine(verdict)}


def test_a_faithful_server_passes(fuzz_toy: FuzzToy) -> None:
    verdict = fuzz_toy().verdict
    assert verdict.findings == []
    assert verdict.requests > 120


def test_a_broken_promise_is_found_once_and_can_be_repeated(fuzz_toy: FuzzToy, toy_token: str) -> None:
    verdict = fuzz_toy("wrong-type").verdict
    assert checks(verdict) == {("GET /devices", "response_schema_conformance")}
    (finding,) = of_the_engine(verdict)
    assert "is not of type" in finding.message
    (request,) = finding.requests
    assert request.method == "GET"
    assert request.header("authorization") == f"Bearer {toy_token}"


def test_an_operation_that_never_succeeds_is_not_a_pass(fuzz_toy: FuzzToy) -> None:
    verdict = fuzz_toy("never-found").verdict
    assert checks(verdict) == {
        (CREATE, "never_succeeded"),
        ("GET /devices/{device-id}/commands/{command-id}", "never_succeeded"),
    }
    assert " x 404" in of_the_engine(verdict)[0].message


def test_a_refused_token_is_not_a_pass(fuzz_toy: FuzzToy) -> None:
    assert {check for _, check in checks(fuzz_toy("refuses-token").verdict)} == {"token_refused"}


def test_a_token_that_expires_during_the_run_is_not_a_pass(fuzz_toy: FuzzToy) -> None:
    assert "token_refused" in {check for _, check in checks(fuzz_toy("token-expires").verdict)}


def test_an_operation_open_to_everybody_is_found_with_the_request_that_shows_it(fuzz_toy: FuzzToy) -> None:
    findings = [f for f in fuzz_toy("no-auth").verdict.findings if f.check == "ignored_auth"]
    assert len(findings) == 3
    assert all(finding.requests[-1].header("authorization") is None for finding in findings)


def test_a_server_error_is_found_once_for_each_check(fuzz_toy: FuzzToy) -> None:
    verdict = fuzz_toy("server-error").verdict
    counted = Counter((finding.operation, finding.check) for finding in of_the_engine(verdict))
    assert counted[CREATE, "not_a_server_error"] == 1
    assert counted[CREATE, "never_succeeded"] == 1
    assert set(counted.values()) == {1}


def test_a_server_that_goes_away_is_a_finding(fuzz_toy: FuzzToy) -> None:
    assert "engine_error" in {check for _, check in checks(fuzz_toy("dies").verdict)}


@pytest.mark.parametrize("inconclusive", [True, False])
def test_the_same_trouble_is_told_once(*, inconclusive: bool) -> None:
    verdict = Verdict(("GET /a",))
    trouble = Trouble("GET /a", "Failed Health Check", "too slow", inconclusive)
    assert verdict.add_trouble(trouble) is not None
    assert verdict.add_trouble(trouble) is None
    assert [finding.inconclusive for finding in verdict.findings] == [inconclusive]


def test_a_fault_that_a_walk_shows_comes_with_the_whole_walk(fuzz_toy: FuzzToy) -> None:
    findings = fuzz_toy("loses-created").verdict.findings
    (finding,) = [each for each in findings if each.check == "ensure_resource_availability"]
    assert [request.method for request in finding.requests] == ["POST", "GET"]
