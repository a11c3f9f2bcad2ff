"""What a run has to say about one thing, and what that means for its exit code."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fleetmock_tooling.fuzz.curl import Request


class Outcome(StrEnum):
    """FAILURE: the contract is broken. FLAKY: it was, and the same request then kept it.

    INCONCLUSIVE: nothing is known to be wrong, but something could not be tested. DRIFT: a reading of the vendor's
    pages that the ledger knows. KNOWN: a failure that the baseline has. STOPPED: the guard ended the run, or held back
    what must not go out.
    """

    FAILURE = "failure"
    FLAKY = "flaky"
    INCONCLUSIVE = "inconclusive"
    DRIFT = "doc-drift"
    KNOWN = "known"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, however many requests showed it.

    `requests` repeat it, in order. `rule` tells apart what one check can find wrong with one operation; it holds no
    ids and no values, so it is the same in every run. `severity` is critical, high, medium or low.
    """

    operation: str
    check: str
    title: str
    message: str
    requests: tuple[Request, ...] = ()
    outcome: Outcome = Outcome.FAILURE
    severity: str = "medium"
    rule: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """The same in every run that finds this."""
        return self.check, self.operation, self.rule

    @property
    def inconclusive(self) -> bool:
        return self.outcome is Outcome.INCONCLUSIVE


def exit_code(findings: Iterable[Finding]) -> int:
    """4: the guard tripped, whatever else there is; 1: failures; 3: flaky or inconclusive; 0: nothing of these."""
    outcomes = {each.outcome for each in findings}
    if Outcome.STOPPED in outcomes:
        return 4
    if Outcome.FAILURE in outcomes:
        return 1
    return 3 if outcomes & {Outcome.FLAKY, Outcome.INCONCLUSIVE} else 0
