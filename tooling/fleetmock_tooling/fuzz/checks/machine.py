"""A life-cycle as an onlooker sees it: which states a record can be in, and which can follow.

Read anew from the spec and not shared with the mock, so that a mistake in one cannot hide the same one in the other.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from fleetmock_tooling.fuzz.checks.pointer import same

States = frozenset[str]


class Machine:
    def __init__(self, extension: Mapping[str, Any]) -> None:
        """`extension` is a valid x-lifecycle."""
        self.states: Mapping[str, Mapping[str, Any]] = extension["states"]
        self._field: str | None = extension.get("field")
        self._edges = [(set(each["from"]), each["trigger"], each["to"]) for each in extension["transitions"]]
        self.initial = frozenset(name for name, state in self.states.items() if state.get("initial"))
        self.terminal = frozenset(name for name, state in self.states.items() if state.get("terminal"))
        self._after = {name: self._reach(name) for name in self.states}
        self.removed = frozenset(
            field
            for each in extension["transitions"]
            for field, value in each.get("set", {}).items()
            if isinstance(value, Mapping) and value.get("remove")
        )

    def _reach(self, start: str) -> States:
        reached, waiting = {start}, [start]
        while waiting:
            name = waiting.pop()
            for to in {target for sources, _, target in self._edges if name in sources} - reached:
                reached.add(to)
                waiting.append(to)
        return frozenset(reached)

    def seen(self, record: Mapping[str, Any], properties: Mapping[str, Any]) -> States | None:
        """The states that fit the record; none of them when it fits no state, None when it says nothing about it.

        `properties` are those of its schema: what the schema does not have cannot be missing.
        """
        if self._field is not None:
            if self._field not in record:
                return None
            shown = record[self._field]
            return frozenset({shown} & self.states.keys()) if isinstance(shown, str) else frozenset()
        marks = {name: state.get("shows", {}) for name, state in self.states.items()}
        if not any(field in properties for mark in marks.values() for field in mark):
            return None
        return frozenset(
            name
            for name, mark in marks.items()
            if all(_fits(record, field, value) for field, value in mark.items() if field in properties)
        )

    def words(self, record: Mapping[str, Any]) -> str:
        """What the record shows of its state, for a person."""
        if self._field is not None:
            return f"{self._field} {record.get(self._field)!r}"
        fields = sorted({field for state in self.states.values() for field in state.get("shows", {})} & record.keys())
        return ", ".join(f"{field} {record[field]!r}" for field in fields) or "none of its fields"

    def reachable(self, states: States) -> States:
        """All states that can be seen later, these included: a poll may miss any number of steps."""
        return frozenset().union(*(self._after[name] for name in states))

    def steps(self) -> Iterator[tuple[str, str, str]]:
        """Source, trigger and target of every transition, one for each of its sources."""
        for sources, trigger, target in self._edges:
            yield from ((name, trigger, target) for name in self.states if name in sources)

    def sources(self, trigger: str) -> States:
        return frozenset().union(*(sources for sources, name, _ in self._edges if name == trigger))

    def targets(self, trigger: str) -> States:
        return frozenset(target for _, name, target in self._edges if name == trigger)


def _fits(record: Mapping[str, Any], field: str, value: Any) -> bool:
    if isinstance(value, Mapping):
        return field not in record
    return field in record and same(record[field], value)
