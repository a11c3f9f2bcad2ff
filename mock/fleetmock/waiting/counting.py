"""Until so many have come: requests or callbacks that fit."""

from collections.abc import Callable
from typing import Any

from fleetmock.waiting.goal import MET


class Counting:
    """`count` is asked anew whenever an event of the `kind` has happened."""

    command_id = None

    def __init__(self, kind: str, count: Callable[[], int], wanted: int, way_out: str = "") -> None:
        """`way_out` is a sentence for whoever waited in vain."""
        self.kinds = (kind,)
        self._count = count
        self._wanted = wanted
        self._way_out = way_out
        self._last = 0

    def look(self) -> str | None:
        self._last = self._count()
        return MET if self._last >= self._wanted else None

    def due(self) -> float | None:
        return None

    def shown(self) -> dict[str, Any]:
        return {"count": self._last}

    def detail(self, reason: str) -> str:  # noqa: ARG002 - the count says it all
        came = f"{self._last} of {self._wanted} {self.kinds[0]}s came."
        return f"{came} {self._way_out}".rstrip()
