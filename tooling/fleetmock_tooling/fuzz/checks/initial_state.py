from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History, Thing, creates
from fleetmock_tooling.fuzz.checks.legal_states import names
from fleetmock_tooling.fuzz.checks.pointer import find
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    if not creates(step):
        return
    for thing, look in history.looks(step):
        if thing.looks or look.machine is None or not look.states:
            continue
        if not look.states & look.machine.initial and not _over_at_once(history, thing, step):
            message = (
                f"The {thing.resource} was just created and is {names(look.states)}, not {names(look.machine.initial)}."
            )
            yield at(step, names(look.states), "A new thing is not in its first state", message)


def _over_at_once(history: History, thing: Thing, step: Step) -> bool:
    """Whether less than a second of life was asked for."""
    asked = [find(step.posted, f"/{name}") for name in history.contract.spans(thing.resource)]
    return any(isinstance(each, int | float) and 0 < each < 1 for each in asked)


CHECK = Check(
    id="initial-state",
    severity="high",
    summary="What was just created is in the initial state of its life-cycle.",
    explanation="""\
The answer to a successful POST shows the thing as it was created. Its state must be the one that x-lifecycle marks as
initial.""",
    judge=judge,
)
