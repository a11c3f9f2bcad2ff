"""HTTP as uvicorn parses it, with the vendors' own errors where the parser gives up.

The parser refuses unknown methods and malformed requests before any application sees them, and uvicorn answers those in
plain text, which no client of these APIs expects.
"""

import re
from asyncio import Transport
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, ClassVar, Final
from weakref import ref

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from fleetmock.contract.exchange import Reply
from fleetmock.contract.middleware import Contract
from fleetmock.faults.connection import CONNECTION, Connection
from fleetmock.outgoing import Outgoing

REQUEST_LINE: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}) (\S+) HTTP/[0-9.]{1,9}\r?\n")
ABSOLUTE_FORM: Final = re.compile(rb"https?://[^/?]*", re.IGNORECASE)
# An offer to speak another protocol. It is declined by going on as if it had not been made (RFC 9110, 7.8); the parser
# would stop at it and lose the body.
UPGRADE: Final = re.compile(rb"^(?:upgrade|connection:[^\r\n]*\bupgrade\b)[^\r\n]*\r\n", re.IGNORECASE | re.MULTILINE)
# Bytes of request line and headers, or of trailers, that are waited with; every server has such a limit, and nginx's is
# half of it.
MAX_HEAD: Final = 64 * 1024


class VendorProtocol(HttpToolsProtocol):
    """One connection. `contract` is set by `protocol_for`."""

    contract: ClassVar[Contract]
    transport: Outgoing
    _received = b""
    # How much there is of an incomplete head, or of what stands between and behind chunks, without the piece that it
    # began in: that may hold other requests too. None within a body, and between requests.
    _head: int | None = None
    _began = False  # in the piece at hand
    url = b""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self.transport = Outgoing(transport)

    def data_received(self, data: bytes) -> None:
        if b"pgrade" in data and REQUEST_LINE.match(data) and not self._is_reading_body():
            head, end, rest = data.partition(b"\r\n\r\n")
            data = UPGRADE.sub(b"", head + b"\r\n") + end[2:] + rest
        self._received, self._began = data, False
        super().data_received(data)
        if self._head is not None and not self._began:
            self._head += len(data)
            if self._head > MAX_HEAD:
                side = "beside" if self._is_reading_body() else "before"
                self._refuse(f"has more than {MAX_HEAD} bytes {side} its body")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head, self._began = 0, True

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._head, self._began = 0, True
        self.scope["state"][CONNECTION] = Connection(self.transport, ref(self.cycle))
        self.headers = []  # trailers are no headers: they must not end up among those that were just checked

    def on_chunk_complete(self) -> None:
        self._head, self._began = 0, True  # of what leads to the next one, or of trailers

    def on_body(self, body: bytes) -> None:
        self._head = None
        super().on_body(body)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._head, self.url = None, b""

    def on_response_complete(self) -> None:
        self.transport.flush()  # an answer to HEAD has no body that its head could go with
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
        self._refuse("is not HTTP")

    def _refuse(self, why: str) -> None:
        self._head = None
        if self._is_busy() and not self.cycle.more_body:
            self.cycle.keep_alive = False  # a good request is still being answered; what came after it is not
            return
        if self._is_reading_body():
            self.cycle.disconnected = True  # nobody must act on half a request
            self.cycle.message_event.set()
        method, target = self._request_line()
        path = ABSOLUTE_FORM.sub(b"", target).partition(b"?")[0].decode("latin-1")
        self.transport.write(_encode(self.contract.malformed(method, path, why), with_body=method != "HEAD"))
        self.transport.close()

    def _is_busy(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn declares it as never None
        return cycle is not None and not cycle.response_complete

    def _is_reading_body(self) -> bool:
        return self._is_busy() and self.cycle.more_body

    def _request_line(self) -> tuple[str, bytes]:
        """The method and the target, as far as they are known."""
        if self.url:
            return self.parser.get_method().decode("latin-1"), self.url
        line = REQUEST_LINE.match(self._received)
        return (line[1].decode(), line[2]) if line else ("", b"")


def protocol_for(contract: Contract) -> type[HttpToolsProtocol]:
    """A protocol class with this contract's answers; uvicorn makes the instances itself."""
    return type("Protocol", (VendorProtocol,), {"contract": contract})


def _encode(reply: Reply, *, with_body: bool) -> bytes:
    headers, payload = reply.encode()
    status = HTTPStatus(reply.status)
    head: list[Any] = [f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()]
    for name, value in [*headers, (b"date", formatdate(usegmt=True).encode())]:
        head += [name, b": ", value, b"\r\n"]
    return b"".join([*head, b"connection: close\r\n\r\n", payload if with_body else b""])
