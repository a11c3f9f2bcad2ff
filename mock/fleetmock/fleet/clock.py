"""Time, as a port: everything that has a date asks the clock."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        ...

    def datetime(self) -> datetime:
        """The same moment, in UTC."""
        ...


class RealClock:
    def now(self) -> float:
        return time.time()

    def datetime(self) -> datetime:
        return datetime.fromtimestamp(self.now(), UTC)


class ManualClock(RealClock):
    """A clock that stands still until it is told otherwise."""

    def __init__(self, now: float) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds


def rfc3339(moment: float) -> str:
    """A moment as the vendors print it: UTC, whole seconds, `Z`."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
