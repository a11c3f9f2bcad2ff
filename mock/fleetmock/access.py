"""One line on standard error per request."""

import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Literal
from weakref import finalize

import orjson

from fleetmock.contract.exchange import Exchange, Reply

MAX_WAITING: Final = 100  # lines
WAIT_SECONDS: Final = 0.02  # shorter than anybody sees

# The moment, in seconds since 1970, method, path and status.
Asked = tuple[float, str, str, int]


class Access:
    """Writes what was asked and answered. Headers and bodies, where the secrets are, are not in it.

    Lines are made and written together, a moment later: in the midst of a request each would cost three times as much.
    """

    def __init__(self, log_format: Literal["pretty", "json", "off"]) -> None:
        self._is_off = log_format == "off"
        self._waiting = _Waiting(_json if log_format == "json" else _Pretty().line)
        self._loop: asyncio.AbstractEventLoop | None = None  # which will write them
        finalize(self, self._waiting.write)  # at the end of the process at last, when no loop did

    def __call__(self, exchange: Exchange, reply: Reply) -> None:
        """To be called on a running loop."""
        if self._is_off:
            return
        asked = self._waiting.asked
        asked.append((time.time(), exchange.method, exchange.raw_path, reply.status))
        if len(asked) >= MAX_WAITING:
            self._waiting.write()
        loop = asyncio.get_running_loop()
        if self._loop is not loop:  # also when another one ended before it had written
            self._loop = loop
            loop.call_later(WAIT_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what waits."""
        self._loop = None
        self._waiting.write()


class _Waiting:
    """What is not written yet, and how it will be."""

    def __init__(self, line: Callable[[Asked], str]) -> None:
        self.asked: list[Asked] = []
        self._line = line

    def write(self) -> None:
        asked = self.asked[:]
        del self.asked[: len(asked)]  # and not what another thread adds meanwhile
        # None, or closed, when nobody wants a log. The clients got their answers.
        if asked and sys.stderr is not None:
            with suppress(OSError, ValueError):
                sys.stderr.write("".join(map(self._line, asked)))


class _Pretty:
    """Lines with the local time. Printing it costs as much as the rest of the line, and is good for a second."""

    def __init__(self) -> None:
        self._second, self._time = -1, ""  # the one that was printed last, and how

    def line(self, asked: Asked) -> str:
        moment, method, path, status = asked
        second = int(moment)
        if second != self._second:
            self._second, self._time = second, time.strftime("%H:%M:%S", time.localtime(second))
        return f"{self._time} {status} {printable(method):7} {printable(path)}\n"


def _json(asked: Asked) -> str:
    moment, method, path, status = asked
    entry = {"time": moment, "method": method, "path": printable(path), "status": status}
    return orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE).decode()


def printable(text: str) -> str:
    """Whatever a client sent, as one short line that cannot move a terminal's cursor."""
    short = text if len(text) <= 300 else text[:299] + "…"
    return short if short.isprintable() else ascii(short)[1:-1]
