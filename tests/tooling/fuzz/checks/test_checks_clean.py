"""A mock without faults: nothing is found, and the same seed sends the same requests."""

from itertools import islice

import pytest
from faulty import context, faulty, probe, trace

import fleetmock_contracts
from fleetmock_tooling.fuzz.checks import CHECKS, Suite
from fleetmock_tooling.fuzz.profiles import CI, LIVE
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.wire import Answer, Observer, Sent, Wire


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_nothing_is_found_where_nothing_is_wrong(api: str, seed: int) -> None:
    findings, _ = trace(api, seed=seed)
    assert [each.key for each in findings] == []


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_nothing_is_found_by_all_that_the_ci_profile_tries(api: str) -> None:
    findings, _ = trace(api, CI)
    assert [each.key for each in findings] == []


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_the_same_seed_sends_the_same_requests(api: str) -> None:
    first, second = trace(api)[1], trace(api)[1]
    assert len(first.lines) > 100
    assert first.lines == second.lines


def test_an_endpoint_that_is_not_our_own_mock_is_not_held_to_its_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fleetmock_tooling.fuzz.checks.follow._PAUSE", 0)
    assert probe("applivery-aosp", own=False) == []


class Everything(Observer):
    def __init__(self) -> None:
        self.seen: list[Sent] = []

    def answered(self, sent: Sent, answer: Answer) -> None:  # noqa: ARG002 - the interface's
        self.seen.append(sent)


def test_the_live_profile_sends_nothing_that_is_no_valid_read() -> None:
    with faulty("msgraph") as base_url:
        wire = Wire(Routes(fleetmock_contracts.load("msgraph"), base_url))
        suite, everything = Suite(context("msgraph", base_url, LIVE, own=False)), Everything()
        wire.watch(suite)
        wire.watch(everything)
        with wire.entered():
            findings = list(suite.probes())
    assert [each.key for each in findings] == []
    assert everything.seen
    assert {each.request.method for each in everything.seen} == {"GET"}
    assert all(each.request.header("authorization") == "Bearer fleetmock" for each in everything.seen)
    near = [each for each in everything.seen if each.probe == "near-miss-ids"]
    assert len(near) <= 3 * 15
    assert len(everything.seen) <= 150


def test_what_may_not_be_sent_is_not_sent_and_is_no_finding() -> None:
    asked: list[str] = []

    def may(method: str, _url: str) -> bool:
        asked.append(method)
        return method == "GET"

    with faulty("applivery-apple") as base_url:
        wire = Wire(Routes(fleetmock_contracts.load("applivery-apple"), base_url))
        suite, everything = Suite(context("applivery-apple", base_url, may=may)), Everything()
        wire.watch(suite)
        wire.watch(everything)
        with wire.entered():
            findings = list(suite.probes())
    assert "POST" in asked
    assert {each.request.method for each in everything.seen} == {"GET"}
    assert [each.key for each in findings] == []


def test_findings_come_one_by_one() -> None:
    """Whoever asks for the first one does not wait for the rest."""
    with faulty("msgraph") as base_url:
        wire = Wire(Routes(fleetmock_contracts.load("msgraph"), base_url))
        broken = [CHECKS["auth-matrix"], CHECKS["odd-input"]]
        suite, everything = Suite(context("msgraph", base_url, token="unknown"), broken), Everything()
        wire.watch(everything)
        wire.watch(suite)
        with wire.entered():
            first = list(islice(suite.probes(), 1))
    assert len(first) == 1
    assert {each.probe for each in everything.seen} == {"auth-matrix"}
