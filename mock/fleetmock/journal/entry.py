"""One request of the journal: references to what the request path had in its hands, and nothing worked out yet."""

import time
from copy import copy
from typing import Final

from fleetmock.contract.exchange import Exchange, Reply

# What an entry takes beside its texts, by measurement: 2 KiB for the exchange, its headers and the objects around them,
# and up to 4 that orjson leaves unused behind a payload.
OVERHEAD: Final = 6 * 1024
MAX_TARGET: Final = 8192
MAX_HEADERS: Final = 100
MAX_HEADER: Final = 4096
UNCUT: Final = (False, False)


class Entry:
    """Made right after the answer was sent.

    `sequence` counts the requests of a namespace from 1. `received` is in seconds since 1970 by the machine's clock,
    `took` in seconds; `size` is about what the entry takes, in bytes. `status`, `headers` and `payload` are those of
    the answer. `cut` says whether the bodies, of request and answer, are only the beginnings of what they were.
    """

    __slots__ = ("cut", "exchange", "headers", "payload", "received", "sequence", "size", "status", "took")

    def __init__(self, exchange: Exchange, reply: Reply, payload: bytes, sequence: int) -> None:
        self.took = took = time.perf_counter() - exchange.started
        self.received = time.time() - took
        self.exchange = exchange
        self.status = reply.status
        self.headers = reply.headers
        self.payload = payload
        self.sequence = sequence
        self.size = size_of(exchange, payload)
        self.cut = UNCUT
        exchange.checked = None  # of any size, and the payload says the same
        if exchange.refusal is not None:  # it was raised, and holds on to everything that was called until then
            exchange.refusal.__traceback__ = exchange.refusal.__context__ = None

    @property
    def id(self) -> str:
        return self.exchange.request_id

    @property
    def is_unmatched(self) -> bool:
        """No operation took the request."""
        return self.exchange.operation is None

    def shorten(self, body_limit: int) -> None:
        """Let go of what is longer than anybody should make a journal keep."""
        exchange = self.exchange = copy(self.exchange)
        self.cut = (len(exchange.body) > body_limit, len(self.payload) > body_limit)
        exchange.body = exchange.body[:body_limit]
        self.payload = self.payload[:body_limit]
        exchange.raw_path, exchange.path = exchange.raw_path[:MAX_TARGET], exchange.path[:MAX_TARGET]
        exchange.query = exchange.query[:MAX_TARGET]
        exchange.arguments = [each[:MAX_TARGET] for each in exchange.arguments]
        exchange.headers = {
            name[:MAX_HEADER]: value[:MAX_HEADER] for name, value in list(exchange.headers.items())[:MAX_HEADERS]
        }
        self.size = size_of(exchange, self.payload)


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
