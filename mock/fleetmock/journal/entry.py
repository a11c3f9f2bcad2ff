"""One request of the journal: references to what the request path had in its hands, and nothing worked out yet."""

import time
from copy import copy
from typing import Final

from fleetmock.contract.exchange import Exchange, Headers, Reply

# What an entry takes beside its texts, by measurement: 2 KiB for the exchange, its headers and the objects around them,
# and up to 4 that orjson leaves unused behind a payload.
OVERHEAD: Final = 6 * 1024
MAX_TARGET: Final = 8192
MAX_HEADERS: Final = 100
MAX_HEADER: Final = 4096
UNCUT: Final = (False, False)


# What the journal keeps of one request: the exchange, status and headers of the answer, its payload, when it was sent
# on the scale of `time.perf_counter` and in seconds since 1970, its size and its cut. A plain tuple costs the least,
# and all but the few that somebody looks at are never more than that.
Kept = tuple[Exchange, int, Headers, bytes, float, float, int, tuple[bool, bool]]


class Entry:
    """Made when somebody looks.

    `sequence` counts the requests of a namespace from 1. `received` is in seconds since 1970 by the machine's clock,
    `took` in seconds; `size` is about what the entry takes, in bytes. `status`, `headers` and `payload` are those of
    the answer. `cut` says whether the bodies, of request and answer, are only the beginnings of what they were.
    """

    __slots__ = ("cut", "exchange", "headers", "payload", "received", "sequence", "size", "status", "took")

    def __init__(self, kept: Kept, sequence: int) -> None:
        self.exchange, self.status, self.headers, self.payload, sent, sent_at, self.size, self.cut = kept
        self.took = sent - self.exchange.started
        self.received = sent_at - self.took
        self.sequence = sequence

    @property
    def id(self) -> str:
        return self.exchange.request_id

    @property
    def is_unmatched(self) -> bool:
        """No operation took the request."""
        return self.exchange.operation is None


def keep(exchange: Exchange, reply: Reply, payload: bytes, body_limit: int) -> Kept:
    """To be called right after the answer was sent; the exchange belongs to the journal from now on."""
    sent, sent_at = time.perf_counter(), time.time()
    exchange.checked = None  # of any size, and the payload says the same
    if exchange.refusal is not None:  # it was raised, and holds on to everything that was called until then
        exchange.refusal.__traceback__ = exchange.refusal.__context__ = None
    size, cut = size_of(exchange, payload), UNCUT
    if size > body_limit:
        cut = (len(exchange.body) > body_limit, len(payload) > body_limit)
        exchange, payload = _shortened(exchange, body_limit), payload[:body_limit]
        size = size_of(exchange, payload)
    return exchange, reply.status, reply.headers, payload, sent, sent_at, size, cut


def _shortened(exchange: Exchange, body_limit: int) -> Exchange:
    """A copy without what is longer than anybody should make a journal keep."""
    exchange = copy(exchange)
    exchange.body = exchange.body[:body_limit]
    exchange.raw_path, exchange.path = exchange.raw_path[:MAX_TARGET], exchange.path[:MAX_TARGET]
    exchange.query = exchange.query[:MAX_TARGET]
    exchange.arguments = [each[:MAX_TARGET] for each in exchange.arguments]
    exchange.headers = {
        name[:MAX_HEADER]: value[:MAX_HEADER] for name, value in list(exchange.headers.items())[:MAX_HEADERS]
    }
    return exchange


def size_of(exchange: Exchange, payload: bytes) -> int:
    headers = exchange.headers
    return (
        OVERHEAD
        + len(exchange.body)
        + len(payload)
        + len(exchange.raw_path)
        + len(exchange.query)
        + sum(map(len, headers))
        + sum(map(len, headers.values()))
    )
