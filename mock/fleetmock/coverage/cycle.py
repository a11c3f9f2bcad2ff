"""A life-cycle as a client can see it: which state an answer shows, and which transitions lie between two looks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fleetmock.fleet.lifecycle import Effect, Lifecycle, Transition

MAX_LOOKS: Final = 1000  # ways through a life-cycle that are followed; those of a real one are a handful
ABSENT: Final = object()
PRESENT: Final = object()  # some value that only the moment or the device knows

# What a state looks like: properties and their values, ABSENT or PRESENT.
Look = frozenset[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Edge:
    """Transitions that no client can tell apart; `source` and `target` are indices of looks."""

    source: int
    target: int
    triggers: tuple[str, ...]


class Cycle:
    """Looks are numbered. A look is one state, or several that no answer tells apart."""

    def __init__(self, name: str, lifecycle: Lifecycle, properties: Mapping[str, Any]) -> None:
        """`name` is the schema that carries the life-cycle, `properties` are those that it has."""
        self.name = name
        self.field = lifecycle.field
        self._lifecycle = lifecycle
        looks = {} if self.field else _looks(lifecycle, frozenset(properties))
        self.states = _groups(lifecycle, looks)
        self._number = {state: number for number, group in enumerate(self.states) for state in group}
        # Those that say most come first; the look of the initial state, which says nothing, fits whatever is left.
        telling = sorted(((look, self._number[state]) for state, all_ in looks.items() for look in all_), key=_weight)
        self._looks = [(tuple(look), number) for look, number in telling]
        self.edges = tuple(self._edges())
        self._reachable = self._closure()
        # A transition back to the same state shows in what it writes.
        self.marks = {
            self._number[state]: _written([edge for edge in lifecycle.transitions if _is_loop(edge, state)])
            for state in lifecycle.states
        }

    def number(self, entity: Mapping[str, Any]) -> int | None:
        """The look of this entity; None for a state that the life-cycle does not have."""
        if self.field is not None:
            state = entity.get(self.field)
            return self._number.get(state) if isinstance(state, str) else None
        return next((number for look, number in self._looks if _fits(look, entity)), None)

    def leads(self, source: int, target: int) -> bool:
        """Whether there is a way from the one to the other."""
        return (source, target) in self._reachable

    def _edges(self) -> Iterator[Edge]:
        triggers: dict[tuple[int, int], list[str]] = {}
        for edge in self._lifecycle.transitions:
            for state in self._lifecycle.states:
                if state in edge.sources:
                    known = triggers.setdefault((self._number[state], self._number[edge.target]), [])
                    if edge.trigger not in known:
                        known.append(edge.trigger)
        for (source, target), words in triggers.items():
            if source != target or self.field is not None:
                yield Edge(source, target, tuple(words))

    def _closure(self) -> set[tuple[int, int]]:
        reachable = {(edge.source, edge.target) for edge in self.edges}
        while True:
            further = {(a, d) for a, b in reachable for c, d in reachable if b == c} - reachable
            if not further:
                return reachable
            reachable |= further


def _looks(lifecycle: Lifecycle, properties: frozenset[str]) -> dict[str, set[Look]]:
    """What each state can look like, by what the transitions on the way to it have written."""
    start = (lifecycle.initial, Look())
    found, ahead = {start}, [start]
    while ahead and len(found) < MAX_LOOKS:
        state, look = ahead.pop()
        for edge in lifecycle.transitions:
            if state in edge.sources:
                following = (edge.target, _after(look, edge, properties))
                if following not in found:
                    found.add(following)
                    ahead.append(following)
    return {state: {look for each, look in found if each == state} for state in lifecycle.states}


def _after(look: Look, edge: Transition, properties: frozenset[str]) -> Look:
    values = dict(look)
    for write in edge.writes:
        if write.field in properties:
            values[write.field] = {Effect.VALUE: write.value, Effect.REMOVE: ABSENT}.get(write.effect, PRESENT)
    return frozenset(values.items())


def _groups(lifecycle: Lifecycle, looks: Mapping[str, set[Look]]) -> tuple[tuple[str, ...], ...]:
    """The states, together where they look the same."""
    groups: dict[Any, list[str]] = {}
    for state in lifecycle.states:
        groups.setdefault(frozenset(looks[state]) if looks else state, []).append(state)
    return tuple(map(tuple, groups.values()))


def _weight(look_and_number: tuple[Look, int]) -> int:
    return -len(look_and_number[0])


def _fits(look: tuple[tuple[str, Any], ...], entity: Mapping[str, Any]) -> bool:
    for name, value in look:
        if value is ABSENT or value is PRESENT:
            if (name in entity) != (value is PRESENT):
                return False
        elif entity.get(name, ABSENT) != value:
            return False
    return True


def _is_loop(edge: Transition, state: str) -> bool:
    return edge.target == state and state in edge.sources


def _written(loops: list[Transition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(write.field for edge in loops for write in edge.writes))
