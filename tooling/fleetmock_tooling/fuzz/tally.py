"""Which operations were reached, and what they said to the given token."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.wire import Answer, Observer, Sent

UNREACHED = "never_succeeded"
REFUSED = "token_refused"


@dataclass(slots=True)
class Tally(Observer):
    """Fed by the wire. `requests` counts everything that went out, `reached` are the labels of what answered 2xx."""

    token: str
    requests: int = 0
    reached: set[str] = field(default_factory=set)
    _statuses: dict[str, Counter[int]] = field(default_factory=dict)
    _refused: list[tuple[str, Request]] = field(default_factory=list)

    def sent(self, sent: Sent) -> None:  # noqa: ARG002 - the wire hands it to all
        self.requests += 1

    def answered(self, sent: Sent, answer: Answer) -> None:
        if sent.operation is None:
            return
        if 200 <= answer.status < 300:
            self.reached.add(sent.operation)
        if sent.request.header("authorization") == f"Bearer {self.token}":
            self._statuses.setdefault(sent.operation, Counter())[answer.status] += 1
            if answer.status == 401:
                self._refused.append((sent.operation, sent.request))

    def refused_token(self) -> Iterator[Finding]:
        """A token that stops being good makes everything after it an empty test, so one 401 is enough."""
        if self._refused:
            operation, request = self._refused[0]
            yield Finding(
                operation,
                REFUSED,
                "The token was refused",
                f"{len(self._refused)} requests with the given token were answered 401.",
                (request,),
            )

    def unreached(self, operations: Sequence[str]) -> Iterator[Finding]:
        for operation in operations:
            counts = self._statuses.get(operation, Counter())
            # Nothing but 401 is the refused token again.
            if operation not in self.reached and counts.keys() != {401}:
                seen = ", ".join(f"{count} x {status}" for status, count in sorted(counts.items()))
                yield Finding(
                    operation,
                    UNREACHED,
                    "No request was ever answered 2xx",
                    f"Answers to the given token: {seen or 'none'}. What a successful answer looks like was never "
                    "checked. " + _advice(counts),
                    outcome=Outcome.FAILURE if counts else Outcome.INCONCLUSIVE,
                )


def _advice(counts: Counter[int]) -> str:
    if counts[403]:
        return "The token seems to lack a permission."
    if counts[404]:
        return "The ids must name things that exist there; --ids gives them."
    if not counts:
        return "The guard let no request of it out."
    return "Examples in the specification tell how to reach it."
