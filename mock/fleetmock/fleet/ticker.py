"""What is due by the fleet's clock is done when it is due, with one timer of the running loop and no task."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from fleetmock.fleet.clock import Clock

# The machine's own clock may be set, so it is looked at now and then; and no timer is as exact as a due moment.
LONGEST: Final = 60.0
SHORTEST: Final = 0.001


class Ticker:
    """Calls `act` with the clock's now when `next_due` has come, on the loop that is running when something is.

    What is done must be no longer due afterwards. A mock may see several loops, one after the other: it goes on with
    the next one at the next wake.
    """

    def __init__(self, clock: Clock, next_due: Callable[[], float | None], act: Callable[[float], None]) -> None:
        """`next_due` is in seconds since 1970, None for never."""
        self._clock = clock
        self._next_due = next_due
        self._act = act
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = False
        clock.listeners.append(self.wake)

    def wake(self) -> None:
        """Something else may be due next. From any thread; without any loop it waits for a wake that has one."""
        try:
            running = asyncio.get_running_loop()
        except RuntimeError:
            running = None
        loop = self._loop
        if running is not None and (loop is None or not loop.is_running()):
            self._disarm()
            self._loop = loop = running
        if loop is None:
            return
        if loop is running:
            self._arm()
        else:
            with suppress(RuntimeError):  # that loop has been closed
                loop.call_soon_threadsafe(self._arm)

    def close(self) -> None:
        """Nothing is done afterwards."""
        self._is_closed = True
        if self.wake in self._clock.listeners:
            self._clock.listeners.remove(self.wake)
        self._disarm()
        # Whoever does what is due knows this ticker; a circle like that would stay in memory for long.
        self._next_due, self._act = _never, _nothing

    def _arm(self) -> None:
        self._disarm()
        due = None if self._is_closed else self._next_due()
        seconds = None if due is None else self._clock.seconds_until(due)
        if seconds is None:  # a clock that stands still says when it is set
            return
        delay = min(max(seconds, SHORTEST), LONGEST) if seconds else 0.0
        self._timer = asyncio.get_running_loop().call_later(delay, self._fire)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        if self._is_closed:
            return
        try:
            self._act(self._clock.now())
        finally:
            self._arm()


def _never() -> None:
    return None


def _nothing(_now: float) -> None:
    pass
