"""What a check is, and what it says when something is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fleetmock_tooling.fuzz.checks.step import Step

if TYPE_CHECKING:
    from fleetmock_tooling.fuzz.checks.history import History
    from fleetmock_tooling.fuzz.checks.prober import Prober

Severity = Literal["critical", "high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Violation:
    """`operation` is a label. `rule` is the same in every run: it has no ids and no values in it.

    `steps` show it, in their order; the last one is where it shows.
    """

    operation: str
    rule: str
    title: str
    message: str
    steps: tuple[Step, ...]


Judge = Callable[["History", Step], Iterator[Violation]]
Probe = Callable[["Prober"], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class Check:
    """`judge` is asked about every answer of a run, before it becomes history. `probe` sends requests of its own."""

    id: str
    severity: Severity
    summary: str
    explanation: str
    judge: Judge | None = None
    probe: Probe | None = None

    @property
    def kind(self) -> str:
        return " and ".join(word for word, part in (("passive", self.judge), ("probe", self.probe)) if part is not None)


def at(step: Step, rule: str, title: str, message: str, steps: tuple[Step, ...] = ()) -> Violation:
    """A violation of the step's operation; shown by this step alone, or by `steps`."""
    return Violation(step.label, rule, title, message, steps or (step,))
