from typing import Any

import pytest

import fleetmock_contracts
from fleetmock.coverage.cycle import Cycle
from fleetmock.fleet.lifecycle import Lifecycle


def cycle_of(api: str, schema: str) -> Cycle:
    document = fleetmock_contracts.load(api)
    found = document["components"]["schemas"][schema]
    return Cycle(schema, Lifecycle(found["x-lifecycle"]), found.get("properties", {}))


APPLE = cycle_of("applivery-apple", "CommandStatus")
AOSP = cycle_of("applivery-aosp", "PushStatus")


def made(*transitions: tuple[str, str, dict[str, Any]], properties: tuple[str, ...] = ("seen", "when")) -> Cycle:
    """Without a field; each transition is (from, to, what it sets), the first state is the initial one."""
    names = list(dict.fromkeys(name for source, target, _ in transitions for name in (source, target)))
    states = {name: {"initial": True} if name == names[0] else {} for name in names}
    edges = [
        {"trigger": f"{source}-{target}", "from": [source], "to": target, "set": writes}
        for source, target, writes in transitions
    ]
    return Cycle("Thing", Lifecycle({"states": states, "transitions": edges}), dict.fromkeys(properties))


def test_a_field_tells_every_state_from_every_other() -> None:
    assert APPLE.states[0] == ("Pending",)
    assert [APPLE.number({"status": state}) for (state,) in APPLE.states] == list(range(9))
    assert APPLE.number({"status": "Unheard"}) is None
    assert APPLE.number({}) is None
    assert APPLE.number({"status": []}) is None


def test_every_transition_is_an_edge_from_each_of_its_states() -> None:
    edges = {(*APPLE.states[edge.source], *APPLE.states[edge.target]): edge.triggers for edge in APPLE.edges}
    assert edges["Pending", "Awaiting"] == ("fetch",)
    assert edges["Tried", "Awaiting"] == ("fetch",)
    assert edges["Pending", "Pending"] == ("push",)
    assert ("Awaiting", "Cancel") not in edges
    assert len(edges) == len(APPLE.edges) == 15


def test_what_a_transition_back_writes_marks_it() -> None:
    assert APPLE.marks[0] == ("sentAt", "updatedAt")
    assert set(list(APPLE.marks.values())[1:]) == {()}


def test_states_that_look_the_same_are_one() -> None:
    assert AOSP.states == (("queued",), ("delivered", "expired"), ("purged",))
    assert [(edge.source, edge.target, edge.triggers) for edge in AOSP.edges] == [
        (0, 1, ("deliver", "expire")),
        (1, 2, ("purge",)),
    ]


@pytest.mark.parametrize(
    ("entity", "number"),
    [
        ({"delivered": False, "pendingDevices": 1, "expiresAt": "x", "sentAt": "y"}, 0),
        ({"delivered": True, "pendingDevices": 0, "expiresAt": "x", "sentAt": "y"}, 1),
        ({"delivered": True}, 2),
    ],
)
def test_the_state_of_a_push_shows_in_four_properties(entity: dict[str, Any], number: int) -> None:
    assert AOSP.number(entity) == number


def test_a_value_of_the_moment_shows_by_being_there() -> None:
    cycle = made(("new", "old", {"when": {"now": True}}))
    assert cycle.states == (("new",), ("old",))
    assert [cycle.number(each) for each in ({}, {"when": "2026"})] == [0, 1]


def test_what_the_answer_does_not_show_tells_nothing_apart() -> None:
    cycle = made(("new", "old", {"hidden": 1}), ("old", "older", {"seen": 1}))
    assert cycle.states == (("new", "old"), ("older",))


def test_what_was_written_before_is_part_of_the_look() -> None:
    cycle = made(("a", "b", {"seen": 1}), ("b", "c", {"when": 2}), ("c", "d", {"seen": {"remove": True}}))
    assert cycle.states == (("a",), ("b",), ("c",), ("d",))
    looks = [{}, {"seen": 1}, {"seen": 1, "when": 2}, {"when": 2}]
    assert [cycle.number(each) for each in looks] == [0, 1, 2, 3]


def test_ways_are_followed_over_any_number_of_states() -> None:
    pending, awaiting, acknowledged = (APPLE.states.index((each,)) for each in ("Pending", "Awaiting", "Acknowledged"))
    assert APPLE.leads(pending, acknowledged)
    assert APPLE.leads(pending, pending)
    assert not APPLE.leads(awaiting, pending)
    assert not APPLE.leads(acknowledged, awaiting)


def test_a_life_cycle_with_very_many_ways_ends() -> None:
    counting = [(str(n), str(n + 1), {"seen": n}) for n in range(3000)]
    assert made(*counting[:50]).number({"seen": 7}) == 8
