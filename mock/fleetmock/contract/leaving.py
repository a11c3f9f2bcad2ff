"""Whoever asked, or the namespace that was asked, may go before there is an answer.

That a client has left the server says by `receive` alone.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.types import Message, Receive


class ClientLeft(Exception):
    """The connection was closed: there is nobody to answer. Before the body was complete, nothing was asked either."""


class NamespaceEnded(Exception):
    """The namespace was reset or dropped while the body was on its way: what is stored in it now, nobody would find."""


def received(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read already, and then what `receive` gives."""
    messages: list[Message] = [{"type": "http.request", "body": body}]

    async def again() -> Message:
        return messages.pop() if messages else await receive()

    return again


async def left(receive: Receive) -> None:
    """Returns when the client has left. Its whole request must have been read."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def unless_left(work: Coroutine[Any, Any, Any], receive: Receive) -> Any:
    """The result of the work, which is cancelled when the client leaves. Raises ClientLeft."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientLeft
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.wait({working, leaving})
