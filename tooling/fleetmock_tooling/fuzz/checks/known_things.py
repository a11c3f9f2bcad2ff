from collections.abc import Iterator, Mapping
from typing import Any

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.expectation import Expected, expect
from fleetmock_tooling.fuzz.checks.prober import Prober


def probe(prober: Prober) -> Iterator[Violation]:
    if not prober.context.own:
        return
    creating = {each.id for each in prober.creating()}
    for operation in prober.contract.operations.values():
        if operation.method == "GET" or operation.id in creating:
            if all(
                "x-case" in each for each in operation.parameters if each["in"] == "path" and not _listed(prober, each)
            ):
                yield from _examples(prober, operation)
            for parameter in operation.parameters:
                if parameter["in"] == "path":
                    for known in parameter.get("x-known", ()):
                        yield from _known(prober, operation, parameter["name"], known)
            yield from _in_bodies(prober, operation)


def _listed(prober: Prober, parameter: Mapping[str, Any]) -> bool:
    return "enum" in prober.contract.plain(parameter["schema"])


def _examples(prober: Prober, operation: Described) -> Iterator[Violation]:
    for index in range(max(len(prober.bodies(operation)), 1)):
        step = prober.ask(operation, body=prober.body(operation, index))
        if step is not None and not step.succeeded:
            message = f"The documented example was answered {step.status}."
            yield at(step, "example", "A documented example does not work", message)


def _known(prober: Prober, operation: Described, name: str, known: Mapping[str, Any]) -> Iterator[Violation]:
    last = [each["name"] for each in operation.parameters if each["in"] == "path"][-1]
    # Another parent has other children; only another name of the same one has those of the example.
    same_thing = known.get("is") in operation_examples(operation, name)
    if name != last and not same_thing and operation.method == "GET":
        return
    step = prober.ask(operation, path={**known.get("with", {}), name: known["value"]})
    if step is None:
        return
    refusal = known.get("refuses", {}).get(operation.spec.get("operationId"))
    if refusal is not None:
        wanted = Expected(refusal["status"], refusal["body"])
        if not wanted.fits(step):
            message = f"{name} {known['value']} was answered {step.status}; documented is {wanted}."
            yield at(step, f"{name}:not-refused", "A thing is not refused as documented", message)
    elif not step.succeeded:
        message = f"{name} {known['value']} exists, and was answered {step.status}."
        yield at(step, f"{name}:refused", "A known thing is not found", message)


def _in_bodies(prober: Prober, operation: Described) -> Iterator[Violation]:
    """Lists of names in a body, which x-echo says to be those of a path parameter: all of one kind at once."""
    for rule in operation.spec.get("x-echo", {}).values():
        if not isinstance(rule, Mapping) or "as" not in rule:
            continue
        name = rule["of"].removeprefix("$request.body#/").removesuffix("/*")
        for siblings, values in prober.contract.groups(rule["as"]).items():
            body = {**prober.body(operation), name: values}
            step = prober.ask(operation, path=dict(siblings), body=body)
            if step is not None and not step.succeeded:
                message = f"{name} {', '.join(values)} exist, and were answered {step.status}."
                yield at(step, f"{name}:refused", "A known thing is not found", message)
            body = {**body, name: [*values, unknown_name(values[0])]}
            yield from expect(
                prober, prober.ask(operation, path=dict(siblings), body=body), "unknown-entity", f"one of {name}"
            )


def unknown_name(known: str) -> str:
    return known[::-1]


def operation_examples(operation: Described, name: str) -> list[Any]:
    return operation.known().get(name, [])


CHECK = Check(
    id="known-things",
    severity="high",
    summary="The documented examples work, and everything the spec says to exist is found under each of its names.",
    explanation="""\
A fresh mock of ours has what the examples of the path parameters and x-known name. Each documented example is sent, and
each known thing and each other name of it is tried in each operation; one that is documented to be refused must be
refused like that. Only a run against our own mock is judged by this.""",
    probe=probe,
)
