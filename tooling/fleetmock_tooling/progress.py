"""What is being done now, while it takes long."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape


class Progress:
    """On a terminal one line that changes; elsewhere a line now and then."""

    def __init__(self, console: Console, every: float = 2.0) -> None:
        """`every` is in seconds, for where there is no terminal."""
        self._console = console
        self._every = every
        self._status = console.status("") if console.is_terminal else None
        self._last: float | None = None

    def __enter__(self) -> Self:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def step(self, text: str, *, at_once: bool = False) -> None:
        """Say what is being done; where there is no terminal, `at_once` however little time has passed."""
        if self._status is not None:
            self._status.update(escape(text))
            return
        now = time.monotonic()
        if at_once or self._last is None or now - self._last >= self._every:
            self._console.print(text, markup=False, highlight=False, soft_wrap=True)
            self._last = now
