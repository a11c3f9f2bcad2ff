from collections.abc import Iterator, Mapping
from typing import Any

from fleetmock_tooling.fuzz.checks.answers import documented
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.pointer import MISSING, Expression, find_all, same
from fleetmock_tooling.fuzz.checks.schemas import complaint
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    if step.body is MISSING:
        return
    rules = dict((documented(history.contract, step) or {}).get("x-echo", {}))
    if step.operation is not None and step.succeeded:
        rules |= step.operation.spec.get("x-echo", {})
    for pointer, rule in rules.items():
        wanted = rule if isinstance(rule, Mapping) else {"of": rule}
        if "when" not in wanted or complaint(wanted["when"], step.posted) is None:
            yield from _compare(history.contract, step, pointer, wanted)


def _compare(contract: Contract, step: Step, pointer: str, rule: Mapping[str, Any]) -> Iterator[Violation]:
    expression = Expression(rule["of"])
    shown = list(find_all(step.body, pointer))
    if "*" in expression.name:
        sent = [value for _, value in find_all(step.posted, expression.name)]
        if len(sent) != len(shown):
            message = f"{len(sent)} values of {expression.text} were sent; {pointer} has {len(shown)}."
            yield at(step, f"{pointer}:count", "Not one for each", message)
            return
    else:
        value = step.evaluate(expression)
        if value is MISSING:
            return
        sent = [value] * len(shown)
        if not shown and "*" not in pointer and value is not None:
            yield at(step, f"{pointer}:missing", "The answer does not repeat what was sent", f"{pointer} is missing.")
    for (where, found), value in zip(shown, sent, strict=True):
        wanted = _canonical(contract, expression, rule.get("as"), value)
        if wanted is not MISSING and not _equal(contract, step, expression, wanted, found):
            message = f"{where} is {found!r}; {expression.text} was {value!r}."
            yield at(step, pointer, "The answer does not repeat what was sent", message)


def _canonical(contract: Contract, expression: Expression, other: str | None, value: Any) -> Any:
    """The id that a name stands for; MISSING when that is not known."""
    name = other or (expression.name if expression.place == "path" else None)
    return value if name is None else contract.identity(name, value)


def _equal(contract: Contract, step: Step, expression: Expression, wanted: Any, found: Any) -> bool:
    if expression.place == "path" and step.operation is not None and isinstance(found, str):
        name = expression.name
        return contract.same_id(step.operation, name, wanted) == contract.same_id(step.operation, name, found)
    return same(wanted, found) or (expression.place == "query" and str(found) == wanted)


CHECK = Check(
    id="response-echoes-request",
    severity="high",
    summary="An answer is about what was asked for: it repeats the ids of the path and the body that was sent.",
    explanation="""\
The x-echo of an operation says which part of the request stands where in the answer, and the x-echo of an error which
header of the answer its body repeats. Where a thing has several names (x-known), the answer shows its id; a name that
the spec does not know is not compared.""",
    judge=judge,
)
