"""A command is its timeline: everything that will happen to it is planned when it is created.

Reading folds the timeline up to now. Nothing runs in the background, so a read changes nothing and time travel is only
another now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fleetmock.fleet.clock import rfc3339
from fleetmock.fleet.lifecycle import Effect, Lifecycle, Transition, Write

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A transition, `after` seconds after the command's creation, and what it brings, by name."""

    after: float
    transition: Transition
    outcomes: Mapping[str, Any] = field(default_factory=dict)


Plan = tuple[Step, ...]


# Not frozen: a read makes one of these, and freezing would be most of what that costs.
@dataclass(slots=True)
class Command:
    """`fields` is the record at creation; `outcomes` is what device or provider will bring, by name.

    `owner` is the key of the device it was sent to, `created` is in seconds since 1970, `ttl` in seconds. A newer
    command of the same `group` may supersede it. Commands share their plans. Changing one does not change what is
    stored; `replace` does.
    """

    id: str
    owner: str
    created: float
    fields: Record
    lifecycle: Lifecycle
    plan: Plan
    outcomes: Mapping[str, Any]
    scenario: str = ""
    ttl: float = 0.0
    group: str | None = None

    def state(self, now: float) -> str:
        state = self.lifecycle.initial
        for step in self.plan:
            if self.created + step.after > now:
                break
            state = step.transition.target
        return state

    def record(self, now: float) -> Record:
        """The fields as they stand at `now`, the state among them where the life-cycle names a field for it."""
        record, state = self.fields.copy(), self.lifecycle.initial
        for step in self.plan:
            due = self.created + step.after
            if due > now:
                break
            state = step.transition.target
            for write in step.transition.writes:
                _apply(write, record, due, step.outcomes, self.outcomes)
        if self.lifecycle.field is not None:
            record[self.lifecycle.field] = state
        return record

    def due(self) -> Iterator[float]:
        """The moments of all steps, past and ahead, in seconds since 1970."""
        return (self.created + step.after for step in self.plan)

    def replanned(self, now: float, ahead: Sequence[Step]) -> "Command":
        """The command with the part of its plan that lies ahead replaced; what is behind stays."""
        behind = tuple(step for step in self.plan if self.created + step.after <= now)
        return replace(self, plan=(*behind, *ahead))


def _apply(write: Write, record: Record, due: float, brought: Mapping[str, Any], outcomes: Mapping[str, Any]) -> None:
    match write.effect:
        case Effect.NOW:
            record[write.field] = rfc3339(due)
        case Effect.ADD:
            record[write.field] = record.get(write.field, 0) + write.value
        case Effect.OUTCOME:
            # An outcome that nobody brought leaves the field as it is.
            if write.value in brought:
                record[write.field] = brought[write.value]
            elif write.value in outcomes:
                record[write.field] = outcomes[write.value]
        case Effect.REMOVE:
            record.pop(write.field, None)
        case Effect.VALUE:
            record[write.field] = write.value
