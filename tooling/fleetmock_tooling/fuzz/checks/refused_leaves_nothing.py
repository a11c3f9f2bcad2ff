from collections.abc import Iterator
from typing import Any

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.pages import Paging
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step


def probe(prober: Prober) -> Iterator[Violation]:
    if not prober.profile.negative:
        return
    for lister in prober.gets():
        for creator in prober.creating():
            if "x-paging" in lister.spec and creator.template == lister.template:
                yield from _refused(prober, lister, creator)


def _refused(prober: Prober, lister: Described, creator: Described) -> Iterator[Violation]:
    paging = Paging(prober, lister, prober.example(lister))
    before = paging.everything()
    refused = [step for step in _attempts(prober, creator) if step is not None and step.status >= 400]
    after = paging.everything()
    if before is None or after is None or not refused or after.names == before.names:
        return
    message = f"{len(refused)} requests were refused, and the list went from {len(before.names)} to {len(after.names)}."
    yield at(refused[0], "created", "A refused request has left something behind", message, (*refused, after.steps[-1]))


def _attempts(prober: Prober, creator: Described) -> Iterator[Step | None]:
    body: Any = prober.body(creator)
    yield prober.ask(creator, authorization=None)
    yield prober.ask(creator, authorization="Bearer not-a-token-of-anybody")
    yield prober.ask(creator, content_type="text/plain")
    yield prober.ask(creator, body=b'{"a": ')
    yield prober.ask(creator, body=[body])
    for name in body if isinstance(body, dict) else ():
        if not prober.contract.accepts(creator, body | {name: 7}):
            yield prober.ask(creator, body=body | {name: 7})
    if prober.context.limited is not None:
        yield prober.ask(creator, authorization=f"Bearer {prober.context.limited}")


CHECK = Check(
    id="refused-leaves-nothing",
    severity="high",
    summary="A request that was refused has created nothing.",
    explanation="""\
Creating requests without a token, with a bad one, with another media type and with broken bodies are sent; where all
of them are refused, the list of the collection must be the same afterwards as before.""",
    probe=probe,
)
