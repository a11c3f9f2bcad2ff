from copy import deepcopy
from typing import Any

import pytest

from fleetmock_tooling.generate.source import Pointer
from fleetmock_tooling.validate.lifecycle import check_lifecycle
from fleetmock_tooling.validate.vocabulary import Vocabulary

WORDS = Vocabulary({}, frozenset({"docs"}), frozenset({"ours"}))
GOOD: dict[str, Any] = {
    "enum": ["new", "used", "gone"],
    "x-lifecycle": {
        "states": {"new": {"initial": True}, "used": {}, "gone": {"terminal": True}},
        "transitions": [
            {"trigger": "take", "from": ["new"], "to": "used", "source": ["docs"]},
            {"trigger": "use", "from": ["used"], "to": "used", "source": ["decision:ours"]},
            {"trigger": "drop", "from": ["new", "used"], "to": "gone", "source": ["docs"]},
        ],
    },
}


def complaints(*changes: tuple[Pointer, Any]) -> dict[Pointer, str]:
    schema = deepcopy(GOOD)
    for pointer, value in changes:
        inside: Any = schema
        for part in pointer[:-1]:
            inside = inside[part]
        inside[pointer[-1]] = value
    return dict(check_lifecycle(schema, WORDS))


def test_a_good_one_has_nothing_to_complain_about() -> None:
    assert complaints() == {}


def test_a_schema_without_an_enum_has_any_states() -> None:
    assert complaints((("enum",), None)) == {}


STATES: Pointer = ("x-lifecycle", "states")
EDGES: Pointer = ("x-lifecycle", "transitions")


@pytest.mark.parametrize(
    ("pointer", "value", "expected"),
    [
        (("enum",), ["new", "used"], {("states", "gone"): "the state 'gone' is not in the schema's enum"}),
        (("enum",), ["new", "used", "gone", "lost"], {("states",): "the enum's value 'lost' is not a state"}),
        (
            (*STATES, "new"),
            {},
            {
                ("states",): "no state is initial",
                ("states", "new"): "the state 'new' cannot be reached from an initial one",
                ("states", "used"): "the state 'used' cannot be reached from an initial one",
                ("states", "gone"): "the state 'gone' cannot be reached from an initial one",
            },
        ),
        (
            (*STATES, "used"),
            {"terminal": True},
            {
                ("transitions", 1, "from", 0): "the terminal state 'used' has a way out",
                ("transitions", 2, "from", 1): "the terminal state 'used' has a way out",
            },
        ),
        ((*EDGES, 0, "to"), "lost", {("transitions", 0, "to"): "there is no state 'lost'"}),
        ((*EDGES, 0, "from"), ["new", "lost"], {("transitions", 0, "from", 1): "there is no state 'lost'"}),
        (
            (*EDGES, 0, "trigger"),
            "drop",
            {("transitions", 2, "from", 0): "'drop' leads from 'new' to two states"},
        ),
        (
            (*EDGES, 2, "from"),
            ["new"],
            {("states", "used"): "the state 'used' is not terminal and has no way out"},
        ),
        (
            (*EDGES, 0, "from"),
            ["used"],
            {("states", "used"): "the state 'used' cannot be reached from an initial one"},
        ),
        (
            (*EDGES, 1, "source"),
            ["docs", "decision:theirs", "gossip"],
            {
                ("transitions", 1, "source", 1): "'decision:theirs' is not the id of an entry of divergences.yaml",
                ("transitions", 1, "source", 2): "'gossip' is not a name of sources.yaml",
            },
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(pointer: Pointer, value: Any, expected: dict[Pointer, str]) -> None:
    found = complaints((pointer, value))
    assert {place: found.get(place) for place in expected} == expected
