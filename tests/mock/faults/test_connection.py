import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from weakref import ref

import pytest

from fleetmock.faults.connection import CONNECTION, Connection, connection
from fleetmock.outgoing import Outgoing


@dataclass
class Cycle:
    disconnected: bool = False


async def end(how: Callable[[Connection], None], cycle: Cycle, *, pending: bytes = b"") -> bytes:
    """What the other side of a real connection gets. Raises OSError."""
    near, far = _pair()
    transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=near)
    outgoing = Outgoing(transport)
    there = Connection(outgoing, ref(cycle))
    there.hold()
    outgoing.write(pending)
    how(there)
    assert there.is_closing()
    how(there)  # twice is once
    received = b""
    with far:
        far.settimeout(5)
        while piece := await asyncio.to_thread(far.recv, 65536):
            received += piece
    return received


def _pair() -> tuple[socket.socket, socket.socket]:
    """Of TCP, which alone can be reset."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        near = socket.create_connection(server.getsockname())
        near.settimeout(0)
        return near, server.accept()[0]


def test_a_reset_reaches_the_other_side() -> None:
    cycle = Cycle()
    with pytest.raises(ConnectionResetError):
        asyncio.run(end(Connection.reset, cycle))
    assert cycle.disconnected, "else the server would answer 500 for what it believes to be unanswered"


def test_what_was_written_before_a_close_arrives() -> None:
    cycle = Cycle()
    assert asyncio.run(end(Connection.close, cycle, pending=b"x" * 1000)) == b"x" * 1000
    assert cycle.disconnected


def test_a_request_that_is_gone_is_no_obstacle() -> None:
    assert asyncio.run(end(Connection.close, Cycle())) == b""


def test_without_a_socket_there_is_no_connection() -> None:
    assert connection({"type": "http"}) is None
    assert connection({"type": "http", "state": {}}) is None
    there = object()
    assert connection({"type": "http", "state": {CONNECTION: there}}) is there
