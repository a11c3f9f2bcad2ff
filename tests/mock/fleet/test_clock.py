import time

from fleetmock.fleet.clock import ManualClock, RealClock, rfc3339


def test_the_real_clock_shows_the_time() -> None:
    before = time.time()
    assert before <= RealClock().now() <= time.time()


def test_a_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(100.0)
    assert clock.now() == clock.now() == 100.0
    clock.advance(2.5)
    assert clock.now() == 102.5


def test_moments_are_printed_in_utc_and_whole_seconds() -> None:
    assert rfc3339(0.999) == "1970-01-01T00:00:00Z"
    assert rfc3339(1_770_724_860) == "2026-02-10T12:01:00Z"


def test_the_date_agrees_with_the_seconds() -> None:
    assert ManualClock(86_400.0).datetime().isoformat() == "1970-01-02T00:00:00+00:00"
