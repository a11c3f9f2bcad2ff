"""An ASGI application for clients that wait: it runs on a thread of its own, without a socket."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from starlette.types import ASGIApp, Message

from fleetmock.faults.connection import BrokenOff

Value = TypeVar("Value")


class Lifespan:
    """The start and the end of an application, as a server would bring it up and down."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._to_app: asyncio.Queue[str] = asyncio.Queue()
        self._from_app: asyncio.Queue[str] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._app({"type": "lifespan", "state": {}}, self._receive, self._send))  # type: ignore[arg-type] # an application is a coroutine function
        await self._say("lifespan.startup")

    async def stop(self) -> None:
        await self._say("lifespan.shutdown")
        if self._task:
            await self._task

    async def _say(self, word: str) -> None:
        self._to_app.put_nowait(word)
        answer = await self._from_app.get()
        if not answer.endswith(".complete"):
            raise RuntimeError(f"the mock answered {word} with {answer}")

    async def _receive(self) -> Message:
        return {"type": await self._to_app.get()}

    async def _send(self, message: Message) -> None:
        self._from_app.put_nowait(message["type"])


class LoopThread:
    """An event loop on a thread, as a context manager."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fleetmock", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Value]) -> Value:
        """The result, once it is there. Raises what the coroutine raises."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


class AsyncTransport(httpx.ASGITransport):
    """For httpx.AsyncClient. A connection that a fault breaks is the error that it would be on a socket."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except BrokenOff as fault:
            error = httpx.ReadError if fault.reset else httpx.RemoteProtocolError
            raise error(str(fault), request=request) from fault


class Transport(httpx.BaseTransport):
    """For httpx.Client. An answer is given as a whole, so a stream of events has no end here."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = AsyncTransport(app)
        self._running = ExitStack()
        self._thread = self._running.enter_context(LoopThread())
        lifespan = self._thread.run(_started(app))
        self._running.callback(lambda: self._thread.run(lifespan.stop()))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()  # a client that waits may send what only a waiting reader can read
        return self._thread.run(self._answer(request))

    def close(self) -> None:
        self._running.close()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        content = await response.aread()
        return httpx.Response(response.status_code, headers=response.headers.raw, content=content)


async def _started(app: ASGIApp) -> Lifespan:
    lifespan = Lifespan(app)
    await lifespan.start()
    return lifespan
