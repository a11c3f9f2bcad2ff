from typing import Any

import pytest

from fleetmock.fleet.lifecycle import Effect, IllegalStep, Lifecycle, Write

DOOR: dict[str, Any] = {
    "field": "position",
    "states": {
        "shut": {"initial": True, "description": "-"},
        "open": {"description": "-"},
        "gone": {"terminal": True, "description": "-"},
    },
    "transitions": [
        {
            "trigger": "push",
            "from": ["shut"],
            "to": "open",
            "set": {"n": {"add": 1}, "at": {"now": True}},
            "source": ["x"],
        },
        {"trigger": "push", "from": ["open"], "to": "shut", "source": ["x"]},
        {
            "trigger": "burn",
            "from": ["shut", "open"],
            "to": "gone",
            "set": {"why": {"outcome": "fire"}},
            "source": ["x"],
        },
    ],
}


def test_triggers_walk_from_the_initial_state() -> None:
    door = Lifecycle(DOOR)
    assert [each.target for each in door.walk(["push", "push", "push", "burn"])] == ["open", "shut", "open", "gone"]


def test_a_trigger_that_no_edge_has_is_illegal() -> None:
    with pytest.raises(IllegalStep, match=r"no transition 'push' leads out of state 'gone'$"):
        Lifecycle(DOOR).walk(["burn", "push"])
    with pytest.raises(IllegalStep, match=r"no transition 'pull' leads out of state 'shut'; there are burn, push$"):
        Lifecycle(DOOR).walk(["pull"])


@pytest.mark.parametrize(
    ("value", "effect", "argument"),
    [
        ("text", Effect.VALUE, "text"),
        (None, Effect.VALUE, None),
        (False, Effect.VALUE, False),
        ({"now": True}, Effect.NOW, True),
        ({"add": 2}, Effect.ADD, 2),
        ({"outcome": "x"}, Effect.OUTCOME, "x"),
        ({"remove": True}, Effect.REMOVE, True),
    ],
)
def test_writes_are_read_from_the_spec(value: object, effect: Effect, argument: object) -> None:
    assert Write.parse("f", value) == Write("f", effect, argument)


def test_a_route_is_the_shortest_walk() -> None:
    door = Lifecycle(DOOR)
    assert [each.trigger for each in door.route("open", "gone")] == ["burn"]
    assert [each.trigger for each in door.route("shut", "open")] == ["push"]
    assert door.route("gone", "gone") == ()
    with pytest.raises(IllegalStep, match="no walk leads from state 'gone' to 'open'"):
        door.route("gone", "open")
