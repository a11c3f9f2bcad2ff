import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import fleetmock_contracts
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.step import step
from fleetmock_tooling.fuzz.coverage.coverage import Coverage, share
from fleetmock_tooling.fuzz.curl import Request

BASE = "http://127.0.0.1/v1"
COMMANDS = f"{BASE}/devices/d1/commands"

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Small", "version": "1"},
    "paths": {
        "/devices/{device}/commands": {
            "parameters": [{"name": "device", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "listCommands",
                "responses": {
                    "200": {
                        "description": "Some.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {
                                        "value": {"type": "array", "items": {"$ref": "#/components/schemas/Command"}}
                                    },
                                }
                            }
                        },
                    },
                    "4XX": {"description": "No."},
                },
            },
        }
    },
    "components": {
        "schemas": {
            "Command": {
                "type": "object",
                "x-record": {"resource": "command", "named-by": "id", "lifecycle": "State"},
                "properties": {
                    "id": {"type": "string"},
                    "state": {"$ref": "#/components/schemas/State"},
                    "kind": {"oneOf": [{"type": "integer", "enum": [1, 2]}, {"type": "string", "enum": ["one"]}]},
                    "next": {"$ref": "#/components/schemas/Command"},
                    "note": {"type": "string"},
                },
            },
            "State": {
                "type": "string",
                "enum": ["new", "sent", "done", "lost"],
                "x-lifecycle": {
                    "field": "state",
                    "states": {
                        "new": {"initial": True},
                        "sent": {},
                        "done": {"terminal": True},
                        "lost": {"terminal": True},
                    },
                    "transitions": [
                        {"trigger": "send", "from": ["new"], "to": "sent"},
                        {"trigger": "resend", "from": ["new", "sent"], "to": "sent"},
                        {"trigger": "finish", "from": ["sent"], "to": "done"},
                        {"trigger": "lose", "from": ["new", "sent"], "to": "lost"},
                    ],
                },
            },
        }
    },
}


class Seen:
    """Answers to one operation, one after the other."""

    def __init__(self, document: dict[str, Any] = DOCUMENT) -> None:
        self.contract = Contract(document, BASE)
        self.history = History(self.contract)
        self.coverage = Coverage(self.contract)

    def answer(self, body: Any, status: int = 200, url: str = COMMANDS) -> None:
        raw = json.dumps(body).encode()
        met = step(self.contract, 1, Request("GET", url, {}, None), status, {}, raw)
        self.coverage.meet(self.history, met)
        self.history.take(met)

    def states(self, *states: str) -> None:
        for each in states:
            self.answer({"value": [{"id": "c1", "state": each}]})

    @property
    def record(self) -> dict[str, Any]:
        return self.coverage.record()

    def steps(self) -> dict[tuple[str, str], int]:
        return {(each["from"], each["to"]): each["met"] for each in self.record["transitions"]}


def test_nothing_was_seen_at_first() -> None:
    record = Seen().record
    assert {kind: (each["met"], each["total"]) for kind, each in record["totals"].items()} == {
        "operations": (0, 1),
        "statuses": (0, 2),
        # One alternative of `kind` has but one value.
        "enumValues": (0, 6),
        "properties": (0, 6),
        "transitions": (0, 4),
    }


def test_statuses_are_counted_and_those_that_are_not_documented_apart() -> None:
    seen = Seen()
    for status in (200, 404, 409, 500):
        seen.answer({}, status)
    (operation,) = seen.record["operations"]
    assert operation["statuses"] == [{"status": "200", "met": 1}, {"status": "4XX", "met": 2}]
    assert operation["undocumented"] == [{"status": "500", "met": 1}]


def test_what_is_no_operation_is_not_counted() -> None:
    seen = Seen()
    seen.answer({"value": []}, url=f"{BASE}/elsewhere")
    assert seen.record["totals"]["operations"]["met"] == 0


def test_properties_and_values_are_named_by_the_schema_that_has_them() -> None:
    seen = Seen()
    seen.answer({"value": [{"id": "c1", "kind": 1, "next": {"id": "c2", "kind": True}}, {"kind": "one"}]})
    met = {each["property"]: each["met"] for each in seen.record["properties"]}
    assert met == {
        "GET /devices/{device}/commands 200.value": 1,
        "Command.id": 2,
        "Command.state": 0,
        "Command.kind": 3,
        "Command.next": 1,
        "Command.note": 0,
    }
    kinds = next(each["values"] for each in seen.record["enumValues"] if each["property"] == "Command.kind")
    # True is not 1.
    assert kinds == [{"value": 1, "met": 1}, {"value": 2, "met": 0}]


def test_a_step_is_two_looks_at_one_thing() -> None:
    seen = Seen()
    seen.states("new", "new", "sent", "done")
    assert seen.steps() == {("new", "sent"): 1, ("sent", "done"): 1, ("new", "lost"): 0, ("sent", "lost"): 0}
    assert next(each["triggers"] for each in seen.record["transitions"] if each["to"] == "sent") == ["send", "resend"]
    assert seen.record["skips"] == []


def test_a_state_that_was_not_seen_makes_a_skip() -> None:
    seen = Seen()
    seen.states("new", "done")
    assert set(seen.steps().values()) == {0}
    assert seen.record["skips"] == [{"lifecycle": "State", "from": ["new"], "to": ["done"], "met": 1}]


def test_what_cannot_be_is_neither() -> None:
    seen = Seen()
    seen.states("done", "new", "nonsense", "lost")
    assert seen.steps()["new", "lost"] == 1
    assert seen.record["skips"] == []


def test_two_things_make_no_step() -> None:
    seen = Seen()
    seen.answer({"value": [{"id": "c1", "state": "new"}, {"id": "c2", "state": "sent"}]})
    assert set(seen.steps().values()) == {0}


def test_all_is_only_all_when_nothing_is_missing() -> None:
    assert share([{"met": 1}] * 9999 + [{"met": 0}])["percent"] == 99.9
    assert share([{"met": 3}])["percent"] == 100.0
    assert share([])["percent"] == 100.0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["new", "sent", "done", "c1"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "id", "state", "kind", "next"]), inner)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.lists(st.tuples(JSON, st.sampled_from([200, 404, 500])), max_size=5))
def test_no_answer_is_too_strange(answers: list[tuple[Any, int]]) -> None:
    seen = Seen()
    for body, status in answers:
        seen.answer(body, status)
    (operation,) = seen.record["operations"]
    assert operation["met"] + sum(each["met"] for each in operation["undocumented"]) == len(answers)


def test_every_api_has_something_of_every_kind() -> None:
    for api in fleetmock_contracts.APIS:
        totals = Seen(fleetmock_contracts.load(api)).record["totals"]
        assert all(each["total"] for kind, each in totals.items() if api != "control" or kind != "transitions")
