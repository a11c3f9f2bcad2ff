"""What the tests of the planted faults share."""

from collections.abc import Callable

from fleetmock.contract.middleware import Application
from fleetmock_tooling.mutants.outcome import Attempt, Outcome

Fresh = Callable[[str], Application]


def outcome(contender: str, mutant: str = "", *, found: str = "", requests: int = 10, seconds: float = 0.5) -> Outcome:
    """`found` is the check that found something, "" for none; all of it at one API."""
    identity = (("GET /me/devices", found, "rule", "failure"),) if found else ()
    return Outcome(Attempt(contender, "msgraph", 1, mutant), identity, requests, seconds)
