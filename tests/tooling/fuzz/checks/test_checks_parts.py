"""The parts that the checks stand on: pointers, order, life-cycles, the contract."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fleetmock_contracts
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.expectation import expected
from fleetmock_tooling.fuzz.checks.machine import Machine
from fleetmock_tooling.fuzz.checks.nearby import malformed, near_misses, unknown
from fleetmock_tooling.fuzz.checks.order import NoOrder, rank
from fleetmock_tooling.fuzz.checks.pointer import MISSING, Expression, find, find_all, same
from fleetmock_tooling.fuzz.checks.step import step
from fleetmock_tooling.fuzz.curl import Request

BASE = "http://127.0.0.1:1/beta"


@pytest.fixture(scope="module")
def graph() -> Contract:
    return Contract(fleetmock_contracts.load("msgraph"), BASE)


@pytest.fixture(scope="module")
def apple() -> Contract:
    return Contract(fleetmock_contracts.load("applivery-apple"), BASE)


def test_a_pointer_finds_what_is_there() -> None:
    body = {"a/b": [{"~": 1}, {"~": None}]}
    assert find(body, "/a~1b/1/~0") is None
    assert find(body, "/a~1b/2") is MISSING
    assert find(body, "") is body
    assert list(find_all(body, "/a~1b/*/~0")) == [("/a~1b/0/~0", 1), ("/a~1b/1/~0", None)]


@pytest.mark.parametrize("text", ["$url", "$request.header.x", "request.path.x", "$response.body.x"])
def test_an_expression_that_is_not_understood_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        Expression(text)


def test_an_expression_is_looked_up_in_the_step(graph: Contract) -> None:
    request = Request("GET", f"{BASE}/me/devices/d%2F1/commands?$top=2", {}, None)
    seen = step(graph, 1, request, 200, {"X-Y": "z"}, b'{"value": [{"id": "7"}]}')
    assert seen.label == "GET /me/devices/{device-id}/commands"
    expected_values: dict[str, Any] = {
        "$request.path.device-id": "d/1",
        "$request.query.$top": "2",
        "$response.body#/value/0/id": "7",
        "$response.header.x-y": "z",
        "$request.body": MISSING,
    }
    for text, value in expected_values.items():
        assert seen.evaluate(Expression(text)) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(deadline=None)  # the machine may be busy
@given(JSON)
def test_every_value_is_the_same_as_itself(value: Any) -> None:
    assert same(value, value)


@pytest.mark.parametrize(("left", "right"), [(1, True), (0, False), (None, 0), ("1", 1), ([1], [1, 2]), ({}, [])])
def test_values_of_different_kinds_are_not_the_same(left: Any, right: Any) -> None:
    assert not same(left, right)
    assert not same(right, left)


def test_numbers_are_the_same_as_json_has_them() -> None:
    assert same(1, 1.0)
    assert same(2**70, float(2**70))
    assert same(10**400, 10**400)
    assert not same(2**53, 2**53 + 1)


def test_times_and_numbers_have_an_order() -> None:
    texts = ["2026-02-10T12:00:00Z", "2026-02-10T13:00:01+01:00", "2026-02-10T12:00:01.5Z", "2026-02-10T12:00:02"]
    assert sorted(texts, key=rank) == texts
    assert rank("1700000000") == 1_700_000_000
    assert [rank(flag) for flag in (False, True)] == [0, 1]
    values: tuple[object, ...] = ("soon", None, [], {})
    for value in values:
        with pytest.raises(NoOrder):
            rank(value)


def test_a_machine_sees_states_and_where_they_lead(graph: Contract) -> None:
    machine = graph.machine("CommandStatus")
    assert machine is not None
    assert machine.initial == frozenset({"requesting"})
    assert machine.seen({"status": "executing"}, {}) == frozenset({"executing"})
    assert machine.seen({"status": "unheard"}, {}) == frozenset()
    assert machine.seen({}, {}) is None
    assert machine.reachable(frozenset({"cancel"})) == frozenset({"cancel", "cancelling", "canceled", "error"})
    assert machine.reachable(frozenset({"completed"})) == frozenset({"completed"})


def test_a_state_that_no_single_property_shows_is_seen_by_all_of_them() -> None:
    contract = Contract(fleetmock_contracts.load("applivery-aosp"), BASE)
    machine = contract.machine("PushStatus")
    assert machine is not None
    push, command = (contract.schema(name)["properties"] for name in ("PushStatus", "AosCommand"))
    assert machine.seen({"delivered": False, "pendingDevices": 1}, push) == frozenset({"queued"})
    assert machine.seen({"delivered": True, "pendingDevices": 0}, push) == frozenset({"delivered", "expired"})
    assert machine.seen({"delivered": True}, push) == frozenset({"purged"})
    assert machine.seen({"delivered": True, "pendingDevices": 2}, push) == frozenset()
    assert machine.seen({"status": "DELIVERED"}, command) == frozenset({"delivered", "purged"})


def test_no_state_is_shared_with_the_mock() -> None:
    """The checks read the life-cycle anew: a mistake in the mock's reading must not be theirs."""
    assert not Machine.__module__.startswith("fleetmock.")


def test_a_literal_path_wins_over_a_parameter(graph: Contract) -> None:
    assert graph.match(f"{BASE}/me/devices/1/commands/2/responsePayload") == (
        "/me/devices/{device-id}/commands/{command-id}/responsePayload",
        {"device-id": "1", "command-id": "2"},
    )
    assert graph.match(f"{BASE}/me/devices/1/commands/2/other") is None
    assert graph.match(f"{BASE}/me/devices//commands") is None


def test_a_name_stands_for_the_id_that_the_spec_says(apple: Contract) -> None:
    assert apple.identity("targetId", "C39XK1ABCDEF") == "507f1f77bcf86cd799439014"
    assert apple.identity("targetId", "507f1f77bcf86cd799439014") == "507f1f77bcf86cd799439014"
    assert apple.identity("targetId", "NOBODY") is MISSING
    assert apple.identity("admCommandId", "whatever") == "whatever"


def test_conditions_are_read_from_the_responses(apple: Contract, graph: Contract) -> None:
    create = apple.by_id["createCommand"]
    assert str(expected(apple, create, "bad-token")) == "401 with /error/code 4004"
    assert str(expected(apple, None, "unknown-route")) == "404 with /error/code 1002"
    assert expected(graph, graph.by_id["listDevices"], "unknown-entity") is None


def test_without_conditions_the_status_is_all_that_is_known() -> None:
    document = fleetmock_contracts.load("msgraph")
    for response in document["components"]["responses"].values():
        response.pop("x-conditions", None)
    contract = Contract(document, BASE)
    assert str(expected(contract, contract.by_id["getCommand"], "unknown-entity")) == "404"
    assert expected(contract, contract.by_id["getCommand"], "body-too-large") is None


AOSP = Contract(fleetmock_contracts.load("applivery-aosp"), BASE)
HEX = st.text("0123456789abcdef", min_size=24, max_size=24)


@settings(deadline=None)
@given(HEX)
def test_near_misses_are_not_the_id(known: str) -> None:
    misses = dict(near_misses(known, case_matters=True))
    assert known not in misses.values()


@settings(deadline=None)
@given(HEX)
def test_unknown_and_malformed_ids_are_what_they_are_called(known: str) -> None:
    contract, schema = AOSP, AOSP.schema("ObjectId")
    nobody, broken = unknown(schema, known, contract), malformed(schema, known, contract)
    assert nobody is not None
    assert broken is not None
    assert nobody != known
    assert contract.allows(schema, nobody)
    assert not contract.allows(schema, broken)
