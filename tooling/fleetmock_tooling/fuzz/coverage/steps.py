"""The steps of the life-cycles that a run saw commands take."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.history import History, Look, Thing
from fleetmock_tooling.fuzz.checks.machine import Machine, States
from fleetmock_tooling.fuzz.checks.step import Step

Pair = tuple[str, str]


@dataclass(slots=True)
class Cycle:
    """One life-cycle. A step back to the same state is none: it may show in what it writes, but in no state."""

    name: str
    machine: Machine
    edges: dict[Pair, list[str]]
    met: dict[Pair, int] = field(default_factory=dict)
    skips: dict[tuple[States, States], int] = field(default_factory=dict)

    def step(self, before: States, now: States) -> None:
        """A thing was in one of these states and, when it was seen next, in one of those.

        States between two looks were not seen: unless a single step leads from the one to the other, it is a skip.
        Where several steps do, no answer tells them apart, and each counts.
        """
        found = [pair for pair in self.edges if pair[0] in before and pair[1] in now]
        for pair in found:
            self.met[pair] = self.met.get(pair, 0) + 1
        if not found and now & self.machine.reachable(before):
            self.skips[before, now] = self.skips.get((before, now), 0) + 1


class Cycles:
    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        names = contract.document.get("components", {}).get("schemas", {})
        machines = {name: machine for name in names if (machine := contract.machine(name)) is not None}
        self._cycles = {name: Cycle(name, each, _edges(each)) for name, each in machines.items()}

    def __iter__(self) -> Iterator[Cycle]:
        return iter(self._cycles.values())

    def meet(self, history: History, step: Step) -> None:
        """Call before the history takes the step."""
        for thing, look in history.looks(step):
            before = _before(thing, look)
            if before and look.states and before != look.states:
                name = self._contract.schema(look.schema)["x-record"]["lifecycle"]
                self._cycles[name].step(before, look.states)


def _before(thing: Thing, look: Look) -> States | None:
    """The states in which it was when it was seen last."""
    earlier: Iterator[Look] = (each for each in reversed(thing.looks) if each.machine is look.machine)
    return next((each.states for each in earlier if each.states), None)


def _edges(machine: Machine) -> dict[Pair, list[str]]:
    found: dict[Pair, list[str]] = {}
    for source, trigger, target in machine.steps():
        if source != target and trigger not in found.setdefault((source, target), []):
            found[source, target].append(trigger)
    return found
