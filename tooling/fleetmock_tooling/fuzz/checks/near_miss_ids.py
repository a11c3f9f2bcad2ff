from collections.abc import Iterator, Mapping

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.expectation import expect
from fleetmock_tooling.fuzz.checks.nearby import near_misses
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step


def probe(prober: Prober) -> Iterator[Violation]:
    for operation in prober.contract.operations.values():
        values = prober.reach(operation) if operation.method == "GET" else prober.example(operation)
        if values is None:
            continue
        names = [each for each in operation.parameters if each["in"] == "path"]
        for parameter in names:
            if "enum" not in prober.contract.plain(parameter["schema"]):
                yield from _misses(prober, operation, parameter["name"], values)
                yield from _same(prober, operation, parameter["name"], values)


def _misses(prober: Prober, operation: Described, name: str, values: Mapping[str, str]) -> Iterator[Violation]:
    parameter = next(each for each in operation.parameters if each["name"] == name and each["in"] == "path")
    case = parameter.get("x-case")
    known = prober.contract.names(name) | set(values.values())
    misses = (each for each in near_misses(values[name], case_matters=case == "sensitive") if each[1] not in known)
    for count, (why, value) in enumerate(misses):
        if count == prober.profile.near_misses:
            return
        step = prober.ask(operation, path={**values, name: value})
        if step is None:
            continue
        if step.succeeded:
            message = f"{name} {value!r} ({why}) is not {values[name]!r}, and was answered {step.status}."
            yield at(step, f"{name}:{why}", "An id that names nothing was accepted", message)
        elif step.operation is not None:
            valid = prober.contract.allows(parameter["schema"], value)
            yield from expect(prober, step, "unknown-entity" if valid else "invalid-request", f"{name}: {why}")


def _same(prober: Prober, operation: Described, name: str, values: Mapping[str, str]) -> Iterator[Violation]:
    """Where case does not matter, the other case is the same thing."""
    parameter = next(each for each in operation.parameters if each["name"] == name and each["in"] == "path")
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
line feed. Each must be answered as an unknown or a malformed id. x-case says of each path parameter whether another
case is another id or the same.""",
    probe=probe,
)
