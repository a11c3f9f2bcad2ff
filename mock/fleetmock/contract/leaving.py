"""A client may leave before it has its answer, which the server says by `receive` alone."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.types import Receive


class ClientLeft(Exception):
    """The connection was closed: there is nobody to answer. Before the body was complete, nothing was asked either."""


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
