"""HTTP parsing errors, answered by the vendor whose API the request was for.

The parser refuses unknown methods and malformed requests before any application sees them, and uvicorn answers those in
plain text, which no client of these APIs expects.
"""

import re
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from fleetmock.contract.exchange import Reply
from fleetmock.contract.middleware import Contract

REQUEST_LINE: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}) (/[^\s]*) HTTP/[0-9.]{1,9}\r?\n")


def protocol_for(contract: Contract) -> type[HttpToolsProtocol]:
    """Uvicorn's protocol class with this contract's answers; uvicorn makes the instances itself."""

    class Protocol(HttpToolsProtocol):
        _received = b""

        def data_received(self, data: bytes) -> None:
            self._received = data
            super().data_received(data)

        def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
            line = REQUEST_LINE.match(self._received)
            path = line[2].decode("latin-1").partition("?")[0] if line else ""
            reply = contract.malformed(line[1].decode() if line else "", path)
            self.transport.write(_encode(reply))
            self.transport.close()

    return Protocol


def _encode(reply: Reply) -> bytes:
    headers, payload = reply.encode()
    status = HTTPStatus(reply.status)
    head: list[Any] = [f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()]
    for name, value in [*headers, (b"date", formatdate(usegmt=True).encode())]:
        head += [name, b": ", value, b"\r\n"]
    return b"".join([*head, b"connection: close\r\n\r\n", payload])
