"""Writing a report, or saying why it cannot be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fleetmock_tooling.errors import CannotRun


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises CannotRun where an OSError comes out."""
    try:
        yield
    except OSError as error:
        raise CannotRun(f"cannot write reports to {path}: {error.strerror}; choose another --report-dir") from error


def write(path: Path, text: str) -> None:
    """Raises CannotRun. What is no Unicode text, since an answer held half a character, is spelled out."""
    with writing(path):
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
