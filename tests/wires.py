"""Raw clients: what is on the socket, byte for byte, and when."""

import socket
import time
from collections.abc import Generator
from contextlib import closing
from urllib.parse import urlsplit

from kit import Mock

DEVICES = "/beta/me/devices"
COMMANDS = f"{DEVICES}/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"
BODY = b'{"type":"LaunchUri","payload":{"uri":"http://bing.com"}}'
HEAD = b"Host: mock.test\r\nAuthorization: Bearer fleetmock\r\n"
POST = (
    f"POST {COMMANDS} HTTP/1.1\r\n".encode()
    + HEAD
    + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
    + BODY
)
GET = f"GET {DEVICES} HTTP/1.1\r\n".encode() + HEAD + b"\r\n"


def pieces(mock: Mock, *packets: bytes) -> Generator[tuple[float, bytes], None, None]:
    """What comes back until the connection ends, with the seconds since the first packet. Raises OSError."""
    address = urlsplit(mock.url)
    with closing(socket.create_connection((address.hostname, address.port), timeout=10)) as connection:
        began = time.monotonic()
        for packet in packets:
            connection.sendall(packet)
        while piece := connection.recv(65536):
            yield time.monotonic() - began, piece


def received(mock: Mock, *packets: bytes) -> bytes:
    """All of it. Raises OSError."""
    return b"".join(piece for _, piece in pieces(mock, *packets))


def settle(mock: Mock) -> None:
    """Whatever was answered before is in the journal when this returns: an answer is sent before it is recorded."""
    mock.client.get(f"/ns/settle{DEVICES}")


def created(mock: Mock) -> int:
    """How many commands there are beyond the two of the world."""
    return int(mock.client.get(f"{COMMANDS}?$count=true&$top=1").json()["@odata.count"]) - 2
