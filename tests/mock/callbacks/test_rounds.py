from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetmock.callbacks.deliveries import Kind
from fleetmock.callbacks.rounds import Round, Rounds
from fleetmock.fleet.lifecycle import Lifecycle, Transition
from fleetmock.fleet.timeline import Command, Plan, Step

NOW = 1000.0
LIFECYCLE = Lifecycle({"states": {"new": {"initial": True}}, "transitions": []})


def plan(*steps: tuple[float, str]) -> Plan:
    return tuple(Step(after, Transition(state, frozenset(), state, ())) for after, state in steps)


PLAN = plan((1, "one"), (2, "two"), (3, "three"))


def command(name: str = "c", steps: Plan = PLAN) -> Command:
    return Command(name, "o", NOW, {}, LIFECYCLE, steps, {})


@pytest.fixture
def rounds() -> Rounds:
    return Rounds(9)


def states(each: Round) -> list[str]:
    return [arrival.state for arrival in each.arrivals]


def taken(rounds: Rounds, now: float, *, reorder: bool = False) -> list[list[str]]:
    """The states of each round that is due, each over at once."""
    found = []
    while (each := rounds.take(now, reorder=reorder)) is not None:
        found.append(states(each))
        rounds.over(each)
    return found


def test_each_step_is_a_round(rounds: Rounds) -> None:
    assert rounds.watch(command(), NOW)
    assert len(rounds) == 1
    assert taken(rounds, NOW + 2) == [["one"], ["two"]]
    assert rounds.next_due() == NOW + 3
    assert taken(rounds, NOW + 3) == [["three"]]
    assert rounds.next_due() is None
    assert len(rounds) == 0


def test_no_more_commands_wait_than_there_is_room_for() -> None:
    small = Rounds(1)
    assert small.watch(command("a"), NOW)
    assert not small.watch(command("b"), NOW)
    assert len(small) == 1


def test_what_comes_again_holds_up_its_own_command_alone(rounds: Rounds) -> None:
    rounds.watch(command("a"), NOW)
    first = rounds.take(NOW + 1, reorder=False)
    assert first is not None
    rounds.again(first, NOW + 5)
    rounds.watch(command("b", plan((1, "other"))), NOW)
    assert rounds.next_due() == NOW + 1
    assert taken(rounds, NOW + 4) == [["other"]]
    assert rounds.next_due() == NOW + 5
    assert taken(rounds, NOW + 5) == [["one"], ["two"], ["three"]]


def test_what_has_been_due_for_longest_comes_first(rounds: Rounds) -> None:
    rounds.watch(command("a"), NOW)
    first = rounds.take(NOW + 1, reorder=False)
    assert first is not None
    rounds.again(first, NOW + 4)
    rounds.watch(command("b", plan((3, "early"), (5, "late"))), NOW)
    assert taken(rounds, NOW + 9) == [["early"], ["one"], ["two"], ["three"], ["late"]]


def test_neighbours_change_places_on_demand(rounds: Rounds) -> None:
    rounds.watch(command(), NOW)
    assert taken(rounds, NOW + 1, reorder=True) == []
    assert taken(rounds, NOW + 2, reorder=True) == [["two", "one"]]
    assert taken(rounds, NOW + 3, reorder=True) == [["three"]]
    assert len(rounds) == 0


def test_many_are_held_back_at_the_same_time() -> None:
    many = Rounds(5000)
    for number in range(5000):
        many.watch(command(str(number)), NOW)
    assert taken(many, NOW + 1, reorder=True) == []
    assert len(taken(many, NOW + 2, reorder=True)) == 5000


def test_what_is_held_back_comes_when_the_demand_ends(rounds: Rounds) -> None:
    rounds.watch(command(), NOW)
    assert taken(rounds, NOW + 1, reorder=True) == []
    assert taken(rounds, NOW + 2, reorder=False) == [["two", "one"]]


def test_what_is_held_back_comes_when_nothing_will_follow_it(rounds: Rounds) -> None:
    rounds.watch(command(), NOW)
    assert taken(rounds, NOW + 1, reorder=True) == []
    rounds.watch(command().replanned(NOW + 1.5, ()), NOW + 1.5)
    assert rounds.next_due() == NOW + 1.5
    assert len(rounds) == 1
    assert taken(rounds, NOW + 1.5, reorder=True) == [["one"]]
    assert len(rounds) == 0


def test_a_round_knows_what_kind_of_try_is_next(rounds: Rounds) -> None:
    rounds.watch(command(), NOW)
    each = rounds.take(NOW + 1, reorder=False)
    assert each is not None
    kinds = [each.kind]
    each.attempt = 2
    kinds.append(each.kind)
    each.copies = 1
    kinds.append(each.kind)
    each.next()
    kinds.append(each.kind)
    assert kinds == [Kind.FIRST, Kind.RETRY, Kind.DUPLICATE, Kind.FIRST]
    assert each.arrivals == deque()


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Plan], list[tuple[str, int, bool]]]:
    """Plans of some commands, and what happens: taken, to be tried again, over or planned anew."""
    moments = st.lists(st.integers(0, 9), min_size=1, max_size=5).map(sorted)
    plans = [
        plan(*((moment, f"{number}-{index}") for index, moment in enumerate(draw(moments))))
        for number in range(draw(st.integers(1, 4)))
    ]
    moves = st.tuples(
        st.sampled_from(["take", "take", "again", "over", "over", "replan"]), st.integers(0, 9), st.booleans()
    )
    return plans, draw(st.lists(moves, max_size=60))


class Play:
    """Does what a story says, and remembers what was told."""

    def __init__(self, plans: list[Plan]) -> None:
        self.plans = plans
        self.rounds = Rounds(9)
        self.now = NOW
        self.told = list[str]()
        self._out = list[Round]()
        for number in range(len(plans)):
            self.replan(number)

    def replan(self, number: int) -> None:
        """The same plan as before: nothing may come twice."""
        each = number % len(self.plans)
        assert self.rounds.watch(command(str(each), self.plans[each]), self.now)

    def take(self, number: int, *, reorder: bool) -> None:
        self.now += number / 4
        each = self.rounds.take(self.now, reorder=reorder)
        if each is not None:
            assert each.arrivals[0].key not in {other.arrivals[0].key for other in self._out}
            self._out.append(each)

    def again(self, number: int) -> None:
        if self._out:
            self.rounds.again(self._out.pop(number % len(self._out)), self.now + number)

    def over(self, number: int) -> None:
        if self._out:
            each = self._out.pop(number % len(self._out))
            self.told += states(each)
            self.rounds.over(each)

    def end(self) -> None:
        while self._out:
            self.over(0)
        for each in taken(self.rounds, NOW + 1000):
            self.told += each


@given(stories())
def test_whatever_happens_each_step_is_told_once_and_those_of_a_command_in_order(
    story: tuple[list[Plan], list[tuple[str, int, bool]]],
) -> None:
    plans, moves = story
    play = Play(plans)
    for move, number, reorder in moves:
        if move == "take":
            play.take(number, reorder=reorder)
        else:
            getattr(play, move)(number)
    play.end()
    steps = [[step.transition.target for step in each] for each in plans]
    assert sorted(play.told) == sorted(state for each in steps for state in each)
    if not any(reorder for _, _, reorder in moves):
        assert [[state for state in play.told if state in each] for each in steps] == steps
    assert (len(play.rounds), play.rounds.next_due()) == (0, None)
