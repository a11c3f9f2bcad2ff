from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fleetmock.fleet.clock import rfc3339
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.timeline import Command, Step

LIFT: dict[str, Any] = {
    "field": "status",
    "states": {
        "called": {"initial": True, "description": "-"},
        "moving": {"description": "-"},
        "there": {"terminal": True, "description": "-"},
        "stopped": {"terminal": True, "description": "-"},
    },
    "transitions": [
        {
            "trigger": "start",
            "from": ["called"],
            "to": "moving",
            "set": {"tries": {"add": 1}, "startedAt": {"now": True}, "note": {"remove": True}},
            "source": ["x"],
        },
        {
            "trigger": "arrive",
            "from": ["moving"],
            "to": "there",
            "set": {"floor": {"outcome": "floor"}},
            "source": ["x"],
        },
        {"trigger": "stop", "from": ["called", "moving"], "to": "stopped", "set": {"why": "button"}, "source": ["x"]},
    ],
}


def ride(created: float = 1000.0, gaps: tuple[float, float] = (5.0, 7.0), **outcomes: Any) -> Command:
    lifecycle = Lifecycle(LIFT)
    start, arrive = lifecycle.walk(["start", "arrive"])
    plan = (Step(gaps[0], start), Step(sum(gaps), arrive))
    return Command("id", "lift", created, {"tries": 0, "note": "n", "status": None}, lifecycle, plan, outcomes)


def test_reading_folds_the_timeline_up_to_now() -> None:
    command = ride(floor=3)
    assert command.record(1000.0) == {"tries": 0, "note": "n", "status": "called"}
    assert command.record(1005.0) == {"tries": 1, "status": "moving", "startedAt": rfc3339(1005)}
    assert command.record(2000.0)["floor"] == 3
    assert [command.state(now) for now in (999.0, 1004.9, 1005.0, 1012.0)] == ["called", "called", "moving", "there"]


def test_reading_changes_nothing() -> None:
    command = ride(floor=3)
    assert command.record(9999.0) == command.record(9999.0)
    assert command.record(1000.0)["tries"] == 0


def test_an_outcome_that_nobody_brought_leaves_its_field_alone() -> None:
    assert "floor" not in ride().record(9999.0)


def stop(command: Command, now: float) -> Command:
    transition = command.lifecycle.transition(command.state(now), "stop")
    return command.replanned(now, [Step(now - command.created, transition)])


def test_a_new_plan_replaces_what_lies_ahead_and_nothing_behind() -> None:
    stopped = stop(ride(floor=3), 1006.0)
    assert stopped.record(1005.5)["status"] == "moving"
    assert stopped.record(9999.0) == {"tries": 1, "status": "stopped", "startedAt": rfc3339(1005), "why": "button"}


def test_what_a_step_brings_goes_over_what_the_command_brings() -> None:
    command = ride(floor=3)
    arrive = command.lifecycle.transition("moving", "arrive")
    assert command.replanned(1006.0, [Step(7.0, arrive, {"floor": 9})]).record(2000.0)["floor"] == 9


def test_a_clock_that_was_set_back_shows_a_command_as_it_was_created() -> None:
    command = ride(gaps=(0.0, 7.0))
    assert command.record(0.0) == command.record(1000.0)
    assert command.state(0.0) == "moving"


def test_what_happens_on_a_clock_that_was_set_back_happens_at_the_creation() -> None:
    command = ride(gaps=(0.0, 7.0))
    assert command.passed(0.0) == 0.0
    stopped = command.replanned(0.0, [Step(command.passed(0.0), command.lifecycle.transition("moving", "stop"))])
    assert list(stopped.due()) == [1000.0, 1000.0]
    assert (stopped.state(0.0), stopped.state(9999.0)) == ("stopped", "stopped")


@given(created=st.floats(0, 4e9), now=st.floats(0, 4e9))
def test_what_happens_now_has_happened_now(created: float, now: float) -> None:
    command = ride(created)
    passed = command.passed(now)
    assert created + passed <= max(now, created)
    assert abs(created + passed - max(now, created)) < 1e-6


def test_a_command_knows_when_things_happen() -> None:
    assert list(ride().due()) == [1005.0, 1012.0]


moments = st.floats(min_value=0, max_value=1e6)


@given(gaps=st.tuples(moments, moments), first=moments, second=moments)
def test_time_only_moves_a_command_forward(gaps: tuple[float, float], first: float, second: float) -> None:
    order = ["called", "moving", "there"]
    command = ride(1000.0, gaps)
    earlier, later = sorted((1000 + first, 1000 + second))
    assert order.index(command.state(earlier)) <= order.index(command.state(later))
    assert command.record(earlier)["tries"] <= command.record(later)["tries"]
    assert command.record(later)["status"] == command.state(later)


@given(gaps=st.tuples(moments, moments), then=moments, look=moments)
def test_a_stopped_command_stays_stopped(gaps: tuple[float, float], then: float, look: float) -> None:
    command, moment = ride(1000.0, gaps), 1000 + then
    if command.state(moment) == "there":
        return
    assert stop(command, moment).state(moment + look + 1e-6) == "stopped"
