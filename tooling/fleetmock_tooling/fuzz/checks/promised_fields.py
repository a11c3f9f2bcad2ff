from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    if not history.own or step.operation is None or _selective(step):
        return
    for thing, look in history.looks(step):
        for field in history.contract.schema(look.schema)["x-record"].get("always", ()):
            if field not in look.value:
                message = f"The {thing.resource} at {look.pointer or 'the root'} has no {field}."
                yield at(step, f"{look.schema}:{field}", "A promised property is missing", message)


def _selective(step: Step) -> bool:
    parameters = step.operation.parameters if step.operation else ()
    return any("x-selects" in each and each["name"] in step.query for each in parameters)


CHECK = Check(
    id="promised-fields",
    severity="medium",
    summary="Our own mock shows every property that it promises, also those that the vendor calls optional.",
    explanation="""\
The specs keep the vendor's optionality, so that a real answer validates. Our own mock promises more: x-record lists
under `always` what it shows in every answer. Only a run against our own mock is judged by this.""",
    judge=judge,
)
