from collections.abc import Iterator

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step

# So many others are created before the first one is looked for again.
_OTHERS = 12


def judge(history: History, step: Step) -> Iterator[Violation]:
    if step.request.method != "GET" or step.status not in {404, 410} or step.operation is None:
        return
    earlier = history.successes.get((step.label, step.request.url))
    if earlier is None or step.request.header("authorization") != earlier.request.header("authorization"):
        return
    if any(each.method == "DELETE" for each in history.contract.operations.values()):
        return
    message = f"It was answered {earlier.status} before and is {step.status} now; nothing here deletes."
    yield at(step, "vanished", "Something that was there is gone", message, (earlier, step))


def probe(prober: Prober) -> Iterator[Violation]:
    for operation in prober.creating():
        first = prober.create(operation)
        if first is None:
            continue
        targets = list(prober.followed(first, method="GET"))
        yield from _readable(prober, first, targets, "after it was created")
        others = [prober.create(operation, index) for index in range(min(_OTHERS, 4 * prober.profile.creates))]
        yield from _readable(prober, first, targets, f"after {len(others)} others were created")


def _readable(prober: Prober, first: Step, targets: list, when: str) -> Iterator[Violation]:  # type: ignore[type-arg]
    for operation, path in targets:
        if "x-available" in operation.spec:
            continue
        step = prober.ask(operation, path=path)
        if step is not None and not step.succeeded:
            message = f"What the link of the created thing leads to is answered {step.status} {when}."
            yield at(step, "unreadable", "What was created cannot be read", message, (first, step))


CHECK = Check(
    id="created-stays",
    severity="high",
    summary="What was created can be read at once, and still after others were created.",
    explanation="""\
The links of the creating answer are followed at once and again after a dozen more of the kind were created. Throughout
the run, what a GET has shown once is there for the next one too, unless some operation deletes.""",
    judge=judge,
    probe=probe,
)
