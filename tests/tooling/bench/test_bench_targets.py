import pytest

from fleetmock_tooling.bench.contestants import CONTESTANTS
from fleetmock_tooling.bench.parts import (
    BARE,
    FEW,
    FIXTURE,
    FLAT,
    FLEETMOCK,
    FLEETMOCK_ALL,
    INPROCESS,
    LARGE,
    MANY,
    MEMORY_STATE,
    NAMESPACES,
    PARTS,
    SMALL,
    SQLITE_STATE,
    STARTUP,
    STATE,
)
from fleetmock_tooling.bench.results import Results
from fleetmock_tooling.bench.targets import TARGETS, outcomes


def verdicts(results: Results) -> dict[str, str]:
    return {each.target.name: each.verdict for each in outcomes(results)}


def test_the_median_is_of_all_samples() -> None:
    results = Results()
    for value in (1.0, 100.0, 3.0):
        results.add(INPROCESS, BARE, "GET", value)
    assert results.median(INPROCESS, BARE, "GET") == 3.0
    assert results.median(INPROCESS, BARE, "POST") is None
    assert results.spread(INPROCESS) == pytest.approx(2 / 3)
    assert results.spread(FLAT) == 0


@pytest.mark.parametrize(("ours", "verdict"), [(24.0, "met"), (25.0, "met"), (25.1, "missed")])
def test_a_ratio_is_held_against_its_bound(ours: float, verdict: str) -> None:
    results = Results()
    results.add(INPROCESS, FLEETMOCK, "GET", ours)
    results.add(INPROCESS, BARE, "GET", 10.0)
    assert verdicts(results)["CPU per request, of bare Starlette, GET"] == verdict
    assert verdicts(results)["CPU per request, of bare Starlette, POST"] == "not measured"


@pytest.mark.parametrize(("megabytes", "verdict"), [(90.0, "met"), (91.0, "missed")])
def test_an_amount_is_held_against_its_bound(megabytes: float, verdict: str) -> None:
    results = Results()
    results.add(STARTUP, FLEETMOCK_ALL, "resident", megabytes)
    assert verdicts(results)["resident memory at start, all APIs"] == verdict


def test_a_lower_bound_is_missed_from_below() -> None:
    results = Results()
    for value, verdict in ((60.0, "met"), (59.0, "missed")):
        results.samples.clear()
        results.add(INPROCESS, "stock connexion", "GET", value)
        results.add(INPROCESS, FLEETMOCK, "GET", 10.0)
        assert verdicts(results)["CPU per request, stock connexion's of ours, GET"] == verdict


def test_every_target_names_cells_that_are_measured() -> None:
    rows = {name: {each.name for each in CONTESTANTS if name in each.parts} for name in PARTS} | {
        FLAT: {SMALL, LARGE},
        STATE: {MEMORY_STATE, SQLITE_STATE},
        NAMESPACES: {FEW, MANY, FIXTURE},
    }
    for target in TARGETS:
        for cell in filter(None, (target.of, target.by)):
            assert cell[0] in rows[target.part], target
            assert cell[1] in {each.name for each in PARTS[target.part].metrics}, target
    assert len({each.name for each in TARGETS}) == len(TARGETS)


def test_something_is_skipped_once() -> None:
    results = Results()
    results.skip("Prism", "no npm")
    results.skip("Prism", "no npm")
    assert results.skipped == [("Prism", "no npm")]
