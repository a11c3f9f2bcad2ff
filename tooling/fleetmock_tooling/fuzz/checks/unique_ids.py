from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History, Thing, creates
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    if not creates(step):
        return
    seen = set[int]()
    for thing, _ in history.looks(step):
        if thing.looks:
            yield _twice(step, thing, thing.chain(thing.looks[0].step, step))
        elif id(thing) in seen:
            yield _twice(step, thing, (step,))
        seen.add(id(thing))


def _twice(step: Step, thing: Thing, steps: tuple[Step, ...]) -> Violation:
    message = f"The id {thing.name} of the new {thing.resource} was given before."
    return at(step, thing.resource, "An id was given twice", message, steps)


CHECK = Check(
    id="unique-ids",
    severity="critical",
    summary="Everything that is created has an id of its own.",
    explanation="""\
Two requests that create are two things, also when they are identical. An id that was seen before, in any answer of the
run, names two things from then on.""",
    judge=judge,
)
