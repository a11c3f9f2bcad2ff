from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.changes import changes
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.order import NoOrder, rank
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    for each in changes(history, step, {"rises", "falls"}):
        if each.old is None or each.new is None:
            continue
        try:
            difference = rank(each.new) - rank(each.old)
        except NoOrder as value:
            message = f"{each.field} is to be a time or a number and is {value}."
            yield at(step, f"{each.field}:unreadable", "A property without an order", message, each.steps)
            continue
        if (difference < 0) if each.kind == "rises" else (difference > 0):
            message = (
                f"{each.field} of the {each.thing.resource} only {each.kind}; it was {each.old!r} and is {each.new!r}."
            )
            yield at(step, each.field, "A property went the wrong way", message, each.steps)


CHECK = Check(
    id="monotone-fields",
    severity="medium",
    summary="A counter or a time that only goes one way never goes back.",
    explanation="""\
The x-record of a schema marks properties that only rise (times of the last change, counters, a flag that stays set) or
only fall. Two looks at the same thing are compared in the order in which they were asked for.""",
    judge=judge,
)
