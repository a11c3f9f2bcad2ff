import math
import statistics
from random import Random

import pytest

from fleetmock.faults.delays import MAX_SECONDS, BadDelay, delay


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - reproducible on purpose, nothing secret


def test_a_fixed_delay_is_always_the_same() -> None:
    assert {delay({"type": "fixed", "milliseconds": 250})(seeded(seed)) for seed in range(5)} == {0.25}


def test_a_uniform_delay_uses_all_of_its_range() -> None:
    draw, random = delay({"type": "uniform", "lower": 100, "upper": 300}), seeded(1)
    drawn = [draw(random) for _ in range(1000)]
    assert 0.1 <= min(drawn) < 0.11
    assert 0.29 < max(drawn) <= 0.3


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadDelay, match="above upper"):
        delay({"type": "uniform", "lower": 2, "upper": 1})


def test_half_of_a_log_normal_delay_lies_below_its_median_and_its_logarithm_spreads_by_sigma() -> None:
    draw, random = delay({"type": "lognormal", "median": 80, "sigma": 0.4}), seeded(2)
    drawn = [draw(random) for _ in range(4000)]
    assert statistics.median(drawn) == pytest.approx(0.08, rel=0.05)
    assert statistics.stdev(map(math.log, drawn)) == pytest.approx(0.4, rel=0.05)


def test_no_draw_is_longer_than_a_minute_and_none_overflows() -> None:
    draw, random = delay({"type": "lognormal", "median": 60_000, "sigma": 1000}), seeded(3)
    drawn = [draw(random) for _ in range(200)]
    assert max(drawn) == MAX_SECONDS
    assert min(drawn) >= 0


def test_the_same_seed_gives_the_same_delays() -> None:
    draw = delay({"type": "lognormal", "median": 80, "sigma": 0.4})
    assert [draw(seeded(5)) for _ in range(3)] == [draw(seeded(5)) for _ in range(3)]
