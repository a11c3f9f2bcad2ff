"""The connection behind a request, for what no HTTP server does of its own accord."""

import socket
import struct
from typing import Final, Protocol
from weakref import ReferenceType

from starlette.types import Scope

from fleetmock.outgoing import Outgoing

CONNECTION: Final = "fleetmock.connection"  # in the `state` of an ASGI scope
# Closing discards what was not sent and resets instead of taking leave.
LINGER: Final = struct.pack("ii", 1, 0)


class BrokenOff(ConnectionResetError):
    """A client without a socket meets a fault of the connection; the message says which.

    `reset` tells a reset from a connection that was closed too early.
    """

    def __init__(self, message: str, *, reset: bool = False) -> None:
        super().__init__(message)
        self.reset = reset


class Cycle(Protocol):
    """One request and its answer, as the server keeps it."""

    disconnected: bool


class Connection:
    """A transport and the request on it that is being answered; weakly, since that request knows of this."""

    __slots__ = ("_cycle", "_transport")

    def __init__(self, transport: Outgoing, cycle: "ReferenceType[Cycle]") -> None:
        self._transport = transport
        self._cycle = cycle

    def hold(self) -> None:
        """The head of the answer waits for its body."""
        self._transport.hold()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def reset(self) -> None:
        """The client's next read or write fails with ECONNRESET."""
        self._leave()
        if not self._transport.is_closing():
            self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
        self._transport.abort()

    def close(self) -> None:
        """What was written is sent, and then there is no more."""
        self._leave()
        self._transport.close()

    def _leave(self) -> None:
        """The server has nobody to answer any more, and must not make up for an answer that is not complete."""
        cycle = self._cycle()
        if cycle is not None:
            cycle.disconnected = True


def connection(scope: Scope) -> Connection | None:
    """None when the client is in this process, or the server is not this package's."""
    found: Connection | None = scope.get("state", {}).get(CONNECTION)
    return found
