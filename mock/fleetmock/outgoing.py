"""The sending side of a connection, which can wait with the head of an answer for its body.

uvicorn writes the two one after the other, and uvloop hands each to the system at once. Sent together they cost one
call and wake the client once, which saves a tenth of what a request costs over a socket.
"""

from asyncio import Transport
from typing import Any


class Outgoing(Transport):
    """A transport as uvicorn uses one."""

    __slots__ = ("_held", "_holds", "_transport")

    def __init__(self, transport: Transport) -> None:
        super().__init__()
        self._transport = transport
        self._holds = False
        self._held = b""

    def hold(self) -> None:
        """What is written next waits for what comes after it: more, the end of the answer, or of the connection."""
        self._holds = True

    def write(self, data: Any) -> None:
        if self._holds:
            self._holds, self._held = False, data
        elif self._held:
            data, self._held = self._held + data, b""  # before it is written: that fails once the client has gone
            self._transport.write(data)
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """Nothing waits any longer."""
        self._holds = False
        if self._held:
            self.write(b"")

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def abort(self) -> None:
        self._transport.abort()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._transport.get_extra_info(name, default)
