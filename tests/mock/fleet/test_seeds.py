from kit import NOON

from fleetmock.fleet.clock import Clock
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.seeds import LIMIT, Seeds


def test_each_use_has_ids_of_its_own_and_the_same_in_every_seeds() -> None:
    def hexadecimals(*seeds: str) -> list[str]:
        counted, found = Seeds(Clock(frozen_at=NOON)), list[str]()
        for seed in seeds:
            ids = counted.ids(seed)
            assert ids is not None
            found.append(ids.hexadecimal())
        return found

    first = hexadecimals("1", "1", "2")
    assert len(set(first)) == 3
    assert hexadecimals("2", "1", "01") == [first[2], first[0], first[1]]


def test_no_seed_repeats_the_ids_of_a_namespace_with_that_seed() -> None:
    clock = Clock(frozen_at=NOON)
    ids = Seeds(clock).ids("3")
    assert ids is not None
    assert ids.hexadecimal() != Ids(3, clock).hexadecimal()


def test_only_so_many_seeds_are_counted() -> None:
    seeds = Seeds(Clock(frozen_at=NOON))
    assert all(seeds.ids(str(seed)) for seed in range(LIMIT))
    assert seeds.ids(str(LIMIT)) is None
    assert seeds.ids("0") is not None
