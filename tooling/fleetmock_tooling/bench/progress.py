"""What is being measured now."""

import time
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.markup import escape

PLAIN_EVERY: Final = 2.0


class Progress:
    """On a terminal one line that changes; elsewhere a line now and then. On standard error, away from the report."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._status = self._console.status("") if self._console.is_terminal else None
        self._last = 0.0

    def __enter__(self) -> Self:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def step(self, text: str) -> None:
        now = time.monotonic()
        if self._status is not None:
            self._status.update(escape(text))
        elif now - self._last >= PLAIN_EVERY:
            self._console.print(text, markup=False, soft_wrap=True)
            self._last = now
