"""Requests that are held up, and that must not act any more when what they were about is gone."""

import asyncio
from contextlib import suppress


class Closed(Exception):
    """The namespace has come to its end in the meantime."""


class Pauses:
    """The requests of one namespace that wait for their delay."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._is_closed = False

    async def pause(self, seconds: float) -> None:
        """Real seconds. Raises Closed, at once when it happens."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        timer = loop.call_later(seconds, _finish, done)
        self._waiting.add(done)
        try:
            if not self._is_closed:
                await done
        finally:
            timer.cancel()
            self._waiting.discard(done)
        if self._is_closed:
            raise Closed

    def close(self) -> None:
        """From any thread."""
        self._is_closed = True
        for each in tuple(self._waiting):
            with suppress(RuntimeError):  # that loop has been closed, and nobody waits in it
                each.get_loop().call_soon_threadsafe(_finish, each)


def _finish(done: "asyncio.Future[None]") -> None:
    if not done.done():
        done.set_result(None)
