"""What the run means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from schemathesis.core.failures import Failure

from fleetmock_tooling.fuzz.coverage.coverage import Coverage
from fleetmock_tooling.fuzz.effort import Effort
from fleetmock_tooling.fuzz.engine import FailedCheck, Scenario, Trouble
from fleetmock_tooling.fuzz.finding import Finding, Outcome

ENGINE = "engine_error"


@dataclass(slots=True)
class Verdict:
    """Fed with everything that was found at one API; a pass only when nothing is found *and* all was reached.

    `operations` are those that were tested, `left_out` those that the profile does not allow. The `judges` have the
    last word on each failure, in turn: whether it repeated, whether it was known before. `effort` and `coverage`
    say how much was done for it.
    """

    operations: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    judges: list[Callable[[Finding], Finding]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    requests: int = 0
    effort: Effort = field(default_factory=Effort)
    coverage: Coverage | None = None
    _seen: set[object] = field(default_factory=set)

    @property
    def failures(self) -> int:
        return sum(each.outcome is Outcome.FAILURE for each in self.findings)

    def add(self, scenario: Scenario) -> list[tuple[FailedCheck, Finding]]:
        """Returns the failures that were not known before."""
        return [
            (failure, self._keep(found(failure))) for failure in scenario.failures if self._is_new(failure.identity)
        ]

    def add_trouble(self, trouble: Trouble) -> Finding | None:
        """Returns None when the same trouble was reported before."""
        if not self._is_new((trouble.label, trouble.title, trouble.message)):
            return None
        outcome = Outcome.INCONCLUSIVE if trouble.inconclusive else Outcome.FAILURE
        return self._keep(
            Finding(trouble.label, ENGINE, trouble.title, trouble.message, outcome=outcome, rule=trouble.title)
        )

    def extend(self, findings: Iterable[Finding]) -> list[Finding]:
        """Returns those that were not there before."""
        return [self._keep(each) for each in findings if self._is_new((each.key, each.outcome))]

    def _is_new(self, identity: object) -> bool:
        new = identity not in self._seen
        self._seen.add(identity)
        return new

    def _keep(self, finding: Finding) -> Finding:
        for judge in self.judges:
            finding = judge(finding) if finding.outcome is Outcome.FAILURE else finding
        self.findings.append(finding)
        return finding


def found(failure: FailedCheck) -> Finding:
    cause = failure.cause
    return Finding(
        failure.operation,
        failure.check,
        cause.title,
        cause.message,
        failure.requests,
        severity=cause.severity.value,
        rule=rule_of(cause),
    )


def rule_of(cause: Failure) -> str:
    """What schemathesis tells failures of one check apart by, in a form that its own baselines have too."""
    return f"{type(cause).__name__}: {cause._unique_key}"  # noqa: SLF001 - there is no other name for it


def with_outcome(finding: Finding, outcome: Outcome, note: str) -> Finding:
    return replace(finding, outcome=outcome, message=f"{finding.message}\n{note}".strip())
