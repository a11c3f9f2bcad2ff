from collections.abc import Iterator, Mapping
from typing import Any

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History, Thing
from fleetmock_tooling.fuzz.checks.legal_states import names
from fleetmock_tooling.fuzz.checks.schemas import complaint
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    rule = step.operation.spec.get("x-available") if step.operation else None
    if rule is not None:
        yield from _gotten(history, step, rule)
    for thing, look in history.looks(step):
        if thing.granted is None or look.machine is None or not look.states:
            continue
        granted, states = thing.granted
        if not look.states & look.machine.reachable(states):
            message = f"It was there to get, and afterwards the {thing.resource} was still {names(look.states)}."
            yield _too_early(granted, thing, message, step)


def _gotten(history: History, step: Step, rule: Mapping[str, Any]) -> Iterator[Violation]:
    thing, states = history.named(rule["resource"], step, rule["named-by"]), frozenset(rule["states"])
    last = thing.looks[-1] if thing.looks else None
    if last is None or last.machine is None or not thing.states:
        return
    if step.succeeded:
        if not last.machine.reachable(thing.states) & states:
            message = f"The {thing.resource} is {names(thing.states)}, and it is there only when {names(states)}."
            yield _too_early(step, thing, message, last.step)
        elif "never" in rule and complaint(rule["never"], last.value) is None:
            message = f"A {thing.resource} of this kind has nothing to get, and it was answered {step.status}."
            yield at(step, "never", "There though it cannot be", message, thing.chain(last.step, step))
    elif step.status == 404 and thing.states <= states and thing.states <= last.machine.terminal:
        below = all(last.step.path.get(name, value) == value for name, value in step.path.items())
        if below and "surely" in rule and complaint(rule["surely"], last.value) is None:
            message = f"The {thing.resource} is {names(thing.states)}, and there is nothing to get."
            yield at(step, "missing", "Missing after completion", message, thing.chain(last.step, step))


def _too_early(step: Step, thing: Thing, message: str, other: Step) -> Violation:
    return at(step, "too-early", "There before it can be", message, thing.chain(step, other))


CHECK = Check(
    id="payload-after-completion",
    severity="high",
    summary="What a thing yields can be had once its state allows it, and not before.",
    explanation="""\
An operation with x-available has something to give only while the thing is in one of the states it lists. A success
is a finding when the thing cannot have been in such a state: it is in another one, or was seen in an earlier one
afterwards. A 404 is one when the thing has come to such a state for good and is of the kind that surely has it.""",
    judge=judge,
)
