from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.changes import changes, fields, last_alike
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.pointer import same
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    for each in changes(history, step, {"constant", "once"}):
        # With `once`, null is not there yet.
        if not same(each.old, each.new) and not (each.kind == "once" and each.old is None):
            message = f"{each.field} of the {each.thing.resource} was {each.old!r} and is {each.new!r}."
            yield at(step, each.field, "A property that never changes has changed", message, each.steps)
    yield from _gone(history, step)


def _gone(history: History, step: Step) -> Iterator[Violation]:
    for thing, look in history.looks(step):
        before = last_alike(thing, look)
        if before is None or before.schema != look.schema:
            continue
        removed = look.machine.removed if look.machine else frozenset()
        for field, kind in fields(history, look).items():
            steps = thing.chain(before.step, step)
            if field in before.value and field not in look.value and field not in removed:
                message = f"The {thing.resource} showed {field}, and does not any more."
                yield at(step, f"{field}:gone", "A property has disappeared", message, steps)
            elif kind == "constant" and field in look.value and field not in before.value:
                message = f"The {thing.resource} did not show {field}, and does now."
                yield at(step, f"{field}:new", "A property has appeared", message, steps)


CHECK = Check(
    id="immutable-fields",
    severity="high",
    summary="A property that never changes is the same in every answer about the same thing.",
    explanation="""\
The x-record of a schema says how each property may change. One that is `constant` is the same wherever the thing is
shown: in the answer that created it, in the one that gets it and in lists. One that is `once` may come later and then
stays. Neither disappears, unless a transition of the life-cycle removes it.""",
    judge=judge,
)
