"""Signs of life while the engine runs."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console

from fleetmock_tooling import progress

# In seconds, where there is no terminal.
EVERY = 5.0


class Progress:
    """On a terminal one line that changes; elsewhere a line for each phase and one every five seconds."""

    def __init__(
        self, console: Console, api: str, on_request: Callable[[], None] = lambda: None, every: float = EVERY
    ) -> None:
        """`on_request` is called after each request, like the progress itself."""
        self._console = console
        self._api = api
        self._on_request = on_request
        self._phase = "start"
        self._requests = 0
        self._findings = 0
        self._shown = progress.Progress(console, every)

    def __enter__(self) -> Self:
        self._shown.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shown.__exit__(kind, value, trace)

    def phase(self, name: str) -> None:
        self._phase = name
        self._shown.step(self._line(), at_once=True)

    def request(self) -> None:
        """Safe to call from any thread."""
        self._requests += 1
        self._on_request()
        self._shown.step(self._line())

    def findings(self, count: int) -> None:
        self._findings = count

    def note(self, text: str) -> None:
        """Something that stays on the screen."""
        self._console.print(f"{self._api}: {text}", markup=False, highlight=False, soft_wrap=True)

    def _line(self) -> str:
        return f"{self._api}: {self._phase}, {self._requests} requests, {self._findings} findings"
