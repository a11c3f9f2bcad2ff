from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.packing import pack, unpack
from fleetmock.fleet.timeline import Command, Step


def doors(*triggers: str) -> Lifecycle:
    """Each trigger leads from open to shut and back."""
    edges: list[Any] = [{"trigger": each, "from": ["open", "shut"], "to": "shut"} for each in triggers]
    return Lifecycle({"field": "state", "states": {"open": {"initial": True}, "shut": {}}, "transitions": edges})


DOOR = doors("close", "slam")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
JSON = st.recursive(
    SCALARS | TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=9
)
RECORDS = st.dictionaries(TEXTS, JSON, max_size=4)
MOMENTS = st.floats(0, 4e9)
STEPS = st.builds(Step, MOMENTS, st.sampled_from(DOOR.transitions), RECORDS)
COMMANDS = st.builds(
    Command,
    TEXTS,
    TEXTS,
    MOMENTS,
    RECORDS,
    st.just(DOOR),
    st.lists(STEPS, max_size=4).map(tuple),
    RECORDS,
    TEXTS,
    MOMENTS,
    st.none() | TEXTS,
)


@given(COMMANDS)
def test_a_command_is_unpacked_as_it_was_packed(command: Command) -> None:
    assert unpack(pack(command), command.owner, command.id, DOOR) == command


def closing(number: int) -> bytes:
    plan = (Step(1.5, DOOR.transitions[0]),)
    return pack(Command(f"c{number}", "hall", float(number), {"n": number}, DOOR, plan, {}))


def test_commands_with_equal_plans_share_one() -> None:
    first, second = (unpack(closing(number), "hall", f"c{number}", DOOR) for number in (1, 2))
    assert first.plan is second.plan
    assert first.plan[0].transition is DOOR.transitions[0]


def test_a_plan_is_that_of_its_own_life_cycle() -> None:
    assert unpack(closing(1), "hall", "c1", DOOR).lifecycle is DOOR
    other = doors("close")
    assert unpack(closing(1), "hall", "c1", other).plan[0].transition is other.transitions[0]
    with pytest.raises(IllegalStep, match="'close'"):
        unpack(closing(1), "hall", "c1", doors("slam"))
