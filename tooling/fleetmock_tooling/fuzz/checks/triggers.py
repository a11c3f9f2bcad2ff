from collections.abc import Iterator

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.expectation import Expected
from fleetmock_tooling.fuzz.checks.history import Look, Thing
from fleetmock_tooling.fuzz.checks.legal_states import names
from fleetmock_tooling.fuzz.checks.machine import Machine, States
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step


def probe(prober: Prober) -> Iterator[Violation]:
    for creator in prober.creating():
        for link in prober.contract.links:
            target = prober.contract.by_id[link.target]
            if link.source == creator.id and "x-trigger" in target.spec:
                yield from _at_once(prober, creator, target)
                yield from _too_late(prober, creator, target)


def _at_once(prober: Prober, creator: Described, target: Described) -> Iterator[Violation]:
    """Pulled in the first state, which must allow it, and once more, which must not."""
    machine = _machine(prober, target)
    trigger = target.spec["x-trigger"]["trigger"]
    created = prober.create(creator)
    path = _path(prober, created, target)
    if created is None or path is None or machine is None or not machine.initial & machine.sources(trigger):
        return
    first = prober.ask(target, path=path)
    if first is None:
        return
    if not first.succeeded:
        message = f"In state {names(machine.initial)} it may be asked for, and was answered {first.status}."
        yield at(first, "refused", "A trigger was refused in a state that allows it", message, (created, first))
        return
    yield from _followed(prober, created, first, machine.reachable(machine.targets(trigger)))
    second = prober.ask(target, path=path)
    yield from _refused(target, second, (created, first), "a second time")


def _followed(prober: Prober, created: Step, pulled: Step, allowed: States) -> Iterator[Violation]:
    """Afterwards the thing is in the state that the trigger leads to, or in a later one, also when time has passed."""
    for step, thing, look in _polled(prober, created, max(prober.profile.polls // 2, 2)):
        if look.states and not look.states & allowed:
            message = f"It was answered {pulled.status}, and the {thing.resource} is {names(look.states)}."
            yield at(pulled, "no-effect", "A trigger has not had its effect", message, (created, pulled, step))
            return


def _too_late(prober: Prober, creator: Described, target: Described) -> Iterator[Violation]:
    """Pulled after the end, when no transition is left."""
    machine, created = _machine(prober, target), prober.create(creator)
    path = _path(prober, created, target)
    if created is None or path is None or machine is None:
        return
    for step, _, look in _polled(prober, created, prober.profile.polls):
        if look.states and look.states <= machine.terminal:
            yield from _refused(target, prober.ask(target, path=path), (created, step), "after the end")
            yield from _unmoved(step, prober.send("GET", step.request.url))
            return


def _polled(prober: Prober, created: Step, times: int) -> Iterator[tuple[Step, Thing, Look]]:
    """What each GET shows that the links of the creating answer lead to, so many times one after the other."""
    for operation, path in prober.followed(created, method="GET"):
        for _ in range(times):
            step = prober.ask(operation, path=path)
            if step is not None:
                yield from ((step, thing, look) for thing, look in prober.history.looks(step))


def _unmoved(before: Step, after: Step | None) -> Iterator[Violation]:
    if after is not None and after.succeeded and after.body != before.body:
        message = "A refused trigger after the end has changed the thing."
        yield at(after, "refused-changes", "A refusal has an effect", message, (before, after))


def _refused(target: Described, step: Step | None, before: tuple[Step, ...], when: str) -> Iterator[Violation]:
    refusal = target.spec["x-trigger"]["refused"]
    wanted = Expected(refusal["status"], refusal["body"])
    if step is not None and not wanted.fits(step):
        message = f"Asked for {when}, it was answered {step.status} and not {wanted}."
        yield at(step, f"accepted:{when}", "A trigger is not refused as documented", message, (*before, step))


def _machine(prober: Prober, target: Described) -> Machine | None:
    return prober.contract.machine(target.spec["x-trigger"]["lifecycle"])


def _path(prober: Prober, created: Step | None, target: Described) -> dict[str, str] | None:
    found = prober.followed(created) if created is not None else ()
    return next((path for operation, path in found if operation.id == target.id), None)


CHECK = Check(
    id="triggers",
    severity="high",
    summary="An operation that pulls a trigger of the life-cycle does so, and is refused where there is no transition.",
    explanation="""\
x-trigger names the trigger of an operation such as a cancel. It is pulled right after creation, where the life-cycle
allows it: it must succeed, and the thing must be in the state it leads to, or a later one, from then on. Pulled again,
or after the end, it must be refused with the documented status and code and change nothing.""",
    probe=probe,
)
