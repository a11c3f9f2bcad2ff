"""The kinds of faults: from the JSON that describes one to what it does to a request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final, Protocol

from fleetmock.contract.documented import RETRY_AFTER, Documented, Shown, refusal
from fleetmock.contract.exchange import Wire
from fleetmock.errors import Condition, Refusal
from fleetmock.faults import delays, wire
from fleetmock.faults.bucket import Buckets
from fleetmock.faults.effect import Effect
from fleetmock.fleet.fleet import Fleet

Definition = Mapping[str, Any]

BYTES_PER_SECOND: Final = 100


class BadFault(ValueError):
    """A fault that is described well and cannot be: `pointer` says what is wrong with it, the message why."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(reason)
        self.pointer = pointer


@dataclass(frozen=True, slots=True)
class Struck:
    """A request that a fault may happen to. `client` is the same for all requests with the same token."""

    documented: Documented
    fleet: Fleet
    client: bytes
    random: Random


class Kind(Protocol):
    """What a fault does."""

    def possible(self, documented: Documented, fleet: Fleet) -> bool:
        """Whether the operation has room for it."""
        ...

    def strike(self, struck: Struck) -> Effect | None:
        """None when this request is spared."""
        ...


class _Anywhere:
    """Kinds that no spec has to know of."""

    def possible(self, documented: Documented, fleet: Fleet) -> bool:  # noqa: ARG002 - as Kind has it
        return True


class Latency(_Anywhere):
    def __init__(self, definition: Definition) -> None:
        """Raises BadFault."""
        try:
            self._delay = delays.delay(definition["delay"])
        except delays.BadDelay as error:
            raise BadFault("/delay/lower", str(error)) from None

    def strike(self, struck: Struck) -> Effect:
        return Effect(delay=self._delay(struck.random))


class Error:
    """Any error that the operation documents: one of the mock's conditions, or a status and perhaps a code."""

    def __init__(self, definition: Definition) -> None:
        self._error: Mapping[str, Any] = definition["error"]

    def possible(self, documented: Documented, fleet: Fleet) -> bool:
        return self._find(documented, fleet) is not None

    def strike(self, struck: Struck) -> Effect:
        found = self._find(struck.documented, struck.fleet)
        return Effect(instead=refusal(found) if isinstance(found, Condition) else found)

    def _find(self, documented: Documented, fleet: Fleet) -> Shown | None:
        if "condition" not in self._error:
            return documented.error(self._error["status"], self._error.get("code"), fleet)
        condition = Condition[self._error["condition"]]
        return condition if condition in documented.conditions(fleet) else None


class Throttle:
    """429: every request, or with a rate those of a client that is too fast."""

    def __init__(self, definition: Definition, fleet: Fleet) -> None:
        self._retry_after: int = definition.get("retryAfter", RETRY_AFTER)
        rate = definition.get("rate")
        self._buckets = Buckets(rate["perSecond"], rate.get("burst", 1), fleet.clock.now) if rate else None

    def possible(self, documented: Documented, fleet: Fleet) -> bool:
        return Condition.THROTTLED in documented.conditions(fleet)

    def strike(self, struck: Struck) -> Effect | None:
        wait = self._buckets.take(struck.client) if self._buckets else self._retry_after
        return None if wait is None else Effect(instead=Refusal(Condition.THROTTLED, retry_after=wait))


class Unavailable:
    def __init__(self, definition: Definition) -> None:
        self._retry_after: int | None = definition.get("retryAfter")

    def possible(self, documented: Documented, fleet: Fleet) -> bool:
        return Condition.UNAVAILABLE in documented.conditions(fleet)

    def strike(self, struck: Struck) -> Effect:  # noqa: ARG002 - as Kind has it
        return Effect(instead=Refusal(Condition.UNAVAILABLE, retry_after=self._retry_after))


class Broken(_Anywhere):
    """The answer breaks on its way; `make` says how."""

    def __init__(self, make: "Make", definition: Definition) -> None:
        self._make = make
        self._definition = definition
        self._before: bool = definition.get("before", False)

    def strike(self, struck: Struck) -> Effect:
        return Effect(wire=self._make(self._definition, struck.random), before=self._before)


Make = Callable[[Definition, Random], Wire]

BREAKS: Final[Mapping[str, Make]] = {
    "reset": lambda _definition, _random: wire.reset,
    "empty": lambda _definition, _random: wire.empty,
    "truncate": lambda definition, _random: wire.Truncate(definition.get("bytes")),
    "garbage": lambda _definition, random: wire.Garbage(random),
    "drip": lambda definition, _random: wire.Drip(definition.get("bytesPerSecond", BYTES_PER_SECOND)),
}
# A drip is slow, but it is what the spec says.
OFF_CONTRACT: Final = frozenset(BREAKS) - {"drip"}


def kind(definition: Definition, fleet: Fleet) -> Kind:
    """`definition` is a valid FaultDefinition of the control plane, `fleet` that of its namespace. Raises BadFault."""
    match definition["kind"]:
        case "latency":
            return Latency(definition)
        case "error":
            return Error(definition)
        case "throttle":
            return Throttle(definition, fleet)
        case "unavailable":
            return Unavailable(definition)
        case name:
            return Broken(BREAKS[name], definition)
