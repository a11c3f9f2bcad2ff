"""The state machine behind a status, read from the spec's `x-lifecycle`. No state is named in Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any


class Effect(Enum):
    VALUE = auto()
    NOW = auto()
    ADD = auto()
    OUTCOME = auto()
    REMOVE = auto()


@dataclass(frozen=True, slots=True)
class Write:
    """What a transition does to one field. `value` is the literal, the addend or the outcome's name."""

    field: str
    effect: Effect
    value: Any = None

    @classmethod
    def parse(cls, field: str, value: Any) -> "Write":
        if not isinstance(value, Mapping):
            return cls(field, Effect.VALUE, value)
        ((word, argument),) = value.items()
        return cls(field, Effect[word.upper()], argument)


@dataclass(frozen=True, slots=True)
class Transition:
    trigger: str
    sources: frozenset[str]
    target: str
    writes: tuple[Write, ...]


class IllegalStep(Exception):
    """A trigger was pulled in a state that has no transition for it."""


class Lifecycle:
    def __init__(self, extension: Mapping[str, Any]) -> None:
        """`extension` is a valid `x-lifecycle` value; `fleetmock validate` has checked it."""
        self.field: str | None = extension.get("field")
        self.states: Mapping[str, Mapping[str, Any]] = extension["states"]
        self.transitions = tuple(
            Transition(
                edge["trigger"],
                frozenset(edge["from"]),
                edge["to"],
                tuple(Write.parse(field, value) for field, value in edge.get("set", {}).items()),
            )
            for edge in extension["transitions"]
        )
        self._edges = {(source, edge.trigger): edge for edge in self.transitions for source in edge.sources}

    @cached_property
    def initial(self) -> str:
        return next(name for name, state in self.states.items() if state.get("initial"))

    def transition(self, state: str, trigger: str) -> Transition:
        """Raises IllegalStep."""
        try:
            return self._edges[state, trigger]
        except KeyError:
            others = ", ".join(sorted(name for source, name in self._edges if source == state))
            there = f"; there are {others}" if others else ""
            raise IllegalStep(f"no transition {trigger!r} leads out of state {state!r}{there}") from None

    def allows(self, state: str, trigger: str) -> bool:
        return (state, trigger) in self._edges

    def walk(self, triggers: Iterable[str], start: str | None = None) -> list[Transition]:
        """The transitions that the triggers pull one after the other, from `start` or the initial state.

        Raises IllegalStep.
        """
        path, state = list[Transition](), start or self.initial
        for trigger in triggers:
            path.append(self.transition(state, trigger))
            state = path[-1].target
        return path

    def route(self, start: str, goal: str) -> tuple[Transition, ...]:
        """The shortest walk from one state to another, none for the same one. Raises IllegalStep."""
        walks, seen = [(start, tuple[Transition, ...]())], {start}
        for state, walk in walks:  # breadth first: it grows while it is read
            if state == goal:
                return walk
            for (source, _), transition in self._edges.items():
                if source == state and transition.target not in seen:
                    seen.add(transition.target)
                    walks.append((transition.target, (*walk, transition)))
        raise IllegalStep(f"no walk leads from state {start!r} to {goal!r}")
