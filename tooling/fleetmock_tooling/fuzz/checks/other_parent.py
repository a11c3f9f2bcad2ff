from collections.abc import Iterator, Mapping

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.expectation import expect
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step


def probe(prober: Prober) -> Iterator[Violation]:
    for operation in prober.creating():
        created = prober.create(operation)
        for target, path in prober.followed(created) if created is not None else ():
            yield from _elsewhere(prober, created, target, path)
        yield from _listed(prober, created)
    for operation in prober.gets():
        values = prober.reach(operation)
        if values is not None and len(values) > 1:
            yield from _elsewhere(prober, None, operation, values)


def _elsewhere(
    prober: Prober, created: Step | None, operation: Described, path: Mapping[str, str]
) -> Iterator[Violation]:
    """Ask for the thing under every other parent that is known; its own id is the last parameter."""
    last = [each["name"] for each in operation.parameters if each["in"] == "path"][-1]
    for why, other in _parents(prober, operation, path, last):
        step = prober.ask(operation, path=other)
        if step is None:
            continue
        steps = (created, step) if created is not None else (step,)
        if step.succeeded:
            message = f"It belongs to another {why}, and was answered {step.status}."
            yield at(step, f"{why}", "A thing was found under another parent", message, steps)
        else:
            yield from expect(prober, step, "unknown-entity", f"under another {why}")


def _parents(
    prober: Prober, operation: Described, path: Mapping[str, str], last: str
) -> Iterator[tuple[str, dict[str, str]]]:
    for parameter in operation.parameters:
        name = parameter["name"]
        if parameter["in"] != "path" or name == last:
            continue
        mine = prober.contract.identity(name, path[name])
        for value in prober.contract.plain(parameter["schema"]).get("enum", ()):
            if value != path[name]:
                yield name, {**path, name: value}
        # At a real endpoint the spec's own examples name nothing.
        for known in parameter.get("x-known", ()) if prober.profile.negative else ():
            if known.get("is", known["value"]) != mine:
                yield name, {**path, **known.get("with", {}), name: known["value"]}


def _listed(prober: Prober, created: Step | None) -> Iterator[Violation]:
    """The list of another parent does not show the new thing."""
    things = {thing.name for thing, _ in prober.history.looks(created)} if created is not None else set()
    for operation in prober.gets():
        if created is None or "x-paging" not in operation.spec or operation.template != created.template:
            continue
        last = [each["name"] for each in operation.parameters if each["in"] == "path"][-1]
        for parent, other in _parents(prober, operation, {**created.path, "": ""}, ""):
            step = prober.ask(operation, path={name: value for name, value in other.items() if name})
            found = {thing.name for thing, _ in prober.history.looks(step)} if step is not None else set()
            if step is not None and things & found:
                message = f"The list of another {parent} shows the thing ({last} {created.path[last]} has it)."
                yield at(step, f"list:{parent}", "A thing is listed under another parent", message, (created, step))


CHECK = Check(
    id="same-id-other-parent",
    severity="critical",
    summary="A thing exists under its own parent only: its id under another one names nothing.",
    explanation="""\
What was created, and what the examples name, is asked for under every other device, target or kind of target that the
spec knows (x-known, or another value of a listed parameter). That must be answered as an unknown id. The lists of
other parents must not show it either. Anything else lets one tenant see another's things.""",
    probe=probe,
)
