from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History, Thing
from fleetmock_tooling.fuzz.checks.machine import Machine, States
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    for thing, look in history.looks(step):
        if look.machine is None or look.states is None:
            continue
        words = look.machine.words(look.value)
        if not look.states:
            message = f"The {thing.resource} shows {words}, which fits no state of its life-cycle."
            yield at(step, "no-such-state", "A state that the life-cycle does not have", message, thing.chain(step))
        elif _illegal(thing, look.states, look.machine):
            before, now = names(thing.states or frozenset()), names(look.states)
            message = f"The {thing.resource} was {before} and is now {now} ({words}); no way leads there."
            steps = thing.chain(thing.looks[-1].step, step)
            yield at(step, f"{before}->{now}", "A state that cannot follow", message, steps)


def _illegal(thing: Thing, states: States, machine: Machine) -> bool:
    # Out of a terminal state: that is another check.
    before = thing.states
    return before is not None and not before <= machine.terminal and not states & machine.reachable(before)


def names(states: frozenset[str]) -> str:
    return "|".join(sorted(states))


CHECK = Check(
    id="legal-states",
    severity="high",
    summary="Each state of a thing can be reached from the state it was seen in before.",
    explanation="""\
The x-lifecycle of the schema says which states there are and which transitions lead from one to another. Of two looks
at the same thing, the later state must be reachable from the earlier one. A poll may miss any number of states in
between, so adjacency is not asked for. A record whose fields fit no state at all is a finding too.""",
    judge=judge,
)
