"""One line on standard error per request."""

import asyncio
import sys
import time
from contextlib import suppress
from typing import Final, Literal

import orjson

from fleetmock.contract.exchange import Exchange, Reply

MAX_LINES: Final = 100  # that wait for the end of a turn


class Access:
    """Writes what was asked and answered. Headers and bodies, where the secrets are, are not in it.

    Lines of one turn of the running loop are written together, at its end: with a socket for each of sixteen clients,
    that is one call of the system instead of sixteen, and each of those costs as much as validating both ways.
    """

    def __init__(self, log_format: Literal["pretty", "json", "off"]) -> None:
        self._format = log_format
        self._second, self._time = -1, ""  # the one that was printed last, and how
        self._lines: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None  # which will write them

    def __call__(self, exchange: Exchange, reply: Reply) -> None:
        """To be called on a running loop."""
        if self._format == "off":
            return
        self._lines.append(self._line(exchange, reply))
        if len(self._lines) >= MAX_LINES:
            self._write()
            return
        loop = asyncio.get_running_loop()
        if self._loop is not loop:  # also when another one ended before it had written
            self._loop = loop
            loop.call_soon(self._write)

    def _line(self, exchange: Exchange, reply: Reply) -> str:
        path = printable(exchange.raw_path)
        if self._format == "json":
            entry = {"time": time.time(), "method": exchange.method, "path": path, "status": reply.status}
            return orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE).decode()
        return f"{self._now()} {reply.status} {printable(exchange.method):7} {path}\n"

    def _write(self) -> None:
        lines, self._lines, self._loop = "".join(self._lines), [], None
        with suppress(OSError):  # nobody reads the log; the clients got their answers
            sys.stderr.write(lines)

    def _now(self) -> str:
        """The local time; printing it costs as much as the rest of the line, and is good for a second."""
        second = int(time.time())
        if second != self._second:
            self._second, self._time = second, time.strftime("%H:%M:%S", time.localtime(second))
        return self._time


def printable(text: str) -> str:
    """Whatever a client sent, as one short line that cannot move a terminal's cursor."""
    short = text if len(text) <= 300 else text[:299] + "…"
    return short if short.isprintable() else ascii(short)[1:-1]
