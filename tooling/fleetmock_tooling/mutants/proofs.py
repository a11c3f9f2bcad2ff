"""That a mutant is one: it answers otherwise than the mock, in the way that its sentence says."""

from typing import Any, NamedTuple

from fleetmock_tooling.mutants.application import Mutated, unchanged
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.mutant import Mutant


class Shown(NamedTuple):
    """What the walk of a proof comes to without the fault and with it, and how the fault itself failed."""

    without: Any
    with_fault: Any
    failures: list[str]


def shown(mutant: Mutant) -> Shown:
    reference = Mutated(mutant.api, (), unchanged)
    mutated = Mutated(mutant.api, mutant.operations, mutant.fault)
    return Shown(
        mutant.proof.walk(Client(reference)), mutant.proof.walk(Client(mutated)), reference.failures + mutated.failures
    )
