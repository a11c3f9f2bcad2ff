"""Putting off the user's interrupt."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def put_off() -> Iterator[None]:
    """An interrupt that comes in here is raised at the end; a second one at once.

    Outside of the main thread nothing has to be done, because interrupts do not come there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = []

    def remember(number: int, frame: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            raise KeyboardInterrupt
