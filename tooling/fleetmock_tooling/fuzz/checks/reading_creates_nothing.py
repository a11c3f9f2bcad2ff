from collections.abc import Iterator

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.pages import Paging, Walk
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step


def probe(prober: Prober) -> Iterator[Violation]:
    # Elsewhere others create things meanwhile.
    if not prober.profile.negative:
        return
    read = [each for each in prober.gets() if "x-paging" not in each.spec and prober.reach(each) is not None]
    for lister in prober.gets() if read else ():
        if "x-paging" in lister.spec and prober.reach(lister) is not None:
            yield from _created(prober, lister, read)


def _created(prober: Prober, lister: Described, read: list[Described]) -> Iterator[Violation]:
    """All of them first: which one it was is only asked when something has come, and does not come by itself."""
    if not any(_new(prober, lister, read)) or any(_new(prober, lister, [])):
        return
    for operation in read:
        for before, step, after in _new(prober, lister, [operation]):
            if step is None:
                continue
            message = f"Reading it has brought {len(set(after.names) - set(before.names))} new to {lister.id}."
            yield at(step, lister.id, "A GET creates something", message, (before.steps[-1], step, after.steps[-1]))


def _new(prober: Prober, lister: Described, read: list[Described]) -> Iterator[tuple[Walk, Step | None, Walk]]:
    """The list before, the last of these GETs, and the list after them, when something new is in it."""
    paging = Paging(prober, lister, prober.example(lister))
    before = paging.everything()
    steps = [prober.ask(operation, path=prober.reach(operation)) for operation in read]
    after = paging.everything()
    if before is not None and after is not None and not set(after.names) <= set(before.names):
        yield before, steps[-1] if steps else None, after


CHECK = Check(
    id="reading-creates-nothing",
    severity="high",
    summary="A GET of one thing brings nothing new into any list.",
    explanation="""\
GET is safe (RFC 9110, 9.2.1). Each list that has x-paging is read whole before and after everything else that can be
read is read once; nothing may be in it that was not there before.""",
    probe=probe,
)
