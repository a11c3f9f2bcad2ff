"""Signs of life while the engine runs."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console

_PLAIN_EVERY = 5.0
_LIVE_EVERY = 0.1


class Progress:
    """On a terminal one line that changes; elsewhere a line for each phase and one every five seconds."""

    def __init__(self, console: Console, api: str, on_request: Callable[[], None] = lambda: None) -> None:
        """`on_request` is called after each request, like the progress itself."""
        self._console = console
        self._api = api
        self._on_request = on_request
        self._phase = "start"
        self._requests = 0
        self._findings = 0
        self._last = time.monotonic()
        self._status = console.status(self._line()) if console.is_terminal else None

    def __enter__(self) -> Self:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def phase(self, name: str) -> None:
        self._phase = name
        self._show()

    def request(self) -> None:
        """Safe to call from any thread."""
        self._requests += 1
        self._on_request()
        if time.monotonic() - self._last >= (_PLAIN_EVERY if self._status is None else _LIVE_EVERY):
            self._show()

    def findings(self, count: int) -> None:
        self._findings = count

    def note(self, text: str) -> None:
        """Something that stays on the screen."""
        self._console.print(f"{self._api}: {text}", markup=False, highlight=False, soft_wrap=True)

    def _line(self) -> str:
        return f"{self._api}: {self._phase}, {self._requests} requests, {self._findings} findings"

    def _show(self) -> None:
        self._last = time.monotonic()
        if self._status is None:
            self._console.print(self._line(), markup=False, highlight=False, soft_wrap=True)
        else:
            self._status.update(self._line())
