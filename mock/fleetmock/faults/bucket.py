"""Rate limits: a bucket of permits per client that fills up with time."""

import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

CLIENTS: Final = 10_000
# A wait that was announced in whole seconds has to be long enough, whatever floating point makes of it.
ROUNDING: Final = 1e-6


class Bucket:
    """Holds up to `burst` permits and gains `per_second`; `now` is in seconds and may go backwards."""

    __slots__ = ("_burst", "_per_second", "_permits", "_since")

    def __init__(self, per_second: float, burst: int, now: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._permits = float(burst)
        self._since = now

    def take(self, now: float) -> int | None:
        """Use a permit. When there is none, the whole seconds, at least one, after which there will be."""
        gained = max(0.0, now - self._since) * self._per_second
        self._permits = min(float(self._burst), self._permits + gained)
        self._since = now
        if self._permits >= 1 - ROUNDING:
            self._permits = max(0.0, self._permits - 1)
            return None
        return max(1, math.ceil((1 - ROUNDING - self._permits) / self._per_second))


class Buckets:
    """One bucket per client. Of too many, the client that was not seen for longest gets a full one again."""

    def __init__(self, per_second: float, burst: int, now: Callable[[], float], clients: int = CLIENTS) -> None:
        """`now` is in seconds, by the clock that the waits are meant for."""
        self._per_second = per_second
        self._burst = burst
        self._now = now
        self._clients = clients
        self._buckets: OrderedDict[bytes, Bucket] = OrderedDict()

    def take(self, client: bytes) -> int | None:
        """As Bucket.take."""
        now = self._now()
        bucket = self._buckets.get(client)
        if bucket is None:
            bucket = self._buckets[client] = Bucket(self._per_second, self._burst, now)
            if len(self._buckets) > self._clients:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(client)
        return bucket.take(now)
