"""What is known of a property from earlier looks, for the checks of how properties change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fleetmock_tooling.fuzz.checks.history import History, Look, Thing
from fleetmock_tooling.fuzz.checks.step import Step


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """The property as it is, and the last look that had it. `kind` is the word in x-record."""

    thing: Thing
    look: Look
    before: Look
    field: str
    kind: str

    @property
    def old(self) -> Any:
        return self.before.value[self.field]

    @property
    def new(self) -> Any:
        return self.look.value[self.field]

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.thing.chain(self.before.step, self.look.step)


def fields(history: History, look: Look) -> dict[str, str]:
    record = history.contract.schema(look.schema)["x-record"]
    return dict(record.get("fields", {}))


def changes(history: History, step: Step, kinds: set[str]) -> Iterator[Change]:
    """Every property of these kinds that this step and an earlier look show of the same thing."""
    for thing, look in history.looks(step):
        if not thing.looks:
            continue
        for field, kind in fields(history, look).items():
            if kind in kinds and field in look.value:
                before = last_with(thing, look, field)
                if before is not None:
                    yield Change(thing, look, before, field, kind)


def last_with(thing: Thing, look: Look, field: str) -> Look | None:
    found = (each for each in reversed(thing.looks) if each.schema == look.schema and field in each.value)
    return next(found, None)


def last_alike(thing: Thing, look: Look) -> Look | None:
    """The last look through the same operation with the same query, so that what is missing now was there to show."""
    for each in reversed(thing.looks):
        if each.step.label == look.step.label and each.step.query == look.step.query:
            return each
    return None
