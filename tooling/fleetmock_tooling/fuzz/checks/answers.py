"""Which documented response an answer is, also where it belongs to no operation."""

from collections.abc import Mapping
from typing import Any, Final

from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.step import Step

# What the router answers, by status: the response components that specs/README.md asks every spec for.
ROUTING: Final = {404: "UnknownRoute", 405: "MethodNotAllowed", 414: "UriTooLong", 400: "InvalidRequest"}


def documented(contract: Contract, step: Step) -> Mapping[str, Any] | None:
    """The response object; None when there is none for this status."""
    if step.operation is not None:
        found = contract.response(step.operation, step.status)
        if found is not None or step.status != 414:
            return found
    name = ROUTING.get(step.status)
    return contract.component("responses", name) if name else None


def conditions(contract: Contract, step: Step) -> Mapping[str, Mapping[str, Any]]:
    """Why it may be answered like this, and what the body then has."""
    return dict((documented(contract, step) or {}).get("x-conditions", {}))
