from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.order import NoOrder, rank
from fleetmock_tooling.fuzz.checks.pointer import MISSING, find, same
from fleetmock_tooling.fuzz.checks.schemas import complaint
from fleetmock_tooling.fuzz.checks.step import Step

# Times are printed in whole seconds.
_TOLERANCE = 1.0

Rule = Mapping[str, Any]
Record = Mapping[str, Any]


def judge(history: History, step: Step) -> Iterator[Violation]:
    created = {look.pointer: thing.created for thing, look in history.looks(step)}
    for shown in history.shown(step):
        for rule in history.contract.schema(shown.schema).get("x-coherence", ()):
            if not isinstance(shown.value, dict):
                continue
            why = _broken(rule, shown.value, created.get(shown.pointer))
            if why is not None:
                title = rule["says"].rstrip(".")
                message = f"{shown.schema} at {shown.pointer or 'the root'}: {why}"
                yield at(
                    step, f"{shown.schema}:{rule['id']}", f"Not so: {title}", message, _steps(created, shown, step)
                )


def _steps(created: Mapping[str, Step | None], shown: Any, step: Step) -> tuple[Step, ...]:
    first = created.get(shown.pointer)
    return (step,) if first is None else (first, step)


def _broken(rule: Rule, record: Record, created: Step | None) -> str | None:
    try:
        if "order" in rule:
            return _out_of_order(rule["order"], record)
        if "span" in rule:
            return _wrong_span(rule["span"], record, created)
    except NoOrder as value:
        return f"{value} is neither a time nor a number"
    if "same" in rule:
        return _different(rule["same"], record)
    return complaint(rule["schema"], record)


def _out_of_order(fields: list[str], record: Record) -> str | None:
    there = [(name, rank(record[name])) for name in fields if record.get(name) is not None]
    for (earlier, first), (later, second) in pairwise(there):
        if second < first:
            return f"{later} {record[later]!r} lies before {earlier} {record[earlier]!r}"
    return None


def _different(fields: list[str], record: Record) -> str | None:
    left, right = (find(record, f"/{name}") for name in fields)
    if left is MISSING or right is MISSING or same(left, right):
        return None
    return f"{fields[0]} is {left!r} and {fields[1]} {right!r}"


def _wrong_span(span: Rule, record: Record, created: Step | None) -> str | None:
    if created is None or record.get(span["from"]) is None or record.get(span["to"]) is None:
        return None
    asked = find(created.posted, f"/{span['posted']}")
    seconds = asked if isinstance(asked, int | float) and asked else span["otherwise"]
    shown = rank(record[span["to"]]) - rank(record[span["from"]])
    if abs(shown - seconds) <= _TOLERANCE:
        return None
    return f"{span['to']} is {shown:g} s after {span['from']}; {seconds:g} s were asked for"


CHECK = Check(
    id="coherent-records",
    severity="high",
    summary="The properties of one answer do not contradict each other.",
    explanation="""\
The x-coherence of a schema lists what must hold between the properties of one object beyond its schema: times in
their order, what a state implies, equal properties, a length of time that was asked for. The rules are in the spec,
each with the source that says so; the id of the rule is part of the finding.""",
    judge=judge,
)
