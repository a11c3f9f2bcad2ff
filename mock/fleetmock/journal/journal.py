"""The last requests of a namespace."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.journal.entry import Entry, pack, size_of, unpack
from fleetmock.journal.nearest import Nearest
from fleetmock.journal.pattern import Patience, Pattern
from fleetmock.journal.view import View

LIMIT: Final = 1000
BODY_LIMIT: Final = 64 * 1024
BUDGET: Final = 8 * 1024 * 1024


class Journal:
    """A ring of entries, the oldest first to go: at most so many, which take about so many bytes.

    Recording is what every request pays for, so it packs and looks at nothing; looking works out what it means. Not
    for several threads.
    """

    __slots__ = (
        "_body_limit",
        "_budget",
        "_bytes",
        "_kept",
        "_limit",
        "dropped",
        "namespace",
        "nearest",
        "recorded",
    )

    def __init__(
        self, namespace: str, nearest: Nearest, limit: int = LIMIT, body_limit: int = BODY_LIMIT, budget: int = BUDGET
    ) -> None:
        """`limit` is in entries, the other two are in bytes: of one body, and of all entries together."""
        self.namespace = namespace
        self.nearest = nearest  # what the requests are compared with that nobody took
        self.dropped = 0  # entries that had to make room since the last clear
        self._limit = limit
        self._body_limit = body_limit
        self._budget = budget
        self._kept: deque[bytes] = deque()
        self._bytes = 0
        self.recorded = 0  # requests, those that are gone as well; the sequence of the newest

    def __len__(self) -> int:
        return len(self._kept)

    def record(self, exchange: Exchange, reply: Reply, payload: bytes) -> bytes:
        """Keep a request that was answered, with this payload; gives it as it is packed, kept or not."""
        self.recorded += 1
        packed, ring = pack(exchange, reply, payload, self._body_limit), self._kept
        ring.append(packed)
        self._bytes += size_of(packed)
        # The newest stays, whatever its size, unless nothing is to be kept.
        while len(ring) > self._limit or (self._bytes > self._budget and len(ring) > 1):
            self._bytes -= size_of(ring.popleft())
            self.dropped += 1
        return packed

    def find(self, pattern: Pattern) -> list[Entry]:
        """Those that fit, oldest first. Raises Refusal for a pattern that takes too long."""
        return list(self._fitting(pattern))

    def count(self, pattern: Pattern) -> int:
        """How many fit; of those that are still here. Raises Refusal as `find` does."""
        return sum(1 for _ in self._fitting(pattern))

    def get(self, request_id: str) -> Entry | None:
        """The newest, where a seed has given an id twice."""
        return next((each for each in self._newest() if each.id == request_id), None)

    def clear(self) -> int:
        """Forget everything but the count; gives how many entries there were."""
        cleared = len(self._kept)
        self._kept.clear()
        self._bytes = self.dropped = 0
        return cleared

    def _newest(self) -> Iterator[Entry]:
        for behind, packed in enumerate(reversed(self._kept)):
            yield unpack(packed, self.recorded - behind)

    def _fitting(self, pattern: Pattern) -> Iterator[Entry]:
        patience = Patience()
        for sequence, packed in enumerate(self._kept, self.recorded - len(self._kept) + 1):
            each = unpack(packed, sequence)
            patience.check()
            if pattern.fits(View(each)):
                yield each
