from typing import Any

import pytest
from asked import AOSP, APPLE, COMMANDS, LAUNCH, Asked
from hypothesis import given, settings
from hypothesis import strategies as st

import fleetmock_contracts
from fleetmock.apis.registry import APIS
from fleetmock.coverage import coverage as module
from fleetmock.coverage.coverage import Coverage
from fleetmock.coverage.model import Model
from fleetmock.coverage.report import report

MODEL = Model(
    {api: fleetmock_contracts.load(api) for api in fleetmock_contracts.APIS},
    {name: api.vendor.errors for name, api in APIS.items()},
)
COMMAND = MODEL.apis["applivery-apple"].cycles["CommandStatus"]
STATES = [state for (state,) in COMMAND.states]


@pytest.fixture(scope="module")
def once() -> Asked:
    return Asked()


@pytest.fixture
def asked(once: Asked) -> Asked:
    once.app.namespaces.reset("default")
    return once


def of(asked: Asked, api: str) -> Any:
    return next(each for each in report(asked.coverage, "x")["apis"] if each["api"] == api)


def operation(asked: Asked, api: str, name: str) -> dict[int, int]:
    """How often each status was met that was."""
    found = next(each for each in of(asked, api)["operations"] if each["operationId"] == name)
    return {each["status"]: each["met"] for each in found["statuses"] if each["met"]}


def values(asked: Asked, api: str, where: str) -> dict[Any, int]:
    found = next(each for each in of(asked, api)["enumValues"] if each["property"] == where)
    return {each["value"]: each["met"] for each in found["values"] if each["met"]}


def codes(asked: Asked, api: str) -> dict[Any, int]:
    return {(each["status"], each["code"]): each["met"] for each in of(asked, api)["errorCodes"] if each["met"]}


def steps(asked: Asked, api: str, which: str = "transitions") -> dict[tuple[str, str], int]:
    return {
        ("|".join(each["from"]), "|".join(each["to"])): each["met"] for each in of(asked, api)[which] if each["met"]
    }


def follow(asked: Asked, path: str, *seconds: float) -> None:
    """Look at the command each so many seconds after the look before."""
    for each in seconds:
        asked.clock.advance(each)
        assert asked("GET", path).status_code == 200


def launched(asked: Asked, **headers: str) -> str:
    return f"{COMMANDS}/{asked('POST', COMMANDS, json=LAUNCH, headers=headers).json()['id']}"


def test_operations_and_their_statuses(asked: Asked) -> None:
    asked("GET", "/beta/me/devices")
    asked("GET", "/beta/me/devices")
    asked("GET", "/beta/me/devices", headers={"authorization": ""})
    assert operation(asked, "msgraph", "listDevices") == {200: 2, 401: 1}
    assert operation(asked, "msgraph", "listCommands") == {}
    assert operation(asked, "applivery-aosp", "listDevices") == {}
    assert asked.coverage.requests == 3


def test_error_codes(asked: Asked) -> None:
    asked("GET", f"{COMMANDS}/nope")
    asked("GET", "/beta/nowhere")
    asked("DELETE", "/beta/me/devices")
    asked("GET", "/nowhere")
    asked("POST", APPLE, json={})
    assert codes(asked, "msgraph") == {(404, "itemNotFound"): 1, (404, "ResourceNotFound"): 1, (405, "notAllowed"): 1}
    assert codes(asked, "applivery-apple") == {(400, 5209): 1}
    assert codes(asked, "applivery-aosp") == {}


def test_values_of_enums(asked: Asked) -> None:
    asked("GET", COMMANDS)
    assert values(asked, "msgraph", "Command.status") == {"completed": 2}
    asked("GET", AOSP)
    assert values(asked, "applivery-aosp", "AosCommand.command") == {"REBOOT": 1, "LOCK": 1}


def test_a_life_that_is_watched_closely(asked: Asked) -> None:
    path = launched(asked)
    follow(asked, path, *[0.1] * 30)
    assert steps(asked, "msgraph") == {
        ("requesting", "sentToTarget"): 1,
        ("sentToTarget", "executing"): 1,
        ("executing", "completed"): 1,
    }
    assert steps(asked, "msgraph", "skips") == {}


def test_what_lies_between_two_looks_was_not_seen(asked: Asked) -> None:
    path = launched(asked)
    follow(asked, path, 60, 60)
    assert steps(asked, "msgraph") == {}
    assert steps(asked, "msgraph", "skips") == {("requesting", "completed"): 1}


def test_commands_are_told_apart(asked: Asked) -> None:
    asked.clock.advance(1)
    launched(asked)
    asked.clock.advance(60)
    launched(asked)
    assert steps(asked, "msgraph") == {}
    assert steps(asked, "msgraph", "skips") == {}


def test_a_list_shows_commands_too(asked: Asked) -> None:
    launched(asked)
    for _ in range(30):
        asked.clock.advance(0.1)
        asked("GET", COMMANDS)
    assert ("executing", "completed") in steps(asked, "msgraph")


def test_a_transition_back_to_the_same_state_shows_in_what_it_writes(asked: Asked) -> None:
    command = asked("POST", APPLE, json={"RequestType": "DeviceLock"}).json()["data"]
    follow(asked, f"{APPLE}/{command['id']}", 0, *[0.1] * 30)
    assert steps(asked, "applivery-apple") == {
        ("Pending", "Pending"): 1,
        ("Pending", "Awaiting"): 1,
        ("Awaiting", "Acknowledged"): 1,
    }


def test_the_state_of_a_push_shows_in_its_properties(asked: Asked) -> None:
    command = asked("POST", AOSP, json={"command": "REBOOT"}).json()["data"]
    follow(asked, f"{AOSP}/{command['id'].upper()}/push-status", 0, 60, 3 * 86400)
    assert steps(asked, "applivery-aosp") == {("queued", "delivered|expired"): 1, ("delivered|expired", "purged"): 1}


@pytest.mark.parametrize("variant", ["casing=pascal", "envelope=value", "nulls=string", "casing=pascal envelope=value"])
def test_a_variant_does_not_hide_what_is_met(asked: Asked, variant: str) -> None:
    prefer = {"prefer": f'variant="{variant}"'}
    path = launched(asked, **prefer) if "pascal" not in variant else launched(asked)
    for _ in range(30):
        asked.clock.advance(0.1)
        asked("GET", path, headers=prefer)
    assert len(steps(asked, "msgraph")) == 3
    assert "executing" in values(asked, "msgraph", "Command.status")


def test_a_variant_with_another_status_is_the_documented_one(asked: Asked) -> None:
    path = launched(asked)
    answer = asked("GET", f"{path}/responsePayload", headers={"prefer": 'variant="payload-absent=204"'})
    assert answer.status_code == 204
    assert operation(asked, "msgraph", "getResponsePayload") == {404: 1}


def test_a_snapshot_that_is_restored_is_no_step_of_a_life() -> None:
    coverage = Coverage(MODEL)
    coverage.look(COMMAND, "1", {"status": "Acknowledged"})
    coverage.look(COMMAND, "1", {"status": "Pending"})
    assert (sum(coverage.counts), coverage.skips) == (0, {})
    coverage.look(COMMAND, "1", {"status": "Awaiting"})
    assert sum(coverage.counts) == 1


def test_what_the_mock_breaks_itself_covers_nothing(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(asked.namespace.fleet.store), "count", lambda *_: "many")
    assert asked("GET", COMMANDS).status_code == 500
    assert operation(asked, "msgraph", "listCommands") == {}
    assert codes(asked, "msgraph") == {}


def test_the_last_looks_of_very_many_commands_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMANDS", 2)
    coverage = Coverage(MODEL)
    for command in ("1", "2", "3"):
        coverage.look(COMMAND, command, {"status": "Pending"})
    for command in ("3", "1"):
        coverage.look(COMMAND, command, {"status": "Awaiting"})
    assert len(coverage._seen) == 2
    assert sum(coverage.counts) == 1


def test_clearing_forgets_everything(asked: Asked) -> None:
    path = launched(asked)
    asked.coverage.clear()
    follow(asked, path, 60)
    assert steps(asked, "msgraph", "skips") == {}
    assert asked.coverage.requests == 1


@settings(max_examples=200, deadline=None)
@given(looks=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(STATES)), max_size=30))
def test_a_transition_is_met_by_two_looks_at_one_command(looks: list[tuple[str, str]]) -> None:
    """Against the definition, written the long way."""
    coverage, expected, before = Coverage(MODEL), dict[tuple[str, str], int](), dict[str, str]()
    for command, state in looks:
        coverage.look(COMMAND, command, {"status": state})
        pair = (before.get(command, state), state)
        before[command] = state
        if pair[0] != pair[1]:
            expected[pair] = expected.get(pair, 0) + 1
    edges = MODEL.edges[COMMAND]
    met = {
        (STATES[source], STATES[target]): coverage.counts[number]
        for (source, target), number in edges.items()
        if coverage.counts[number]
    }
    legal = {(STATES[edge.source], STATES[edge.target]) for edge in COMMAND.edges}
    assert met == {pair: count for pair, count in expected.items() if pair in legal}
    skipped = {(STATES[source], STATES[target]) for _, source, target in coverage.skips}
    assert skipped <= set(expected) - legal
