import gc

import pytest

from fleetmock.uncollected import seldom_collected, uncollected


def rest_and_fail() -> None:
    with uncollected():
        assert not gc.isenabled()
        raise ZeroDivisionError


def test_the_collector_rests_until_the_end_and_after_an_error_too() -> None:
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError):
        rest_and_fail()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def run_and_fail() -> None:
    with seldom_collected():
        assert gc.isenabled()
        assert gc.get_threshold()[0] > 700
        raise ZeroDivisionError


def test_the_collector_comes_seldom_until_the_end_and_after_an_error_too() -> None:
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError):
        run_and_fail()
    assert gc.get_threshold() == before
