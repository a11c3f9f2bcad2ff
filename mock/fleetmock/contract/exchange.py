"""One request and its reply, as the contract path sees them."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import AsyncGeneratorType
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson
from starlette.types import Receive, Scope, Send

from fleetmock.contract.leaving import left
from fleetmock.contract.prefer import Preferences
from fleetmock.errors import Refusal
from fleetmock.faults.connection import connection
from fleetmock.fleet.ids import Ids

if TYPE_CHECKING:  # they know exchanges themselves
    from fleetmock.contract.operation import Operation
    from fleetmock.faults.effect import Applied
    from fleetmock.namespaces.namespace import Namespace

Headers = list[tuple[bytes, bytes]]

SINGLE: Final = (b"host", b"authorization", b"content-type", b"content-length")
# What a mock marks its callbacks with, so that no mock takes one for a request: a command that is told to the place
# where commands are created would never come to an end.
CALLBACK: Final = b"fleetmock-callback"
MAX_HOST: Final = 255  # characters; a name that DNS knows has no more
HOST: Final = re.compile(rb"[0-9A-Za-z_.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
GUID: Final = re.compile(rb"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Exchange:
    """A request as it came in, and what became known of it on its way.

    `raw_path` is what the client sent; `path` is it without the `prefix` that names a namespace; `origin` is scheme,
    host and port as the client wrote them. `arguments` are the path's parameters once the router has found them, `body`
    the bytes once they were read. `api` is None below no base path, `operation` when the request belongs to none.
    `checked` is the answer as the spec knows it, before a variant rewrote it. `refusal` is why it was refused, `notes`
    are for whoever reads the journal. `moment` is in seconds since 1970 by the namespace's clock, `started` on the
    scale of `time.perf_counter`.
    """

    __slots__ = (
        "ambiguous",
        "api",
        "arguments",
        "body",
        "checked",
        "client_request_id",
        "fault",
        "headers",
        "method",
        "moment",
        "namespace",
        "notes",
        "operation",
        "origin",
        "path",
        "prefix",
        "query",
        "raw_path",
        "refusal",
        "request_id",
        "started",
    )
    namespace: "Namespace"
    operation: "Operation | None"
    client_request_id: str
    request_id: str

    def __init__(self, scope: Scope) -> None:
        self.started = time.perf_counter()
        self.method: str = scope["method"]
        self.query: bytes = scope["query_string"]
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        self.raw_path = self.path = raw.decode("latin-1")
        self.prefix = ""
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.ambiguous = ""
        if len(self.headers) < len(scope["headers"]):
            self.headers = _joined(scope["headers"])
            # The name of a header that may stand only once: requests are smuggled through such disagreements.
            self.ambiguous = _repeated(scope["headers"])
        host, server = self.headers.get(b"host", b""), scope.get("server") or ("localhost", None)
        # A proxy that ends TLS in front of the mock says so, and links in answers are for whoever is in front of it.
        forwarded = self.headers.get(b"x-forwarded-proto")
        scheme = "https" if forwarded and _first(forwarded) == b"https" else scope.get("scheme", "http")
        self.origin = _origin(scheme, host if len(host) <= MAX_HOST else b"", *server)
        self.arguments: Sequence[str] = ()
        self.body = b""
        self.api: str | None = None
        self.operation = None
        self.checked: Reply | None = None
        self.fault: Applied | None = None
        self.refusal: Refusal | None = None
        self.notes: tuple[str, ...] = ()

    def enter(self, namespace: "Namespace") -> None:
        """The request belongs to this namespace, which gives it its id and its moment."""
        self.namespace = namespace
        self.moment = namespace.fleet.clock.now()
        self.name_by(namespace.fleet.ids)

    def name_by(self, ids: Ids) -> None:
        """Give the request an id from these."""
        self.request_id = ids.request()
        sent = self.headers.get(b"client-request-id")
        self.client_request_id = sent.decode() if sent and GUID.fullmatch(sent) else self.request_id

    @property
    def base(self) -> str:
        """What the paths of this request's namespace are appended to."""
        return self.origin + self.prefix

    @property
    def url(self) -> str:
        """The whole URL, absolute, without its query."""
        return self.origin + self.raw_path


def _first(listed: bytes) -> bytes:
    """Of several proxies, the one that the client speaks to is named first."""
    return listed.partition(b",")[0].strip().lower()


@lru_cache(maxsize=16)  # most clients always write the same
def _origin(scheme: str, host: bytes, address: str, port: int | None) -> str:
    """The server's address takes the place of a host that is none."""
    if not HOST.fullmatch(host):
        name = f"[{address}]" if ":" in address else address
        host = (f"{name}:{port}" if port else name).encode()
    return f"{scheme}://{host.decode('latin-1')}"


def _joined(headers: Headers) -> dict[bytes, bytes]:
    """Several lines of one name are one list (RFC 9110, section 5.2); of what is no list, the last."""
    joined: dict[bytes, bytes] = {}
    for name, value in headers:
        joined[name] = joined[name] + b", " + value if name in joined and name not in SINGLE else value
    return joined


def _repeated(headers: Headers) -> str:
    names = [name for name, _ in headers]
    return next((name.decode() for name in SINGLE if names.count(name) > 1), "")


class Wire(Protocol):
    """A way to send an answer other than as it is."""

    async def __call__(self, status: int, headers: Headers, payload: bytes, scope: Scope, send: Send) -> None: ...


@dataclass(slots=True)
class Reply:
    """A complete answer; `headers` hold everything but the content-length.

    A body of None is no body, as 204 has it; bytes are sent as they are; a generator is sent piece by piece, while
    it lasts. `wire` is what goes wrong with the answer on its way.
    """

    status: int
    headers: Headers
    body: Any
    wire: Wire | None = None

    def encode(self) -> tuple[Headers, bytes]:
        """All headers, and the body as JSON."""
        if self.body is None:
            return self.headers, b""
        payload = self.body if isinstance(self.body, bytes) else orjson.dumps(self.body)
        return [*self.headers, (b"content-length", str(len(payload)).encode())], payload

    async def send(self, scope: Scope, receive: Receive, send: Send) -> bytes:
        """Returns what was sent as the body, of one that was complete before."""
        if isinstance(self.body, AsyncGeneratorType):  # asking for the abstract class takes five times as long
            await self._stream(self.body, receive, send)
            return b""
        headers, payload = self.encode()
        if self.wire:
            await self.wire(self.status, headers, payload, scope, send)
            return payload
        line = connection(scope)
        if line:
            line.hold()
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": payload})
        return payload

    async def _stream(self, pieces: AsyncGenerator[bytes], receive: Receive, send: Send) -> None:
        """Until the pieces end or the client leaves, which the server says by `receive` alone."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        leaving = asyncio.ensure_future(left(receive))
        try:
            while not leaving.done():
                piece = asyncio.ensure_future(anext(pieces, None))
                await asyncio.wait({piece, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if not piece.done():
                    piece.cancel()
                    await asyncio.wait({piece})
                elif (content := piece.result()) is None:
                    await send({"type": "http.response.body", "body": b""})
                    return
                else:
                    await send({"type": "http.response.body", "body": content, "more_body": True})
        finally:
            leaving.cancel()
            await pieces.aclose()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler returns when it has more to say than a body: one of several successes, or what is not JSON."""

    status: int
    body: Any = None
    content_type: str = "application/json"
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(slots=True)  # a frozen one takes three times as long to make
class Call:
    """What a handler is told of the request: valid parameters and body, and where the resource is.

    `url` is absolute and without a query; links to further pages are made from it.
    """

    path: dict[str, str]
    query: dict[str, Any]
    body: Any
    url: str
    preferences: Preferences
