from collections.abc import Iterator
from typing import Any

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.pointer import MISSING, Expression, find
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    if step.operation is None or not step.succeeded:
        return
    for link in history.contract.links:
        if link.source != step.operation.id:
            continue
        for name, text in link.parameters.items():
            if step.evaluate(Expression(text)) is MISSING and not _empty(step.body, Expression(text).name):
                message = f"The link {link.name} takes {name} from {text}, and there is nothing."
                yield at(step, f"{link.name}:{name}", "A link leads nowhere", message)


def _empty(body: Any, pointer: str) -> bool:
    """Whether the pointer goes into a list that has no items: there is nothing to link to, and nothing wrong."""
    parts = pointer.split("/")
    return any(find(body, "/".join(parts[:count])) == [] for count in range(1, len(parts)))


CHECK = Check(
    id="links-resolve",
    severity="high",
    summary="Every documented link of a success can be followed.",
    explanation="""\
The links of a response say which of its values lead to another operation: the id to poll, the first item of a list. A
success that lacks one leaves a client without a way on.""",
    judge=judge,
)
