"""What happens to one request."""

from dataclasses import dataclass
from typing import Any

from fleetmock.contract.documented import Example
from fleetmock.contract.exchange import Wire
from fleetmock.errors import Refusal


@dataclass(frozen=True, slots=True)
class Effect:
    """`delay` is in seconds, in front of the handler. `instead` is the answer in place of the handler's.

    `wire` breaks the answer on its way, `before` the handler has run if so marked: then there is no answer at all.
    """

    delay: float = 0.0
    instead: Refusal | Example | None = None
    wire: Wire | None = None
    before: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """The faults that a request has met, as one.

    `kind` is that of the one that counts most, `fault` its id, None when the request asked for it itself. An
    `off_contract` answer is one that the spec does not have. `delay` is in seconds.
    """

    kind: str
    fault: str | None = None
    delay: float = 0.0
    effect: Effect = Effect()
    off_contract: bool = False

    def shown(self) -> dict[str, Any]:
        """As the journal tells it."""
        shown: dict[str, Any] = {"kind": self.kind, "offContract": self.off_contract}
        if self.fault is not None:
            shown["id"] = self.fault
        if self.delay:
            shown["delayMs"] = round(self.delay * 1000, 3)
        return shown
