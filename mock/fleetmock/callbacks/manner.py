"""How callbacks are sent: how often, how patiently, and how badly on demand."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Manner:
    """`attempts` is how often one is tried, each for `timeout` seconds of the machine's.

    `backoff` is in seconds of the fleet's clock before the second try, and twice as long before each further one.
    `duplicate` is how many times one that was taken is sent again. With `reorder`, neighbouring transitions of one
    command arrive the wrong way round.
    """

    attempts: int = 3
    timeout: float = 5.0
    backoff: float = 1.0
    duplicate: int = 0
    reorder: bool = False

    def pause(self, attempt: int) -> float:
        """Seconds of the fleet's clock after this many tries."""
        return float(self.backoff * 2 ** (attempt - 1))

    def changed(self, members: Mapping[str, Any]) -> "Manner":
        return replace(self, **members)

    def shown(self) -> dict[str, Any]:
        return asdict(self)
