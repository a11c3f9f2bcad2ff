from collections.abc import Iterator
from typing import Any

import pytest
import requests
from faulty import Exchange, context, faulty

import fleetmock_contracts
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.checks import CHECKS, Suite, explain, listing
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.wire import Refused, Sent, Wire

API = "msgraph"


def check(name: str, **parts: Any) -> Check:
    return Check(id=name, severity="low", summary="Made for a test.", explanation="No more.", **parts)


def run(checks: list[Check], *, gate: Any = None, after: Any = None, asks: Any = None) -> tuple[list[Finding], Any]:
    with faulty(API, after=after) as base_url:
        wire = Wire(Routes(fleetmock_contracts.load(API), base_url), gate)
        suite = Suite(context(API, base_url), checks)
        wire.watch(suite)
        with wire.entered():
            findings = [*suite.probes(), *suite.passive()]
            return findings, asks(suite) if asks else None


def ask_devices(prober: Prober) -> Iterator[Violation]:
    step = prober.ask(prober.contract.by_id["listDevices"])
    assert step is not None
    yield at(step, "seen", "Seen", "A list of devices was seen.")


def test_a_probe_that_fails_itself_is_a_finding_and_hides_nothing() -> None:
    def broken(_prober: Prober) -> Iterator[Violation]:
        yield from ()
        raise ZeroDivisionError("by zero")

    findings, _ = run([check("broken", probe=broken), check("fine", probe=ask_devices)])
    crash, fine = findings
    assert (crash.check, crash.outcome) == ("check-crashed", Outcome.INCONCLUSIVE)
    assert crash.rule == "broken:ZeroDivisionError:broken"
    assert "by zero" in crash.message
    assert (fine.check, fine.rule) == ("fine", "seen")


def test_a_judge_that_fails_itself_is_one_finding_and_hides_nothing() -> None:
    def broken(_history: History, _step: Step) -> Iterator[Violation]:
        yield from ()
        raise KeyError("x")

    def other(_history: History, step: Step) -> Iterator[Violation]:
        yield at(step, "other", "Other", "Other.")

    checks = [check("broken", judge=broken), check("other", judge=other), check("asks", probe=ask_devices)]
    findings, _ = run(checks)
    assert {each.check for each in findings} == {"check-crashed", "other", "asks"}
    assert len(findings) == 3


def test_a_finding_is_given_once() -> None:
    def twice(prober: Prober) -> Iterator[Violation]:
        yield from ask_devices(prober)
        yield from ask_devices(prober)

    findings, _ = run([check("twice", probe=twice)])
    assert len(findings) == 1
    assert findings[0].operation == "GET /me/devices"
    assert [each.method for each in findings[0].requests] == ["GET"]


def test_what_the_guard_holds_back_is_no_finding() -> None:
    class Gate:
        def admit(self, _sent: Sent) -> None:
            raise Refused("held back")

        def allows(self, _request: object) -> bool:
            return True

    findings, _ = run(list(CHECKS.values()), gate=Gate())
    assert findings == []


def test_no_answer_is_a_finding() -> None:
    suite = Suite(context(API, "http://127.0.0.1:9/beta"))
    request = requests.Request("GET", "http://127.0.0.1:9/beta/me/devices").prepare()
    sent = Sent(1, request, 0.0, "GET /me/devices", None, "odd-input")  # type: ignore[arg-type]
    suite.unanswered(sent, requests.ConnectionError("reset"))
    (finding,) = suite.passive()
    assert (finding.check, finding.rule, finding.operation) == ("odd-input", "no-answer", "GET /me/devices")


def test_a_probe_can_be_asked_whether_it_still_finds_it() -> None:
    broken = [True]

    def empty(exchange: Exchange) -> None:
        if broken[0] and exchange.status == 201:
            exchange.answer["location"] = "http://127.0.0.1:9/"

    def ask_twice(suite: Suite) -> list[bool | None]:
        (finding,) = known
        first = suite.still_fails(finding)
        broken[0] = False
        return [first, suite.still_fails(finding)]

    known: list[Finding] = []
    with faulty(API, after=empty) as base_url:
        wire = Wire(Routes(fleetmock_contracts.load(API), base_url))
        suite = Suite(context(API, base_url), [CHECKS["location"]])
        wire.watch(suite)
        with wire.entered():
            known += suite.probes()
            assert ask_twice(suite) == [True, False]


def test_what_was_seen_in_passing_cannot_be_asked_again() -> None:
    suite = Suite(context(API, "http://127.0.0.1:9/beta"))
    assert suite.still_fails(Finding("GET /me/devices", "legal-states", "", "")) is None
    assert suite.still_fails(Finding("GET /me/devices", "not_a_server_error", "", "")) is None


def test_the_listing_has_every_check_with_its_severity() -> None:
    lines = listing().splitlines()
    assert len(lines) == len(CHECKS) + 1
    for name, each in CHECKS.items():
        assert any(line.startswith(f"{name} ") and each.severity in line and each.summary in line for line in lines)


@pytest.mark.parametrize("name", [*CHECKS, "check-crashed"])
def test_every_check_can_be_explained(name: str) -> None:
    text = explain(name)
    assert text.startswith(name)
    assert len(text.splitlines()) > 4
    assert all(len(line) <= 125 for line in text.splitlines()[2:])


def test_an_unknown_check_is_told() -> None:
    with pytest.raises(CannotRun, match="there is no check nonesuch; `fleetmock fuzz --list-checks`"):
        explain("nonesuch")


def test_ids_are_kebab_case_and_names_of_files_are_not_shared() -> None:
    assert all(name == each.id and name.replace("-", "").isalpha() and name.islower() for name, each in CHECKS.items())
    assert all(each.judge or each.probe for each in CHECKS.values())
