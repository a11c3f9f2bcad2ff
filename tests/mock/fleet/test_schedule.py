from dataclasses import replace

from fleetmock.fleet.lifecycle import Lifecycle, Transition
from fleetmock.fleet.schedule import SLACK, Arrival, Schedule, is_new
from fleetmock.fleet.timeline import Command, Plan, Step

NOW = 1000.0
LIFECYCLE = Lifecycle({"states": {"new": {"initial": True}, "gone": {"terminal": True}}, "transitions": []})


def plan(*steps: tuple[float, str]) -> Plan:
    return tuple(Step(after, Transition(state, frozenset(), state, ())) for after, state in steps)


PLAN = plan((1, "out"), (3, "home"))


def command(name: str = "c", steps: Plan = PLAN, created: float = NOW) -> Command:
    return Command(name, "o", created, {}, LIFECYCLE, steps, {})


def taken(schedule: Schedule, now: float) -> list[tuple[str, float]]:
    """(state, moment) of all that is due, each finished with at once."""
    found = []
    while arrival := schedule.take(now):
        found.append((state_of(arrival), arrival.moment - NOW))
        schedule.finish(arrival)
    return found


def state_of(arrival: Arrival) -> str:
    assert arrival.state == arrival.command.state(arrival.moment)
    return arrival.state


def test_steps_come_when_they_are_due_and_once() -> None:
    schedule = Schedule(9)
    assert schedule.watch(command(), NOW)
    assert taken(schedule, NOW + 0.9) == []
    assert schedule.next_due() == NOW + 1
    assert taken(schedule, NOW + 1) == [("out", 1)]
    assert taken(schedule, NOW + 60) == [("home", 3)]
    assert schedule.next_due() is None
    assert len(schedule) == 0


def test_what_was_due_first_comes_first() -> None:
    schedule = Schedule(9)
    schedule.watch(command("a", plan((2, "a2"), (4, "a4"))), NOW)
    schedule.watch(command("b", plan((1, "b1"), (3, "b3"))), NOW)
    assert [state for state, _ in taken(schedule, NOW + 9)] == ["b1", "a2", "b3", "a4"]


def test_steps_of_the_same_moment_are_told_apart() -> None:
    schedule = Schedule(9)
    schedule.watch(command(steps=plan((0, "out"), (0, "home"))), NOW)
    assert taken(schedule, NOW) == [("out", 0), ("home", 0)]


def test_a_command_waits_until_its_step_is_finished_with() -> None:
    schedule = Schedule(9)
    schedule.watch(command(), NOW)
    first = schedule.take(NOW + 9)
    assert first is not None
    assert schedule.take(NOW + 9) is None
    schedule.finish(first)
    assert taken(schedule, NOW + 9) == [("home", 3)]


def test_a_new_plan_takes_the_place_of_what_lay_ahead() -> None:
    schedule = Schedule(9)
    schedule.watch(command(), NOW)
    assert taken(schedule, NOW + 1) == [("out", 1)]
    schedule.watch(command().replanned(NOW + 2, plan((2, "stopped"), (5, "gone"))), NOW + 2)
    assert taken(schedule, NOW + 9) == [("stopped", 2), ("gone", 5)]


def test_a_step_that_is_behind_but_not_yet_sent_is_not_lost_by_a_new_plan() -> None:
    schedule = Schedule(9)
    schedule.watch(command(), NOW)
    schedule.watch(command().replanned(NOW + 2, plan((2, "stopped"))), NOW + 2)
    assert taken(schedule, NOW + 9) == [("out", 1), ("stopped", 2)]


def test_a_new_plan_while_a_step_is_being_sent_follows_it() -> None:
    schedule = Schedule(9)
    schedule.watch(command(), NOW)
    first = schedule.take(NOW + 1)
    assert first is not None
    schedule.watch(command().replanned(NOW + 1, plan((1, "stopped"))), NOW + 1)
    assert schedule.take(NOW + 9) is None
    schedule.finish(first)
    assert taken(schedule, NOW + 9) == [("stopped", 1)]


def test_a_plan_without_a_future_ends_it() -> None:
    schedule = Schedule(9)
    schedule.watch(command(), NOW)
    schedule.watch(command(steps=()), NOW)
    assert taken(schedule, NOW + 9) == []
    assert len(schedule) == 0


def test_the_past_of_an_old_command_is_not_told() -> None:
    schedule = Schedule(9)
    old = command(created=NOW - 2)
    assert not is_new(old, NOW)
    schedule.watch(old, NOW + 0.1)
    assert taken(schedule, NOW + 9) == [("home", 1)]
    assert schedule.watch(replace(old, created=NOW - 99), NOW)
    assert len(schedule) == 0


def test_there_is_room_for_so_many_and_again_when_one_is_done() -> None:
    schedule = Schedule(1)
    assert schedule.watch(command("a"), NOW)
    assert not schedule.watch(command("b"), NOW)
    assert schedule.watch(command("a").replanned(NOW, plan((1, "stopped"))), NOW)
    assert taken(schedule, NOW + 9) == [("stopped", 1)]
    assert schedule.watch(command("b"), NOW)


def test_old_plans_do_not_pile_up() -> None:
    schedule = Schedule(9)
    for delay in range(1000):
        schedule.watch(command(steps=plan((5000 - delay, "home"))), NOW)
    assert len(schedule._queue) <= SLACK + 3
    assert taken(schedule, NOW + 5000) == [("home", 4001)]


def test_a_step_that_is_forced_after_the_last_one_is_told_alone() -> None:
    schedule = Schedule(9)
    schedule.watch(command(), NOW)
    assert taken(schedule, NOW + 3) == [("out", 1), ("home", 3)]
    forced = command().replanned(NOW + 3, plan((3, "gone")))
    schedule.watch(forced, NOW + 3)
    assert taken(schedule, NOW + 3) == [("gone", 3)]


def test_no_more_are_remembered_than_are_watched() -> None:
    schedule = Schedule(2)
    for name in "abcd":
        schedule.watch(command(name), NOW)
        taken(schedule, NOW + 9)
    assert [key[1] for key in schedule._parked] == ["c", "d"]
    schedule.watch(command("e", plan((1, "gone"))), NOW)
    assert taken(schedule, NOW + 9) == [("gone", 1)]
    assert [key[1] for key in schedule._parked] == ["c", "d"]


def test_an_arrival_says_where_from_and_whether_more_lies_ahead() -> None:
    schedule = Schedule(9)
    schedule.watch(command(), NOW)
    first = schedule.take(NOW + 9)
    assert first is not None
    assert (first.source, first.trigger, first.state, first.is_last, first.key) == (
        "new",
        "out",
        "out",
        False,
        ("o", "c"),
    )
    schedule.finish(first)
    assert first.key in schedule
    last = schedule.take(NOW + 9)
    assert last is not None
    assert (last.source, last.state, last.is_last) == ("out", "home", True)
    schedule.finish(last)
    assert last.key not in schedule
