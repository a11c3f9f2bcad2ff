"""What one request meets before its handler: the faults of its namespace, and those that it asks for itself."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from fleetmock.contract.prefer import Preferences
from fleetmock.faults.delays import MAX_SECONDS
from fleetmock.faults.effect import Applied
from fleetmock.faults.faults import Faults, Operation
from fleetmock.fleet.world import Device

MILLISECONDS: Final = re.compile(r"[0-9]{1,5}", re.ASCII)


def encounter(
    faults: Faults,
    operation: Operation,
    authorization: bytes | None,
    devices: Callable[[], Iterable[Device]],
    preferences: Preferences,
) -> Applied | None:
    """All of it as one. Delays add up, to a minute at most; a fault that the request asks for is the one it gets."""
    applied = faults.choose(operation, authorization, devices) if faults.listed else None
    asked = preferences.take("fault", lambda name: faults.preferred(name, operation))
    if asked:
        applied = replace(asked, delay=applied.delay if applied else 0.0)
    delay = preferences.take("delay", _seconds)
    if delay is not None:
        applied = applied or Applied("latency")
        applied = replace(applied, delay=min(applied.delay + delay, MAX_SECONDS))
    return applied


def _seconds(text: str) -> float | None:
    """Of milliseconds up to a minute."""
    seconds = int(text) / 1000 if MILLISECONDS.fullmatch(text) else None
    return seconds if seconds is not None and seconds <= MAX_SECONDS else None
