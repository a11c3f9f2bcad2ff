from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.expectation import expect
from fleetmock_tooling.fuzz.checks.nearby import near_misses
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step

# What is wrong with an id, and the id.
Miss = tuple[str, str]


def probe(prober: Prober) -> Iterator[Violation]:
    turns = count(0, max(prober.profile.near_misses - 2, 1))
    for operation in prober.contract.operations.values():
        values = prober.reach(operation) if operation.method == "GET" else prober.example(operation)
        for parameter in operation.parameters if values is not None else ():
            if parameter["in"] == "path" and "x-case" in parameter:
                yield from _misses(prober, operation, parameter, values or {}, next(turns))
                yield from _same(prober, operation, parameter, values or {})


def _misses(
    prober: Prober, operation: Described, parameter: Mapping[str, Any], values: Mapping[str, str], turn: int
) -> Iterator[Violation]:
    name = parameter["name"]
    known = prober.contract.names(name) | set(values.values())
    misses = list(near_misses(values[name], case_matters=parameter.get("x-case") == "sensitive"))
    for why, value in _some(misses, prober.profile.near_misses, turn):
        step = None if value in known else prober.ask(operation, path={**values, name: value})
        if step is None:
            continue
        if step.succeeded:
            message = f"{name} {value!r} ({why}) is not {values[name]!r}, and was answered {step.status}."
            yield at(step, f"{name}:{why}", "An id that names nothing was accepted", message)
        elif step.operation is not None:
            valid = prober.contract.allows(parameter["schema"], value)
            yield from expect(prober, step, "unknown-entity" if valid else "invalid-request", f"{name}: {why}")


def _some(misses: list[Miss], number: int, turn: int) -> list[Miss]:
    """The likeliest two and, in turn with the other parameters, as many of the rest as there is time for."""
    rest = misses[2:]
    start = turn % len(rest)
    return misses[:2] + (rest[start:] + rest[:start])[: max(number - 2, 0)]


def _same(
    prober: Prober, operation: Described, parameter: Mapping[str, Any], values: Mapping[str, str]
) -> Iterator[Violation]:
    """Where case does not matter, the other case is the same thing."""
    name = parameter["name"]
    other = values[name].swapcase()
    if parameter.get("x-case") != "insensitive" or other == values[name] or operation.method != "GET":
        return
    step = prober.ask(operation, path={**values, name: other})
    if step is not None and not step.succeeded:
        message = f"{name} {other!r} is {values[name]!r} in another case, and was answered {step.status}."
        yield at(step, f"{name}:case", "An id was not known in another case", message, _both(prober, operation, step))


def _both(prober: Prober, operation: Described, step: Step) -> tuple[Step, ...]:
    good = prober.ask(operation)
    return (good, step) if good is not None else (step,)


CHECK = Check(
    id="near-miss-ids",
    severity="critical",
    summary="An id that is almost a known one names nothing; where case does not matter, another case names the same.",
    explanation="""\
A known id is changed a little: its neighbours, other case, a character more or less, a trailing dot, space, NUL or
line feed. Each must be answered as an unknown or a malformed id. x-case says of a path parameter that its values are
ids which nobody can guess, and whether another case is another id or the same; others are left alone.""",
    probe=probe,
)
