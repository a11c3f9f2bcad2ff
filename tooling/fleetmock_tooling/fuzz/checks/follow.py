import time
from collections.abc import Iterator
from typing import Any

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.legal_states import names
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step

# Seconds between two polls where time passes by itself. The clock of our own mock moves with each request.
_PAUSE = 0.3

# An operation and its path parameters.
Target = tuple[Described, dict[str, str]]


def probe(prober: Prober) -> Iterator[Violation]:
    for operation in prober.creating():
        stuck: list[Violation] = []
        count = max(prober.profile.creates, len(prober.bodies(operation)))
        for index in range(count):
            step = prober.create(operation, index)
            if step is not None:
                stuck += _follow(prober, step)
        # One that waits may wait for its device; when every one does, nothing ever happens. Real ones may all be off.
        if len(stuck) == count and prober.profile.negative:
            yield stuck[0]


def _follow(prober: Prober, created: Step) -> Iterator[Violation]:
    """Poll what the links of the creating answer lead to, until it has ended and for as long again."""
    polled = [each for each in prober.followed(created, method="GET") if "x-available" not in each[0].spec]
    yields = _yields(prober, polled)
    last, over = created, 0
    for count in range(prober.profile.polls if polled else 0):
        if not prober.context.own:
            time.sleep(_PAUSE)
        # What it yields is asked for now and then only: each request takes time, and states would be missed.
        also = [yields[count // 2 % len(yields)]] if yields and count % 2 else []
        for operation, path in [*polled, *also]:
            last = prober.ask(operation, path=path) or last
        over += _ended(prober, created)
        if over > prober.profile.polls // 2:
            break
    for operation, path in yields if over else []:
        prober.ask(operation, path=path)
    for thing, look in _things(prober, created):
        if look.machine is not None and thing.states == look.machine.initial:
            message = f"After {prober.profile.polls} polls the {thing.resource} is still {names(thing.states)}."
            yield at(last, "stuck", "Nothing ever happens to what was created", message, thing.chain(last))


def _yields(prober: Prober, polled: list[Target]) -> list[Target]:
    """The operations that get what the polled things come to yield, under every path that has it."""
    found = []
    for operation in prober.gets():
        if "x-available" in operation.spec:
            wanted = prober.example(operation).keys()
            found += [(operation, path) for _, path in polled if path.keys() == wanted]
    return found


def _things(prober: Prober, step: Step) -> list[Any]:
    """The things that a step showed, as they are known now."""
    return [(prober.history.thing(thing.resource, thing.name), look) for thing, look in prober.history.looks(step)]


def _ended(prober: Prober, created: Step) -> bool:
    ends = [
        bool(thing.states) and thing.states <= look.machine.terminal
        for thing, look in _things(prober, created)
        if look.machine is not None
    ]
    return bool(ends) and all(ends)


CHECK = Check(
    id="life-goes-on",
    severity="high",
    summary="Something becomes of what was created: polled until its end, it leaves its first state.",
    explanation="""\
Some things are created and polled through the links of the answer, until they have come to a terminal state and a
little longer, or the profile's number of polls is used up. What the polls show is judged by the passive checks; this
one only says when every one of the things is in its initial state after all polls.""",
    probe=probe,
)
