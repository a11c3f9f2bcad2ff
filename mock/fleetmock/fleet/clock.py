"""Time, as a port: everything that has a date asks the clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970-01-01T00:00:00Z: the machine's time, shifted, faster or slower, or standing still.

    `listeners` are called whenever somebody has set it, on the thread of whoever did.
    """

    def __init__(self, *, frozen_at: float | None = None, offset: float = 0.0) -> None:
        # Now is `_start` plus what the machine's clock has gone since `_since`, times `_rate`; 0 stands still.
        self._start = offset if frozen_at is None else frozen_at
        self._since = 0.0
        self._rate = 1.0 if frozen_at is None else 0.0
        self._first = self.state()
        self.listeners: list[Callable[[], None]] = []

    def now(self) -> float:
        return self._start + (time.time() - self._since) * self._rate if self._rate else self._start

    def datetime(self) -> datetime:
        """The same moment, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    @property
    def rate(self) -> float:
        """Seconds of this clock to a second of the machine's; 0 when it stands still."""
        return self._rate

    def seconds_until(self, moment: float) -> float | None:
        """The machine's seconds until this clock shows the moment: 0 for the past, None if it stands still before."""
        ahead = moment - self.now()
        if ahead <= 0:
            return 0.0
        return ahead / self._rate if self._rate else None

    def advance(self, seconds: float) -> None:
        """Later by so much; a clock that stands still stands still there."""
        self._set(self._start + seconds, self._since, self._rate)

    def freeze(self, moment: float | None = None) -> None:
        """Stand still, now or at another moment."""
        self._set(self.now() if moment is None else moment, self._since, 0.0)

    def resume(self) -> None:
        """Go on from where the clock stands."""
        self.scale(1.0)

    def scale(self, rate: float) -> None:
        """Go on from where the clock stands, so many times as fast as the machine's; 0 is to stand still."""
        self._set(self.now(), time.time(), rate)

    def reset(self) -> None:
        """Be as in the beginning."""
        self.restore(self._first)

    def state(self) -> tuple[float, float, float]:
        """What `restore` takes."""
        return self._start, self._since, self._rate

    def restore(self, state: tuple[float, float, float]) -> None:
        self._set(*state)

    def copy(self) -> "Clock":
        """A clock that was started as this one was."""
        other = Clock()
        other._first = self._first
        other.reset()
        return other

    def _set(self, start: float, since: float, rate: float) -> None:
        self._start, self._since, self._rate = start, since, rate
        for listener in tuple(self.listeners):
            listener()


def rfc3339(moment: float) -> str:
    """A moment as the vendors print it: UTC, whole seconds, `Z`."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc3339_milliseconds(moment: float) -> str:
    """A moment as the mock itself prints it: UTC, with milliseconds, `Z`."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
