"""What commands print: coloured for people, plain text when it is not a terminal that reads."""

from functools import cache
from typing import NoReturn

from rich.console import Console
from rich.text import Text


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError  # rich would exit with 1, which means findings here


def say(line: str, style: str = "") -> None:
    """Print one line as it is, never wrapped. `style` is rich's, such as "red" or "bold"."""
    _console().print(Text(line, style), soft_wrap=True)


@cache
def _console() -> Console:
    return _Console(highlight=False)
