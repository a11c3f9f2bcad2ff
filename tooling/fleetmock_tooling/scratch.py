"""A folder for what only lives as long as a piece of work."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder that is gone afterwards. Inside, SIGTERM interrupts as Ctrl-C does, so that it is gone then.

    Only for the main thread.
    """
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory(prefix="fleetmock-") as folder:
            yield Path(folder)
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
