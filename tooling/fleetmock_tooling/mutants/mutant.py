"""What one planted fault is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mock import Mock

GRAPH: Final = "msgraph"
AOSP: Final = "applivery-aosp"
APPLE: Final = "applivery-apple"

Fault = Callable[[Request, Mock], Answer]


@dataclass(frozen=True, slots=True)
class Proof:
    """That the fault shows on the wire: a walk, and what comes of it without the fault and with it."""

    walk: Callable[[Client], Any]
    without: Any
    with_fault: Any


def appears(walk: Callable[[Client], bool]) -> Proof:
    """Something is true only with the fault."""
    return Proof(walk, without=False, with_fault=True)


def vanishes(walk: Callable[[Client], bool]) -> Proof:
    """Something is true only without the fault."""
    return Proof(walk, without=True, with_fault=False)


@dataclass(frozen=True, slots=True)
class Mutant:
    """`operations` are the operationIds that the fault is in; () is whatever the API is asked.

    `says` is what goes wrong, `breaks` which part of the contract says otherwise.
    """

    id: str
    api: str
    operations: tuple[str, ...]
    says: str
    breaks: str
    fault: Fault
    proof: Proof
