"""One request and its reply, as the contract path sees them."""

import re
from dataclasses import dataclass
from typing import Any, Final

import orjson
from starlette.types import Scope, Send

from fleetmock.contract.prefer import Preferences

Headers = list[tuple[bytes, bytes]]

SINGLE: Final = (b"host", b"authorization", b"content-type", b"content-length")
HOST: Final = re.compile(rb"[0-9A-Za-z_.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
GUID: Final = re.compile(rb"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Exchange:
    """A request as it came in. `arguments` are the path's parameters once the router has found them."""

    __slots__ = (
        "_scope",
        "ambiguous",
        "arguments",
        "client_request_id",
        "headers",
        "method",
        "query",
        "raw_path",
        "request_id",
    )

    def __init__(self, scope: Scope, request_id: str) -> None:
        self._scope = scope
        self.method: str = scope["method"]
        self.query: bytes = scope["query_string"]
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        self.raw_path = raw.decode("latin-1")
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        # The name of a header that may stand only once and does not: requests are smuggled through such disagreements.
        self.ambiguous = "" if len(self.headers) == len(scope["headers"]) else _repeated(scope["headers"])
        self.arguments: list[str] = []
        self.request_id = request_id
        sent = self.headers.get(b"client-request-id")
        self.client_request_id = sent.decode() if sent and GUID.fullmatch(sent) else request_id

    @property
    def origin(self) -> str:
        """Scheme, host and port as the client wrote them; for absolute URLs in answers."""
        host = self.headers.get(b"host", b"")
        if not HOST.fullmatch(host):
            address, port = self._scope.get("server") or ("localhost", None)
            host = (f"{address}:{port}" if port else address).encode()
        return f"{self._scope.get('scheme', 'http')}://{host.decode('latin-1')}"

    @property
    def url(self) -> str:
        """The whole URL, absolute, without its query."""
        return self.origin + self.raw_path


def _repeated(headers: Headers) -> str:
    names = [name for name, _ in headers]
    return next((name.decode() for name in SINGLE if names.count(name) > 1), "")


@dataclass(slots=True)
class Reply:
    """A complete answer; `headers` hold everything but the content-length. A body of None is no body, as 204 has it."""

    status: int
    headers: Headers
    body: Any

    def encode(self) -> tuple[Headers, bytes]:
        """All headers, and the body as JSON."""
        if self.body is None:
            return self.headers, b""
        payload = orjson.dumps(self.body)
        return [*self.headers, (b"content-length", str(len(payload)).encode())], payload

    async def send(self, send: Send) -> None:
        headers, payload = self.encode()
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": payload})


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler is told of the request: valid parameters and body, and where the resource is.

    `url` is absolute and without a query; links to further pages are made from it.
    """

    path: dict[str, str]
    query: dict[str, Any]
    body: Any
    url: str
    preferences: Preferences
