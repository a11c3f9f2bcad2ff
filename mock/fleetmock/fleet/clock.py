"""Time, as a port: everything that has a date asks the clock."""

import time
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970-01-01T00:00:00Z: the machine's time, shifted by an offset or standing still."""

    def __init__(self, *, frozen_at: float | None = None, offset: float = 0.0) -> None:
        self._frozen_at = frozen_at
        self._offset = offset

    def now(self) -> float:
        return time.time() + self._offset if self._frozen_at is None else self._frozen_at

    def datetime(self) -> datetime:
        """The same moment, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def advance(self, seconds: float) -> None:
        """Later by so much; a clock that stands still stands still there."""
        if self._frozen_at is None:
            self._offset += seconds
        else:
            self._frozen_at += seconds

    def freeze(self, moment: float | None = None) -> None:
        """Stand still, now or at another moment."""
        self._frozen_at = self.now() if moment is None else moment

    def resume(self) -> None:
        """Go on from where the clock stands."""
        self._offset = self.now() - time.time()
        self._frozen_at = None


def rfc3339(moment: float) -> str:
    """A moment as the vendors print it: UTC, whole seconds, `Z`."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
