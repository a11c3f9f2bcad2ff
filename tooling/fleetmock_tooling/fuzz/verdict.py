"""What the run means."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.engine import Exchange, FailedCheck, Scenario, Trouble

UNREACHED = "never_succeeded"
REFUSED = "token_refused"
ENGINE = "engine_error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, however many requests showed it.

    `requests` repeat it, in order. `inconclusive`: nothing is known to be wrong, but something could not be tested.
    """

    operation: str
    check: str
    title: str
    message: str
    requests: tuple[Request, ...] = ()
    inconclusive: bool = False


@dataclass(slots=True)
class Verdict:
    """Fed with everything the engine did to one API; a pass only when nothing is found *and* all was reached."""

    operations: tuple[str, ...]
    token: str
    findings: list[Finding] = field(default_factory=list)
    requests: int = 0
    _seen: set[object] = field(default_factory=set)
    _reached: set[str] = field(default_factory=set)
    _statuses: dict[str, dict[int, int]] = field(default_factory=dict)
    _refused: list[Exchange] = field(default_factory=list)

    def add(self, scenario: Scenario) -> list[tuple[FailedCheck, Finding]]:
        """Returns the failures that were not known before."""
        for exchange in scenario.exchanges:
            self._count(exchange)
        return [(failure, self._record(failure)) for failure in scenario.failures if self._is_new(failure.identity)]

    def add_trouble(self, trouble: Trouble) -> Finding | None:
        """Returns None when the same trouble was reported before."""
        if not self._is_new((trouble.label, trouble.title, trouble.message)):
            return None
        finding = Finding(trouble.label, ENGINE, trouble.title, trouble.message, inconclusive=trouble.inconclusive)
        self.findings.append(finding)
        return finding

    def conclude(self) -> list[Finding]:
        """Call once, after the last event; returns what only the whole run shows."""
        late = [*self._refusal(), *self._unreached()]
        self.findings += late
        return late

    def _is_new(self, identity: object) -> bool:
        new = identity not in self._seen
        self._seen.add(identity)
        return new

    def _record(self, failure: FailedCheck) -> Finding:
        cause = failure.cause
        finding = Finding(failure.operation, failure.check, cause.title, cause.message, failure.requests)
        self.findings.append(finding)
        return finding

    def _count(self, exchange: Exchange) -> None:
        self.requests += 1
        if not exchange.own_method or exchange.status is None:
            return
        if 200 <= exchange.status < 300:
            self._reached.add(exchange.operation)
        if exchange.request.header("authorization") == f"Bearer {self.token}":
            counts = self._statuses.setdefault(exchange.operation, {})
            counts[exchange.status] = counts.get(exchange.status, 0) + 1
            if exchange.status == 401:
                self._refused.append(exchange)

    def _refusal(self) -> Iterable[Finding]:
        """A token that stops being good makes everything after it an empty test, so one 401 is enough."""
        if self._refused:
            first = self._refused[0]
            yield Finding(
                first.operation,
                REFUSED,
                "The token was refused",
                f"{len(self._refused)} requests with the given token were answered 401.",
                (first.request,),
            )

    def _unreached(self) -> Iterable[Finding]:
        for operation in self.operations:
            counts = self._statuses.get(operation, {})
            # Nothing but 401 is the refused token again.
            if operation not in self._reached and counts.keys() != {401}:
                seen = ", ".join(f"{count} x {status}" for status, count in sorted(counts.items()))
                yield Finding(
                    operation,
                    UNREACHED,
                    "No request was ever answered 2xx",
                    f"Answers to the given token: {seen or 'none'}. What a successful answer looks like was never "
                    "checked. " + _advice(counts),
                )


def _advice(counts: dict[int, int]) -> str:
    if counts.get(403):
        return "The token seems to lack a permission."
    if counts.get(404):
        return "The examples of the path parameters must name things that exist there."
    return "Examples in the specification tell how to reach it."
