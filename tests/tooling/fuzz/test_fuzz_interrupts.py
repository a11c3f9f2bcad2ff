import signal
import threading
from collections.abc import Callable

import pytest

from fleetmock_tooling.fuzz.interrupts import put_off


def interrupted(times: int, then: Callable[[], None]) -> None:
    with put_off():
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)
        then()


def fail() -> None:
    raise ValueError("no")


def test_an_interrupt_waits_for_the_end() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(1, lambda: done.append("the rest"))
    assert done == ["the rest"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_one_does_not_wait() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(2, lambda: done.append("not reached"))
    assert done == []


def test_an_error_does_not_swallow_it() -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(1, fail)
    with pytest.raises(ValueError, match="no"):
        interrupted(0, fail)


def test_another_thread_is_left_alone() -> None:
    done = []

    def work() -> None:
        with put_off():
            done.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [signal.default_int_handler]
