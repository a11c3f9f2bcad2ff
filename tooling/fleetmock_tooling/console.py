"""What commands print: coloured for people, plain text when it is not a terminal that reads."""

import os
import sys
from functools import cache
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from rich.console import Console


def say(line: str, style: str = "") -> None:
    """Print one line as it is, never wrapped. `style` is rich's, such as "red" or "bold".

    Raises BrokenPipeError when whoever read the output has left.
    """
    if sys.stdout is not None and (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        from rich.text import Text  # noqa: PLC0415 - where nobody sees a colour, a start does not wait for it

        _console().print(Text(line, style), soft_wrap=True)
    else:
        click.echo(line)


@cache
def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415 - as above

    class Quiet(Console):
        def on_broken_pipe(self) -> NoReturn:
            raise BrokenPipeError  # rich would exit with 1, which means findings here

    return Quiet(highlight=False)
