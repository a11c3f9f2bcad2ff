import re
from uuid import UUID

from fleetmock.fleet.clock import Clock
from fleetmock.fleet.ids import Ids


def ids(seed: int = 1) -> Ids:
    return Ids(seed, Clock(frozen_at=1_770_724_800.0))


def some(made: Ids) -> list[str]:
    return [made.request(), made.uuid(), made.hexadecimal(), made.object_id(), made.request(), made.object_id()]


def test_one_seed_fixes_all_ids_and_another_changes_all() -> None:
    assert some(ids()) == some(ids())
    assert not set(some(ids())) & set(some(ids(2)))


def test_request_ids_do_not_disturb_the_other_ids() -> None:
    disturbed = ids()
    for _ in range(10):
        disturbed.request()
    assert disturbed.hexadecimal() == ids().hexadecimal()


def test_request_ids_are_guids() -> None:
    made = ids()
    for _ in range(100):
        text = made.request()
        assert str(UUID(text)) == text
        assert UUID(text).version == 4


def test_an_object_id_begins_with_its_time() -> None:
    text = ids().object_id()
    assert re.fullmatch(r"[0-9a-f]{24}", text)
    assert int(text[:8], 16) == 1_770_724_800


def test_object_ids_of_one_second_differ() -> None:
    made = ids()
    assert len({made.object_id() for _ in range(1000)}) == 1000


def test_hexadecimal_ids_are_long_and_upper_case() -> None:
    assert re.fullmatch(r"[0-9A-F]{64}", ids().hexadecimal())


def test_the_counter_of_object_ids_starts_again_at_its_end() -> None:
    made = ids()
    made._counter = 2**24 - 1
    assert made.object_id().endswith("000000")


def test_kinds_do_not_disturb_one_another() -> None:
    disturbed = ids()
    disturbed.uuid()
    assert disturbed.hexadecimal() == ids().hexadecimal()


def test_a_kept_state_gives_the_same_ids_again() -> None:
    made = ids()
    made.object_id()
    state = made.state()
    first = some(made)
    made.restore(state)
    assert some(made) == first
