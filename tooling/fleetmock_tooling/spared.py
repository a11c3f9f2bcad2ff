"""Imports that this package has no use for, left out where others would take them if they are there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# httpx imports its command line, and with it rich and pygments, when they are installed. requests guesses the charset
# of a text with chardet when that is installed, and with charset_normalizer, which it brings itself, when it is not.
# Together they are a sixth of what `fleetmock serve` waits for. Both libraries go on without, as they document.
OPTIONAL: Final = ("chardet", "httpx._main")


@contextmanager
def spared() -> Iterator[None]:
    """For a process that is this package's own: in any other, somebody else may want what is left out."""
    left_out = [name for name in OPTIONAL if name not in sys.modules]
    sys.modules.update(dict.fromkeys(left_out))  # type: ignore[arg-type] # None is how the import system is told
    try:
        yield
    finally:
        for name in left_out:
            sys.modules.pop(name, None)
