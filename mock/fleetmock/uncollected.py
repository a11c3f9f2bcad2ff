"""A start without the garbage collector, and a run that it seldom interrupts."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# A generation is looked at after so many new containers, or so many looks at the one before it.
_SELDOM: Final = (20_000, 20, 20)


@contextmanager
def uncollected() -> Iterator[None]:
    """What a start imports and makes stays, so looking for garbage meanwhile is a tenth of it for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """For a run that takes seconds.

    With Python's own thresholds, walking what was imported again and again is a tenth of it.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
