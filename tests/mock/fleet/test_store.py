import gc
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command

STILL = Lifecycle(
    {
        "states": {"a": {"initial": True, "description": "-"}, "b": {"description": "-"}},
        "transitions": [{"trigger": "t", "from": ["a"], "to": "b", "source": ["x"]}],
    }
)


def command(number: int, owner: str = "o") -> Command:
    return Command(f"c{number}", owner, 0.0, {"n": number}, STILL, (), {})


def filled(count: int) -> MemoryStore:
    store = MemoryStore()
    for number in range(count):
        store.add(command(number))
    return store


def test_a_command_is_found_under_its_own_owner_only() -> None:
    store = filled(1)
    assert store.get("o", "c0") == command(0)
    assert store.get("other", "c0") is None
    assert store.get("o", "c1") is None


def test_replacing_keeps_the_order() -> None:
    store = filled(3)
    store.replace(replace(command(1), fields={"n": "new"}))
    assert [each.fields["n"] for each in store.page("o", 0, 9)] == [0, "new", 2]
    assert store.count("o") == 3


@given(count=st.integers(0, 30), skip=st.integers(0, 40), limit=st.integers(1, 40), newest_first=st.booleans())
def test_a_page_is_a_slice_of_all(count: int, skip: int, limit: int, *, newest_first: bool) -> None:
    numbers = list(range(count))
    if newest_first:
        numbers.reverse()
    page = filled(count).page("o", skip, limit, newest_first=newest_first)
    assert [each.fields["n"] for each in page] == numbers[skip : skip + limit]


def test_an_unknown_owner_has_nothing() -> None:
    assert filled(2).page("nobody", 0, 5) == []
    assert filled(2).count("nobody") == 0


def test_changing_what_was_read_changes_nothing_stored() -> None:
    store = filled(1)
    for read in (store.get("o", "c0"), *store.page("o", 0, 1)):
        assert read is not None
        read.fields["n"] = "changed"
    assert store.get("o", "c0") == command(0)


def test_a_group_names_its_newest_command() -> None:
    store = filled(1)
    for number in (1, 2):
        store.add(replace(command(number), group="g"))
        store.add(replace(command(number, "other"), group="h"))
    assert store.latest("o", "g") == replace(command(2), group="g")
    assert store.latest("o", "h") is None
    assert store.latest("nobody", "g") is None


def test_stored_commands_are_nothing_to_the_garbage_collector() -> None:
    store = filled(1)
    before = len(gc.get_objects())
    for number in range(1, 500):
        store.add(command(number))
    assert len(gc.get_objects()) - before < 50
