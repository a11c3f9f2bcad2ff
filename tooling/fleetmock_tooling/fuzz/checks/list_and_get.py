from collections.abc import Iterator

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.pages import Paging
from fleetmock_tooling.fuzz.checks.pointer import same
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step


def probe(prober: Prober) -> Iterator[Violation]:
    for operation in prober.gets():
        if "x-paging" in operation.spec:
            yield from _created(prober, operation)
            yield from _followed(prober, operation)


def _created(prober: Prober, lister: Described) -> Iterator[Violation]:
    """What was created is in the list of its collection, once, and the list has grown by one."""
    for creator in prober.creating():
        if creator.template != lister.template:
            continue
        paging = Paging(prober, lister, prober.example(lister))
        before = paging.everything()
        created = prober.create(creator)
        after = paging.everything()
        if before is None or created is None or after is None:
            continue
        new = [thing.name for thing, _ in prober.history.looks(created)]
        listed = [name for name in after.names if name in new]
        steps = (created, after.steps[-1])
        if sorted(listed) != sorted(new):
            message = f"{len(new)} was created, and the list shows it {len(listed)} times."
            yield at(after.steps[-1], "created", "The list does not show what was created", message, steps)
        elif [name for name in after.names if name not in new] != before.names:
            message = (
                f"Beside the new thing, the list has {len(after.names) - 1} items; before it had {len(before.names)}."
            )
            yield at(after.steps[-1], "others", "Creating one thing changed the rest of the list", message, steps)


def _followed(prober: Prober, lister: Described) -> Iterator[Violation]:
    """The links of a list lead to its first item, which a GET shows as the list does."""
    step = prober.ask(lister)
    if step is None or not step.succeeded:
        return
    for target, path in prober.followed(step, method="GET"):
        got = prober.ask(target, path=path)
        if got is None:
            continue
        if not got.succeeded:
            message = f"The list shows it, and the link to {target.id} is answered {got.status}."
            yield at(got, "unreadable", "What a list shows cannot be read", message, (step, got))
            continue
        yield from _agree(prober, step, got)


def _agree(prober: Prober, listed: Step, got: Step) -> Iterator[Violation]:
    shown = {(thing.resource, thing.name): look for thing, look in prober.history.looks(listed)}
    for thing, look in prober.history.looks(got):
        other = shown.get((thing.resource, thing.name))
        if other is None or other.schema != look.schema or not look.machine:
            continue
        if look.states and look.states <= look.machine.terminal and other.states == look.states:
            names = {*other.value, *look.value} - {name for name in look.value if name.startswith("@")}
            wrong = [name for name in sorted(names) if not same(other.value.get(name), look.value.get(name))]
            if wrong:
                message = f"The list and the thing itself differ in {', '.join(wrong)}, long after its end."
                yield at(got, ",".join(wrong), "List and thing disagree", message, (listed, got))


CHECK = Check(
    id="list-and-get-agree",
    severity="high",
    summary="A list shows what was created, exactly once, and as asking for the thing itself shows it.",
    explanation="""\
The list of a collection is read before and after something is created there: it must have the new thing once and
everything else as before. The first item of each list is read through the links of the list; what has come to its end
must look the same in both.""",
    probe=probe,
)
