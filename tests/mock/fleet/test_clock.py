import time

import pytest

from fleetmock.fleet.clock import Clock, rfc3339


def test_the_clock_shows_the_time() -> None:
    before = time.time()
    assert before <= Clock().now() <= time.time()


def test_a_shifted_clock_goes_on() -> None:
    clock = Clock(offset=-3600)
    assert clock.now() == pytest.approx(time.time() - 3600, abs=60)
    clock.advance(7200)
    assert clock.now() == pytest.approx(time.time() + 3600, abs=60)


def test_a_frozen_clock_moves_only_when_told() -> None:
    clock = Clock(frozen_at=100.0)
    assert clock.now() == clock.now() == 100.0
    clock.advance(2.5)
    assert clock.now() == 102.5


def test_a_clock_can_be_frozen_and_go_on_from_there() -> None:
    clock = Clock()
    clock.freeze(500.0)
    assert clock.now() == 500.0
    clock.resume()
    assert 500.0 <= clock.now() < 560.0
    clock.freeze()
    assert clock.now() == clock.now()


def test_moments_are_printed_in_utc_and_whole_seconds() -> None:
    assert rfc3339(0.999) == "1970-01-01T00:00:00Z"
    assert rfc3339(1_770_724_860) == "2026-02-10T12:01:00Z"


def test_the_date_agrees_with_the_seconds() -> None:
    assert Clock(frozen_at=86_400.0).datetime().isoformat() == "1970-01-02T00:00:00+00:00"
