import time

import pytest

from fleetmock.fleet.clock import Clock, rfc3339, rfc3339_milliseconds


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


def test_the_mock_itself_prints_milliseconds() -> None:
    assert rfc3339_milliseconds(0.9996) == "1970-01-01T00:00:00.999Z"
    assert rfc3339_milliseconds(1_770_724_860) == "2026-02-10T12:01:00.000Z"


def test_how_long_the_machine_has_to_wait_for_a_moment() -> None:
    clock = Clock(frozen_at=100.0)
    assert clock.seconds_until(100.0) == clock.seconds_until(1.0) == 0.0
    assert clock.seconds_until(100.5) is None
    clock.scale(60)
    assert clock.seconds_until(700) == pytest.approx(10, abs=1)
    clock.resume()
    assert clock.seconds_until(700) == pytest.approx(600, abs=60)


def test_listeners_are_told_when_somebody_sets_it() -> None:
    clock, heard = Clock(frozen_at=100.0), list[tuple[float, float]]()
    first = clock.state()
    clock.listeners.append(lambda: heard.append((clock.now() // 1, clock.rate)))
    clock.advance(5)
    clock.scale(2)
    clock.resume()
    clock.freeze(200)
    clock.restore(first)
    clock.reset()
    assert heard == [(105, 0), (105, 2), (105, 1), (200, 0), (100, 0), (100, 0)]
    clock.copy().advance(1)
    assert len(heard) == 6


def test_a_clock_can_be_faster_than_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(frozen_at=100.0)
    monkeypatch.setattr(time, "time", lambda: 50.0)
    clock.scale(60.0)
    monkeypatch.setattr(time, "time", lambda: 52.0)
    assert (clock.now(), clock.rate) == (220.0, 60.0)
    clock.scale(0.0)
    monkeypatch.setattr(time, "time", lambda: 60.0)
    assert (clock.now(), clock.rate) == (220.0, 0.0)


def test_a_copy_starts_as_the_clock_did_and_goes_its_own_way() -> None:
    clock = Clock(frozen_at=100.0)
    clock.advance(5)
    other = clock.copy()
    other.advance(1)
    assert (clock.now(), other.now()) == (105.0, 101.0)


def test_a_reset_clock_is_as_in_the_beginning() -> None:
    clock = Clock(frozen_at=100.0)
    clock.advance(5)
    clock.resume()
    clock.reset()
    assert clock.now() == clock.now() == 100.0


def test_a_kept_state_comes_back() -> None:
    clock = Clock(frozen_at=100.0)
    state = clock.state()
    clock.scale(3.0)
    clock.restore(state)
    assert (clock.now(), clock.rate) == (100.0, 0.0)
