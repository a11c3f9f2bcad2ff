"""One line on standard error per request."""

import sys
import time
from contextlib import suppress
from typing import Literal

import orjson

from fleetmock.contract.exchange import Exchange, Reply


class Access:
    """Writes what was asked and answered. Headers and bodies, where the secrets are, are not in it."""

    def __init__(self, log_format: Literal["pretty", "json", "off"]) -> None:
        self._format = log_format
        self._second, self._time = -1, ""  # the one that was printed last, and how

    def __call__(self, exchange: Exchange, reply: Reply) -> None:
        if self._format == "off":
            return
        path = printable(exchange.raw_path)
        if self._format == "json":
            entry = {"time": time.time(), "method": exchange.method, "path": path, "status": reply.status}
            line = orjson.dumps(entry).decode()
        else:
            line = f"{self._now()} {reply.status} {printable(exchange.method):7} {path}"
        with suppress(OSError):  # nobody reads the log; the client still gets its answer
            sys.stderr.write(line + "\n")

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
