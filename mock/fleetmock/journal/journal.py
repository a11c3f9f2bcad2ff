"""The last requests of a namespace."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.journal.entry import Entry
from fleetmock.journal.nearest import Nearest
from fleetmock.journal.pattern import Patience, Pattern
from fleetmock.journal.view import View

LIMIT: Final = 1000
BODY_LIMIT: Final = 64 * 1024
BUDGET: Final = 8 * 1024 * 1024


class Journal:
    """A ring of entries, the oldest first to go: at most so many, which take about so many bytes.

    Recording is what every request pays for, so it keeps references; looking works out what they mean. Not for
    several threads.
    """

    __slots__ = (
        "_body_limit",
        "_budget",
        "_bytes",
        "_entries",
        "_limit",
        "_recorded",
        "dropped",
        "namespace",
        "nearest",
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
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._recorded = 0

    def __len__(self) -> int:
        return len(self._entries)

    def record(self, exchange: Exchange, reply: Reply, payload: bytes) -> Entry:
        """Keep a request that was answered, with this payload. The exchange belongs to the journal from now on."""
        self._recorded += 1
        entry = Entry(exchange, reply, payload, self._recorded)
        if entry.size > self._body_limit:
            entry.shorten(self._body_limit)
        self._entries.append(entry)
        self._bytes += entry.size
        if len(self._entries) > self._limit or self._bytes > self._budget:
            self._make_room()
        return entry

    def find(self, pattern: Pattern) -> list[Entry]:
        """Those that fit, oldest first. Raises Refusal for a pattern that takes too long."""
        return list(self._fitting(pattern))

    def count(self, pattern: Pattern) -> int:
        """How many fit; of those that are still here. Raises Refusal as `find` does."""
        return sum(1 for _ in self._fitting(pattern))

    def get(self, request_id: str) -> Entry | None:
        """The newest, where a seed has given an id twice."""
        return next((each for each in reversed(self._entries) if each.id == request_id), None)

    def latest(self, limit: int) -> list[Entry]:
        """The newest, oldest of them first."""
        return list(self._entries)[-limit:]

    def clear(self) -> int:
        """Forget everything but the count; gives how many entries there were."""
        cleared = len(self._entries)
        self._entries.clear()
        self._bytes = self.dropped = 0
        return cleared

    def _fitting(self, pattern: Pattern) -> Iterator[Entry]:
        patience = Patience()
        for each in self._entries:
            patience.check()
            if pattern.fits(View(each)):
                yield each

    def _make_room(self) -> None:
        """The newest stays, whatever its size."""
        while len(self._entries) > 1 and (len(self._entries) > self._limit or self._bytes > self._budget):
            self._bytes -= self._entries.popleft().size
            self.dropped += 1
