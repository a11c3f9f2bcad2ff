from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.legal_states import names
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    for thing, look in history.looks(step):
        if look.machine is None or not look.states or not thing.states:
            continue
        if thing.states <= look.machine.terminal and not look.states & thing.states:
            before, now = names(thing.states), names(look.states)
            message = f"The {thing.resource} had ended as {before} and is now {now}."
            steps = thing.chain(thing.looks[-1].step, step)
            yield at(step, f"{before}->{now}", "A terminal state was left", message, steps)


CHECK = Check(
    id="terminal-states",
    severity="high",
    summary="A terminal state is never left.",
    explanation="""\
A state that x-lifecycle marks as terminal is the end: every later look at the thing must show the same state. Clients
stop polling there and would never learn of anything later.""",
    judge=judge,
)
