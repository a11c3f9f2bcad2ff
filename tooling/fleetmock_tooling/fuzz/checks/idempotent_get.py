from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.order import NoOrder, rank
from fleetmock_tooling.fuzz.checks.pointer import MISSING, find, same
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step


def probe(prober: Prober) -> Iterator[Violation]:
    for operation in prober.gets():
        path = prober.reach(operation)
        if path is None:
            continue
        steps = [prober.ask(operation, path=path) for _ in range(3 if prober.profile.negative else 2)]
        answers = [step for step in steps if step is not None]
        for first, second in pairwise(answers):
            yield from _compare(prober, first, second)


def _compare(prober: Prober, first: Step, second: Step) -> Iterator[Violation]:
    if first.status != second.status:
        message = f"The same GET was answered {first.status} and then {second.status}."
        yield at(second, "status", "The same GET has two answers", message, (first, second))
        return
    # What moves in one of the two may have come to its end in the other.
    moving = _moving(prober, first) | _moving(prober, second)
    left, right = _settled(prober, first, moving), _settled(prober, second, moving)
    changed = [key for key in {**left, **right} if not _alike(left.get(key, MISSING), right.get(key, MISSING))]
    if changed:
        place = changed[0]
        message = f"The same GET was answered differently, at {place or 'the root'}, and nothing had happened."
        yield at(second, "body", "The same GET has two answers", message, (first, second))
    mine = {name for name in first.headers if name not in {"date", "connection", "content-length", "keep-alive"}}
    gone = {name for name in mine if name not in second.headers}
    if gone or first.headers.get("content-type") != second.headers.get("content-type"):
        message = f"Headers differ: {', '.join(sorted(gone)) or 'content-type'}."
        yield at(second, "headers", "The same GET has two answers", message, (first, second))


def _alike(before: Any, after: Any) -> bool:
    """The same, or a time that has gone on."""
    if same(before, after):
        return True
    try:
        return isinstance(before, str) and isinstance(after, str) and rank(before) <= rank(after)
    except NoOrder:
        return False


def _moving(prober: Prober, step: Step) -> set[str]:
    """Where the answer shows things that have not come to their end."""
    return {
        look.pointer
        for _, look in prober.history.looks(step)
        if look.machine is not None and not (look.states and look.states <= look.machine.terminal)
    }


def _settled(prober: Prober, step: Step, moving: set[str]) -> Mapping[str, Any]:
    """The answer by pointer; of the things that move, only what never changes."""
    found: dict[str, Any] = {}
    _leaves(step.body, "", moving, found)
    for thing, look in prober.history.looks(step):
        if look.pointer in moving:
            record = prober.contract.schema(look.schema)["x-record"].get("fields", {})
            constant = [name for name, kind in record.items() if kind == "constant"]
            found[look.pointer] = {name: find(look.value, f"/{name}") for name in constant if name in look.value}
            found[look.pointer]["@name"] = thing.name
    return found


def _leaves(value: Any, pointer: str, skip: set[str], found: dict[str, Any]) -> None:
    if pointer in skip:
        return
    if isinstance(value, dict) and value:
        for key, item in value.items():
            _leaves(item, f"{pointer}/{key}", skip, found)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            _leaves(item, f"{pointer}/{index}", skip, found)
    else:
        found[pointer] = value


CHECK = Check(
    id="idempotent-get",
    severity="medium",
    summary="The same GET twice has the same answer when nothing has happened in between.",
    explanation="""\
Each GET that the examples reach is sent three times in a row. Status, names of headers and body must be the same; of
a thing that has not come to its end only the properties that never change are compared.""",
    probe=probe,
)
