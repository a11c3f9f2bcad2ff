import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleetmock.faults.bucket import Bucket, Buckets

RATES = st.floats(-4, 6).map(lambda exponent: 10.0**exponent)
BURSTS = st.integers(1, 4)
PAUSES = st.lists(st.just(0.0) | st.floats(0, 20) | st.floats(0, 1e6), min_size=1, max_size=40)


@settings(deadline=None)
@given(RATES, BURSTS, PAUSES)
def test_no_more_than_the_burst_and_what_was_gained_since_are_let_in(
    per_second: float, burst: int, pauses: list[float]
) -> None:
    bucket, now, let_in = Bucket(per_second, burst, 0.0), 0.0, 0
    for pause in pauses:
        now += pause
        let_in += bucket.take(now) is None
    assert let_in <= burst + per_second * now + 1e-3


@settings(deadline=None)
@given(RATES, BURSTS, PAUSES)
def test_whoever_waits_as_long_as_told_is_let_in(per_second: float, burst: int, pauses: list[float]) -> None:
    bucket, now = Bucket(per_second, burst, 1_790_000_000.0), 1_790_000_000.0
    for pause in pauses:
        now += pause
        wait = bucket.take(now)
        if wait is not None:
            assert wait >= 1
            now += wait
            assert bucket.take(now) is None


@settings(deadline=None)
@given(st.floats(0.0001, 0.9), BURSTS)
def test_nobody_is_told_to_wait_a_second_longer_than_necessary(per_second: float, burst: int) -> None:
    bucket = Bucket(per_second, burst, 0.0)
    for _ in range(burst):
        assert bucket.take(0.0) is None
    wait = bucket.take(0.0)
    assert wait is not None
    assert wait == pytest.approx(1 / per_second, abs=1.001)
    early = Bucket(per_second, 1, 0.0)
    early.take(0.0)
    assert early.take(math.floor(1 / per_second) - 1.0) is not None


@settings(deadline=None)
@given(RATES, BURSTS, st.lists(st.floats(-1e6, 1e6), max_size=60))
def test_a_clock_that_goes_backwards_gives_nothing_away(per_second: float, burst: int, moments: list[float]) -> None:
    bucket, forward, last, let_in = Bucket(per_second, burst, 0.0), 0.0, 0.0, 0
    for now in moments:
        forward, last = forward + max(0.0, now - last), now
        let_in += bucket.take(now) is None
    assert let_in <= burst + per_second * forward + 1e-3


def test_a_clock_that_goes_backwards_takes_nothing_away() -> None:
    bucket = Bucket(1.0, 3, 1000.0)
    assert [bucket.take(now) for now in (1000.0, 10.0, 10.0, 10.0, 11.0)] == [None, None, None, 1, None]


def test_the_burst_comes_back_while_nobody_asks() -> None:
    bucket = Bucket(2.0, 3, 0.0)
    assert [bucket.take(0.0) for _ in range(4)] == [None, None, None, 1]
    assert [bucket.take(100.0) for _ in range(4)] == [None, None, None, 1]


def test_clients_have_buckets_of_their_own_and_the_oldest_is_forgotten_first() -> None:
    buckets = Buckets(0.001, 1, lambda: 0.0, clients=2)
    assert buckets.take(b"a") is None
    assert buckets.take(b"b") is None
    assert buckets.take(b"a") == 1000
    assert buckets.take(b"c") is None
    assert buckets.take(b"a") == 1000
    assert buckets.take(b"b") is None, "it was not seen for longest, so it begins anew"
