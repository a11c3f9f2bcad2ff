"""The faults of one namespace, and which of them a request meets."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from random import Random
from typing import Any, Final, Protocol

from fleetmock.contract.documented import Documented
from fleetmock.faults.delays import MAX_SECONDS
from fleetmock.faults.effect import Applied, Effect
from fleetmock.faults.kinds import OFF_CONTRACT, BadFault, Definition, Kind, Struck, kind
from fleetmock.faults.matcher import Match, Target
from fleetmock.faults.pauses import Pauses
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.world import Device

LIMIT: Final = 100
NOTHING: Final = Effect()


class Operation(Target, Protocol):
    """What faults happen to."""

    @property
    def documented(self) -> Documented: ...


# By (API, operationId).
Operations = Mapping[tuple[str, str], Operation]


class Fault:
    """One fault, and how often it was met. `definition` is as it was sent."""

    def __init__(self, name: str, definition: Definition, fleet: Fleet, seed: int) -> None:
        """Raises BadFault."""
        self.id = name
        self.definition = definition
        self.match = Match.parse(definition.get("match", {}))
        self.kind: Kind = kind(definition, fleet)
        self._random = Random(f"{seed}/{name}")  # noqa: S311 - reproducible on purpose, nothing secret
        self._fleet = fleet
        self.met = 0
        self.applied = 0

    @property
    def is_spent(self) -> bool:
        return self.match.times is not None and self.applied >= self.match.times

    def possible(self, operation: Operation) -> bool:
        return self.match.fits(operation) and self.kind.possible(operation.documented, self._fleet)

    def strike(self, operation: Operation, client: bytes) -> Effect | None:
        """What it does to this request, which it may happen to; None when it lets it through."""
        self.met += 1
        if not self.match.strikes(self.met, self.applied, self._random):
            return None
        effect = self.kind.strike(Struck(operation.documented, self._fleet, client, self._random))
        self.applied += effect is not None
        return effect

    def shown(self) -> dict[str, Any]:
        """The Fault of the control plane."""
        return {
            "id": self.id,
            "definition": self.definition,
            "met": self.met,
            "applied": self.applied,
            "spent": self.is_spent,
        }


class Faults:
    """In the order in which they were added. Delays add up; of everything else, a request meets the first."""

    def __init__(self, fleet: Fleet, seed: int, operations: Operations) -> None:
        self._fleet = fleet
        self._seed = seed
        self._operations = operations
        self._random = Random(f"{seed}/preferred-faults")  # noqa: S311 - reproducible on purpose, nothing secret
        self._added = 0
        self.pauses = Pauses()
        # Asked for each request, so it is no method: whether there is any.
        self.listed: dict[str, Fault] = {}

    def add(self, definition: Definition) -> Fault:
        """`definition` is a valid FaultDefinition of the control plane. Raises BadFault."""
        if len(self.listed) >= LIMIT:
            raise BadFault("", f"there are {LIMIT} faults already; remove some first")
        fault = Fault(f"fault-{self._added + 1}", definition, self._fleet, self._seed)
        self._check(fault)
        self._added += 1
        self.listed[fault.id] = fault
        return fault

    def list(self) -> list[Fault]:
        return [*self.listed.values()]

    def get(self, name: str) -> Fault | None:
        return self.listed.get(name)

    def remove(self, name: str) -> bool:
        """False when there is none of that id."""
        return self.listed.pop(name, None) is not None

    def clear(self) -> None:
        self.listed.clear()

    def choose(
        self, operation: Operation, authorization: bytes | None, devices: Callable[[], Iterable[Device]]
    ) -> Applied | None:
        """What happens to a request of this operation; `devices` are those that it is about."""
        client = blake2b(authorization or b"", digest_size=16).digest()
        delay, late, hit = 0.0, None, None
        for fault in self.listed.values():
            if not fault.possible(operation) or not fault.match.concerns(devices):
                continue
            is_latency = fault.definition["kind"] == "latency"
            if hit and not is_latency:
                continue
            effect = fault.strike(operation, client)
            if effect and is_latency:
                delay, late = delay + effect.delay, late or fault
            elif effect:
                hit = (fault, effect)
        if hit:
            return _applied(hit[0].definition["kind"], hit[0].id, delay, hit[1])
        return _applied("latency", late.id, delay, NOTHING) if late else None

    def preferred(self, name: str, operation: Operation) -> Applied | None:
        """A fault that one request asks for by its kind; None for a kind that says too little by itself."""
        if name not in PREFERABLE:
            return None
        asked = kind({"kind": name}, self._fleet)
        if not asked.possible(operation.documented, self._fleet):
            return None
        effect = asked.strike(Struck(operation.documented, self._fleet, b"", self._random))
        return _applied(name, None, 0.0, effect) if effect else None

    def _check(self, fault: Fault) -> None:
        """Raises BadFault for one that could never happen."""
        match, fitting = fault.match, list(self._operations.values())
        for pointer, value, narrowed in (
            ("/match/api", match.api, Match(api=match.api)),
            ("/match/operationId", match.operation, Match(match.api, match.operation)),
            ("/match/method", match.method, Match(match.api, match.operation, match.method)),
        ):
            fitting = [each for each in fitting if narrowed.fits(each)]
            if not fitting:
                raise BadFault(pointer, f"no operation fits {value!r}")
        if not any(fault.possible(each) for each in fitting):
            raise BadFault("/error", "no operation that fits documents such an error")


PREFERABLE: Final = frozenset({"throttle", "unavailable"}) | OFF_CONTRACT | {"drip"}


def _applied(name: str, fault: str | None, delay: float, effect: Effect) -> Applied:
    return Applied(name, fault, min(delay, MAX_SECONDS), effect, off_contract=name in OFF_CONTRACT)
