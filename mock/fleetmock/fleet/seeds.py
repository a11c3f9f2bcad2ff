"""Ids that a single request chooses the seed of."""

import re
from typing import Final

from fleetmock.fleet.clock import Clock
from fleetmock.fleet.ids import Ids

SEED: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
LIMIT: Final = 1000


class Seeds:
    """The k-th use of a seed gives the k-th ids of that seed, whatever else was asked in between."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._used: dict[int, int] = {}

    def ids(self, text: str) -> Ids | None:
        """None for what is no number of up to 18 digits, and for a seed more than the thousand that are counted."""
        if not SEED.fullmatch(text):
            return None
        seed = int(text)
        if seed not in self._used and len(self._used) >= LIMIT:
            return None
        self._used[seed] = use = self._used.get(seed, 0) + 1
        return Ids(f"preferred/{seed}/{use}", self._clock)
