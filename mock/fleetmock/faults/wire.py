"""How an answer breaks on its way. Each of these sends a complete answer as a `contract.exchange.Wire`."""

import asyncio
from dataclasses import dataclass
from random import Random
from typing import Final

from starlette.types import Scope, Send

from fleetmock.contract.exchange import Headers
from fleetmock.faults.connection import BrokenOff, connection

DRIP_SECONDS: Final = 60.0
DRIPS_PER_SECOND: Final = 20


async def reset(status: int, headers: Headers, payload: bytes, scope: Scope, send: Send) -> None:  # noqa: ARG001 - a Wire
    """Nothing is sent and the connection is reset. Raises BrokenOff where there is none."""
    line = connection(scope)
    if line is None:
        raise BrokenOff("the connection was reset by a fault", reset=True)
    line.reset()


async def empty(status: int, headers: Headers, payload: bytes, scope: Scope, send: Send) -> None:  # noqa: ARG001 - a Wire
    """Nothing is sent and the connection is closed. Raises BrokenOff where there is none."""
    line = connection(scope)
    if line is None:
        raise BrokenOff("the connection was closed without an answer by a fault")
    line.close()


@dataclass(frozen=True, slots=True)
class Truncate:
    """The connection is closed within the body: after so many bytes of it, at most all but one; by default half."""

    size: int | None = None

    async def __call__(self, status: int, headers: Headers, payload: bytes, scope: Scope, send: Send) -> None:
        """Raises BrokenOff where there is no connection."""
        size = len(payload) // 2 if self.size is None else min(self.size, max(0, len(payload) - 1))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": payload[:size], "more_body": True})
        line = connection(scope)
        if line is None:
            raise BrokenOff(f"the connection was closed after {size} of {len(payload)} bytes by a fault")
        line.close()


@dataclass(frozen=True, slots=True)
class Garbage:
    """Status and headers as they should be, and as many bytes as announced, which are neither JSON nor text."""

    random: Random

    async def __call__(self, status: int, headers: Headers, payload: bytes, scope: Scope, send: Send) -> None:  # noqa: ARG002 - a Wire
        # No text in UTF-8 begins with FF.
        noise = b"\xff" + self.random.randbytes(len(payload) - 1) if payload else b""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": noise})


@dataclass(frozen=True, slots=True)
class Drip:
    """The body comes little by little; after a minute, the rest of it at once."""

    bytes_per_second: int

    async def __call__(self, status: int, headers: Headers, payload: bytes, scope: Scope, send: Send) -> None:
        drop = max(1, self.bytes_per_second // DRIPS_PER_SECOND)
        line, loop = connection(scope), asyncio.get_running_loop()
        begin, sent = loop.time(), 0
        await send({"type": "http.response.start", "status": status, "headers": headers})
        while sent < len(payload) and not (line and line.is_closing()):
            late = loop.time() - begin >= DRIP_SECONDS
            end = len(payload) if late else min(sent + drop, len(payload))
            if not late:
                await asyncio.sleep(begin + end / self.bytes_per_second - loop.time())
            await send({"type": "http.response.body", "body": payload[sent:end], "more_body": True})
            sent = end
        await send({"type": "http.response.body", "body": b""})
