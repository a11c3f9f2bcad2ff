"""The mock on a socket: in the foreground for `fleetmock serve`, on a thread for tests."""

import asyncio
import gc
import signal
import socket
import threading
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

import uvicorn

from fleetmock import problems
from fleetmock.app import create_app
from fleetmock.contract.middleware import Application
from fleetmock.protocol import protocol_for
from fleetmock.settings import Settings
from fleetmock.uncollected import uncollected

SHUTDOWN_SECONDS = 1
Result = TypeVar("Result")


class CannotListen(Exception):
    """The address cannot be bound; the message says which and why."""


def bind(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises CannotListen."""
    with ExitStack() as on_failure:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            bound = on_failure.enter_context(socket.socket(family, kind, protocol))
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
        except (OSError, UnicodeError) as error:
            raise CannotListen(
                f"cannot listen on {host} port {port}: {getattr(error, 'strerror', None) or error}"
            ) from error
        on_failure.pop_all()
    return bound


def url_of(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """Says when it accepts connections."""

    def __init__(self, app: Application, on_started: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,
                http=protocol_for(app.contract),
                lifespan="on",
                log_config=None,
                log_level="critical",  # what goes wrong is logged where it goes wrong
                proxy_headers=False,  # of what a proxy says, only the scheme matters, and the contract reads it itself
                server_header=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
                ws="none",
            )
        )
        self._namespaces = app.namespaces
        self._on_started = on_started
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self.started:
            self._on_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._namespaces.close()  # ends what is answered for as long as it lasts; uvicorn would wait for it
        await super().shutdown(sockets)


def serve(settings: Settings, on_started: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `on_started` gets the URL. Raises CannotListen or UnknownApi."""
    with uncollected():
        app = create_app(settings)
    problems.say_as(settings.log_format)
    # What is there at the start stays, so the garbage collector need not walk it; stored commands it never walks.
    gc.freeze()
    with bind(settings.host, settings.port) as bound:
        # uvicorn stops at the signal and then raises it again for the handler it found; ours has nothing left to do.
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, _already_stopped)
        _Server(app, lambda: on_started(url_of(bound))).run([bound])


def _already_stopped(_number: int, _frame: FrameType | None) -> None:
    pass


class ThreadedServer:
    """A mock on its own thread, as a context manager; `url` is where it listens."""

    def __init__(self, settings: Settings | None = None, app: Application | None = None) -> None:
        """`app` replaces the one that the settings describe. Raises CannotListen or UnknownApi."""
        settings = settings or Settings(port=0, log_format="off")
        self._socket = bind(settings.host, settings.port)
        self.url = url_of(self._socket)
        self._started = threading.Event()
        self._server = _Server(app or create_app(settings), self._started.set)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._started.wait(0.05):
            if not self._thread.is_alive():
                raise CannotListen(f"the server on {self.url} did not start")
        return self

    def run(self, work: Coroutine[Any, Any, Result], seconds: float) -> Result:
        """Do something on the loop of the mock, while it is served. Raises TimeoutError after so many seconds."""
        assert self._server.loop is not None  # noqa: S101 - it has started
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self._server.loop).result()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(SHUTDOWN_SECONDS + 5)
        self._socket.close()
