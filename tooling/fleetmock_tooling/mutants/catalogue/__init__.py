"""The catalogue: every planted fault, by its class.

It was written from the specs, the ledger and the documented rules, without looking at what the checks look for. What
violates nothing that a reader of the contract could know does not belong here.
"""

from collections.abc import Mapping
from typing import Final

from fleetmock_tooling.mutants.catalogue import (
    accepts,
    authentication,
    coherence,
    crashes,
    headers,
    identity,
    lifecycle,
    methods,
    paging,
    rejects,
    status,
    structure,
    types,
)
from fleetmock_tooling.mutants.mutant import Mutant

CLASSES: Final[Mapping[str, tuple[Mutant, ...]]] = {
    "status and error mapping": status.MUTANTS,
    "headers": headers.MUTANTS,
    "body structure": structure.MUTANTS,
    "types and formats": types.MUTANTS,
    "authentication": authentication.MUTANTS,
    "accepts invalid": accepts.MUTANTS,
    "5xx on edge input": crashes.MUTANTS,
    "rejects valid": rejects.MUTANTS,
    "life-cycle": lifecycle.MUTANTS,
    "coherence and monotonicity": coherence.MUTANTS,
    "identity and cross-tenant": identity.MUTANTS,
    "paging": paging.MUTANTS,
    "methods": methods.MUTANTS,
}
CATALOGUE: Final[Mapping[str, Mutant]] = {each.id: each for mutants in CLASSES.values() for each in mutants}
CLASS_OF: Final[Mapping[str, str]] = {each.id: name for name, mutants in CLASSES.items() for each in mutants}
