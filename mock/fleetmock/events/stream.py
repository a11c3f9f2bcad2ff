"""Events as server-sent events (WHATWG HTML, "Server-sent events"), for one listener."""

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncGenerator, Collection
from typing import Final

from fleetmock.errors import Condition, Refusal
from fleetmock.events.hub import MISSED, Event, Events, line

CONTENT_TYPE: Final = "text/event-stream"
LISTENERS: Final = 20
QUEUE: Final = 1000
HEARTBEAT: Final = 15.0
COMMENT: Final = b":\n\n"


def stream(
    events: Events,
    kinds: Collection[str],
    *,
    seconds: float | None = None,
    heartbeat: float = HEARTBEAT,
    queue: int = QUEUE,
) -> AsyncGenerator[bytes, None]:
    """Pieces of a stream that ends with the namespace, or after so many seconds.

    A comment comes first, and after every `heartbeat` seconds of silence. A listener that is slower than its `queue`
    misses the oldest events and is told how many. Raises Refusal when too many are listening.
    """
    if events.streams >= LISTENERS:
        raise Refusal(Condition.CONFLICT, f"{LISTENERS} are listening already; end one of their requests.")
    return _pieces(events, kinds, _Queue(queue), heartbeat, seconds)


async def _pieces(
    events: Events, kinds: Collection[str], queue: "_Queue", heartbeat: float, seconds: float | None
) -> AsyncGenerator[bytes, None]:
    end = math.inf if seconds is None else time.monotonic() + seconds
    events.streams += 1
    try:
        with events.listening((*kinds, MISSED), queue.put):
            yield COMMENT
            while not queue.is_over and (left := end - time.monotonic()) > 0:
                try:
                    async with asyncio.timeout(min(heartbeat, left)):
                        await queue.ready.wait()
                except TimeoutError:
                    yield COMMENT
                else:
                    yield queue.take()
            if rest := queue.take():
                yield rest
    finally:
        events.streams -= 1


class _Queue:
    """Lines of events that have not been sent. Events come on the thread of the loop."""

    def __init__(self, limit: int) -> None:
        self.ready = asyncio.Event()
        self.is_over = False
        self._limit = limit
        self._lines: deque[bytes] = deque()
        self._missed = 0

    def put(self, event: Event | None) -> None:
        if event is None:
            self.is_over = True
        else:
            if len(self._lines) >= self._limit:
                self._lines.popleft()
                self._missed += 1
            self._lines.append(event.line)
        self.ready.set()

    def take(self) -> bytes:
        """All of them, and first how many there would have been."""
        missed = [line(MISSED, {"count": self._missed})] if self._missed else []
        piece = b"".join([*missed, *self._lines])
        self._missed = 0
        self._lines.clear()
        self.ready.clear()
        return piece
