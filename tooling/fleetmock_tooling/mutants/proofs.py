"""That a mutant is one: it answers otherwise than the mock, in the way that its sentence says."""

from collections.abc import Callable
from typing import Any, NamedTuple

from fleetmock.contract.middleware import Application
from fleetmock_tooling.mutants.application import Mutated, faithful, unchanged
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.mutant import Mutant


class Shown(NamedTuple):
    """What the walk of a proof comes to without the fault and with it, and how the fault itself failed."""

    without: Any
    with_fault: Any
    failures: list[str]


def shown(mutant: Mutant, mock: Callable[[str], Application] = faithful) -> Shown:
    """`mock` gives a fresh mock of an API."""
    reference = Mutated(mutant.api, mock(mutant.api), (), unchanged)
    without = mutant.proof.walk(Client(reference))
    mutated = Mutated(mutant.api, mock(mutant.api), mutant.operations, mutant.fault)
    with_fault = mutant.proof.walk(Client(mutated))
    return Shown(without, with_fault, reference.failures + mutated.failures)
