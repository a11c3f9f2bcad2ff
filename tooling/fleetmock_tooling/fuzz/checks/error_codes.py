from collections.abc import Iterator, Mapping
from typing import Any

from fleetmock_tooling.fuzz.checks.answers import conditions
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.pointer import find, same
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    if step.status < 400 or step.request.method == "HEAD":
        return
    known = conditions(history.contract, step)
    if known and not any(fits(step, body) for body in known.values()):
        shown = sorted({pointer for body in known.values() for pointer in body})
        values = ", ".join(f"{pointer} {_value(step, pointer)}" for pointer in shown)
        message = f"A {step.status} with {values} is none of: {', '.join(known)}."
        yield at(step, str(step.status), "An error with a code of another error", message)


def fits(step: Step, body: Mapping[str, Any]) -> bool:
    return all(same(find(step.body, pointer), value) for pointer, value in body.items())


def _value(step: Step, pointer: str) -> str:
    value = find(step.body, pointer)
    return repr(value) if isinstance(value, str | int | float | bool | None) else "missing"


CHECK = Check(
    id="error-codes",
    severity="high",
    summary="The code in an error body is one that the documented response for its status has.",
    explanation="""\
The x-conditions of a response component say for which reasons it is answered, and what the body then holds. An error
whose body fits none of them tells clients something else than its status does.""",
    judge=judge,
)
