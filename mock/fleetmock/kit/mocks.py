"""`Server`, a mock on a free port, and `Mock`, one without a socket. Both are context managers that give a handle."""

import ssl
from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Any, Final

import httpx

from fleetmock.app import create_app
from fleetmock.fleet.clock import Clock
from fleetmock.kit.handle import SECONDS, AsyncHandle, Handle
from fleetmock.kit.inprocess import AsyncTransport, Lifespan, Transport
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

# Nothing listens there: the transport goes to the application whatever the address.
ROOT: Final = "http://localhost"


# Making a context that trusts the world takes longer than a test; a mock speaks plain HTTP.
NO_TLS: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def plain_client(**options: Any) -> httpx.Client:
    """For a mock on this machine, of which a proxy of the environment knows nothing."""
    return httpx.Client(trust_env=False, verify=NO_TLS, **options)


QUIET: Final = Settings(port=0, log_format="off")


class _Made:
    def __init__(self, settings: Settings | None = None, *, clock: Clock | None = None, **options: Any) -> None:
        """`options` are those of Settings, over the ones given. Raises what fleetmock.app.Builder does."""
        self.settings = replace(settings or QUIET, **options)
        self.app = create_app(self.settings, clock)
        self._token = self.settings.tokens[0].partition("=")[0] if self.settings.tokens else ""


class Server(_Made):
    """For clients in any language: it listens on a port of this machine, on a thread of this process."""

    def __enter__(self) -> Handle:
        with ExitStack() as starting:
            server = starting.enter_context(ThreadedServer(self.settings, self.app))
            client = starting.enter_context(plain_client(base_url=server.url, timeout=SECONDS))
            handle = Handle(server.url, client, plain_client, token=self._token)
            starting.callback(handle.close)
            self._running = starting.pop_all()
        return handle

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()


class Mock(_Made):
    """For clients over httpx: `with` for those that wait, `async with` for those that are awaited."""

    def __enter__(self) -> Handle:
        with ExitStack() as starting:
            transport = Transport(self.app)
            starting.callback(transport.close)
            make = partial(_waiting, transport)
            client = starting.enter_context(make(base_url=ROOT, timeout=SECONDS))
            handle = Handle(ROOT, client, make, token=self._token)
            starting.callback(handle.close)
            self._running = starting.pop_all()
        return handle

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    async def __aenter__(self) -> AsyncHandle:
        async with AsyncExitStack() as starting:
            lifespan = Lifespan(self.app)
            await lifespan.start()
            starting.push_async_callback(lifespan.stop)
            make = partial(httpx.AsyncClient, transport=AsyncTransport(self.app))
            client = await starting.enter_async_context(make(base_url=ROOT, timeout=SECONDS))
            handle = AsyncHandle(ROOT, client, make, token=self._token)
            starting.push_async_callback(handle.close)
            self._running_here = starting.pop_all()
        return handle

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._running_here.aclose()


class _Shared(httpx.BaseTransport):
    """Clients come and go; the mock stays."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._inner.handle_request(request)


def _waiting(transport: Transport, **options: Any) -> httpx.Client:
    return httpx.Client(transport=_Shared(transport), **options)
