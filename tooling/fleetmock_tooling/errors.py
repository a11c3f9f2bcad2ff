"""The two ways a command can be unhappy: it could not do its job, or it did and found something."""

from dataclasses import dataclass


class CannotRun(Exception):
    """The command could not do its job. The message is one sentence that names the thing and the way out."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong at one place of one file.

    `file` is as people should see it, `line` counts from 1, `pointer` is a JSON pointer behind `#`.
    """

    file: str
    line: int
    pointer: str
    message: str

    def __str__(self) -> str:
        return _one_line(f"{self.file}:{self.line}: {self.pointer}: {self.message}")


def _one_line(text: str) -> str:
    # What a file says may hold line ends and escape sequences; neither belongs on the reader's terminal.
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
