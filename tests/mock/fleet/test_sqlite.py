from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleetmock.fleet.fleet import Behaviour
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.scenario import Presence, Scenario, Stage
from fleetmock.fleet.sqlite import SqliteStore
from fleetmock.fleet.statefile import UnusableState
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command, Step


def lifecycle(*triggers: str) -> Lifecycle:
    """Each trigger leads from a state to the next one."""
    names = [str(number) for number in range(len(triggers) + 1)]
    states: dict[str, Any] = {name: {"initial": name == "0"} for name in names}
    edges = [{"trigger": each, "from": [names[n]], "to": names[n + 1]} for n, each in enumerate(triggers)]
    return Lifecycle({"field": "state", "states": states, "transitions": edges})


def behaviour(*triggers: str, scenario: str = "usual") -> Behaviour:
    cycle = lifecycle(*triggers)
    stages = tuple(Stage(0.5, each, {"of": each}) for each in triggers)
    return Behaviour(cycle, {scenario: Scenario(scenario, cycle, stages)}, scenario)


ONE, TWO = behaviour("go", "stop"), behaviour("go")
BEHAVIOURS = {"one": ONE, "two": TWO}


def command(number: int, owner: str = "one/d/1", *, group: str | None = None) -> Command:
    of = BEHAVIOURS[owner.split("/", 1)[0]]
    plan = of.scenarios["usual"].plan(Presence.ONLINE)
    return Command(f"c{number}", owner, 0.1 + number, {"n": number}, of.lifecycle, plan, {}, "usual", 0.0, group)


@contextmanager
def opened(path: Path, behaviours: Mapping[str, Behaviour] = BEHAVIOURS) -> Iterator[SqliteStore]:
    with closing(SqliteStore(path, behaviours)) as store:
        yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a state with %20 ? and #.db"


def test_everything_that_a_command_holds_is_there_again(path: Path) -> None:
    full = replace(
        command(1),
        created=1_790_000_000.123456,
        fields={"text": "é\u2028", "number": 0.1, "none": None, "list": [{"a": True}]},
        outcomes={"payload": {"deep": [1]}},
        plan=(*command(1).plan[:1], Step(7.3, ONE.lifecycle.transitions[1], {"error": "x"})),
        ttl=60.5,
        group="g",
    )
    assert all(getattr(full, each.name) != each.default for each in fields(Command)), "the test must use every field"
    with opened(path) as store:
        store.add(full)
    with opened(path) as store:
        assert store.get("one/d/1", "c1") == full


def test_a_replaced_command_is_the_new_one_in_its_old_place(path: Path) -> None:
    with opened(path) as store:
        for number in range(3):
            store.add(command(number))
        store.replace(changed := replace(command(1), plan=()))
    with opened(path) as store:
        assert store.page("one/d/1", 0, 9) == [command(0), changed, command(2)]
        store.add(command(3))
        store.replace(command(1))
    with opened(path) as store:
        assert store.page("one/d/1", 0, 9) == [command(number) for number in range(4)]


OPERATION = st.tuples(
    st.sampled_from(["add", "replace", "reopen"]),
    st.integers(0, 5),
    st.sampled_from(["one/d/1", "one/d/2", "two/d/1"]),
    st.sampled_from([None, "g", "h"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(OPERATION, max_size=30))
def test_it_answers_as_memory_does_however_often_it_is_opened(
    operations: list[tuple[str, int, str, str | None]],
) -> None:
    memory = MemoryStore()
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "state", BEHAVIOURS)
        for what, number, owner, group in [*operations, ("reopen", 0, "", None)]:
            if what == "reopen":
                store.close()
                store = SqliteStore(Path(folder) / "state", BEHAVIOURS)
                continue
            new = command(number, owner, group=group)
            old = memory.get(owner, new.id)
            for each in (memory, store):
                if old is None:
                    each.add(new)
                elif what == "replace":
                    each.replace(replace(new, plan=new.plan[:1], group=old.group))
        store.close()
        for owner in ("one/d/1", "one/d/2", "two/d/1"):
            assert store.count(owner) == memory.count(owner)
            assert store.page(owner, 0, 99) == memory.page(owner, 0, 99)
            assert store.page(owner, 1, 2, newest_first=True) == memory.page(owner, 1, 2, newest_first=True)
            for group in ("g", "h"):
                assert store.latest(owner, group) == memory.latest(owner, group)


def test_equal_plans_are_one_in_memory_again(path: Path) -> None:
    with opened(path) as store:
        store.add(command(1))
        store.add(command(2))
    with opened(path) as store:
        first, second = store.page("one/d/1", 0, 2)
        assert first.plan is second.plan
        assert first.plan[0].transition is ONE.lifecycle.transitions[0]


def test_commands_of_an_api_that_is_not_served_wait_in_the_file(path: Path) -> None:
    with opened(path) as store:
        store.add(command(1, "one/d/1"))
        store.add(command(2, "two/d/1"))
    with opened(path, {"one": ONE}) as store:
        assert store.get("two/d/1", "c2") is None
        store.add(command(3, "one/d/1"))
    with opened(path) as store:
        assert store.get("two/d/1", "c2") == command(2, "two/d/1")
        assert store.get("one/d/1", "c3") == command(3)


def test_presences_survive(path: Path) -> None:
    with opened(path) as store:
        store.presences["one/d/1"] = Presence.OFFLINE
        store.presences["one/d/2"] = Presence.LOCKED
        store.presences["one/d/3"] = Presence.LOCKED
        del store.presences["one/d/3"]
    with opened(path) as store:
        assert dict(store.presences) == {"one/d/1": Presence.OFFLINE, "one/d/2": Presence.LOCKED}
        store.presences.clear()
    with opened(path) as store:
        assert not store.presences


def test_each_start_has_a_seed_of_its_own_and_the_first_has_the_one_given(path: Path) -> None:
    seeds = []
    for _ in range(3):
        with opened(path) as store:
            seeds += [store.seed(0), store.seed(7)]
    assert seeds[:2] == [0, 7]
    assert len(set(seeds)) == 6


def test_an_api_is_new_once(path: Path) -> None:
    with opened(path) as store, store.newcomers(["one"]) as new:
        assert new == ["one"]
        store.add(command(1))
    with opened(path) as store, store.newcomers(["one", "two"]) as new:
        assert new == ["two"]
    with opened(path) as store, store.newcomers(["two", "one"]) as new:
        assert new == []
        assert store.count("one/d/1") == 1


def test_an_api_whose_first_commands_could_not_be_sent_is_still_new(path: Path) -> None:
    with opened(path) as store, suppress(ZeroDivisionError), store.newcomers(["one"]):
        store.add(command(1))
        raise ZeroDivisionError
    with opened(path) as store, store.newcomers(["one"]) as new:
        assert new == ["one"]
        assert store.count("one/d/1") == 0


def test_an_error_between_writes_that_belong_together_keeps_what_memory_has(path: Path) -> None:
    with opened(path) as store, suppress(ZeroDivisionError), store.together(), store.together():
        store.add(command(1))
        raise ZeroDivisionError
    with opened(path) as store:
        assert store.count("one/d/1") == 1


@pytest.mark.parametrize(
    ("behaviours", "message"),
    [
        ({"one": behaviour("go", "halt")}, r"command c1 of one: no transition 'stop' leads out of state '1'"),
        ({"one": behaviour("go", "stop", scenario="other")}, r"command c1 of one: it follows the scenario 'usual'"),
    ],
)
def test_a_life_that_is_not_known_any_more_is_named(path: Path, behaviours: dict[str, Behaviour], message: str) -> None:
    with opened(path) as store:
        store.add(command(1))
    with pytest.raises(UnusableState, match=message) as caught:
        SqliteStore(path, behaviours)
    assert str(path) in str(caught.value)
    assert "name another file" in str(caught.value)
    with opened(path) as store:
        assert store.get("one/d/1", "c1") == command(1)


def test_a_reset_leaves_alone_what_is_not_served(path: Path) -> None:
    with opened(path) as store, store.newcomers(["one", "two"]):
        store.add(command(1, "one/d/1"))
        store.add(command(2, "two/d/1"))
    with opened(path, {"one": ONE}) as store:
        store.clear()
        assert store.count("one/d/1") == 0
    with opened(path) as store, store.newcomers(["one", "two"]) as new:
        assert new == ["one"]
        assert store.count("one/d/1") == 0
        assert store.get("two/d/1", "c2") == command(2, "two/d/1")
