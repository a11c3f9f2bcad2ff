"""One contender against one mutant, or against the mock without any fault."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import fleetmock_contracts
from fleetmock.contract.examples import base_path
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock_tooling.mutants.application import Mutated, faithful, unchanged
from fleetmock_tooling.mutants.catalogue import CATALOGUE
from fleetmock_tooling.mutants.contenders import CONTENDERS, Identity, Job, OutOfTime, deadline

LIMIT: Final = 600.0  # seconds of the wall clock; far more than any of them should need
REFERENCE: Final = ""
UNCERTAIN: Final = ("inconclusive", "flaky")


@dataclass(frozen=True, slots=True)
class Attempt:
    """`mutant` is its id, REFERENCE for the mock without a fault."""

    contender: str
    api: str
    seed: int
    mutant: str = REFERENCE


@dataclass(frozen=True, slots=True)
class Outcome:
    """`found` is what was found, in order: the first thing only, of a mutant.

    `requests` and `seconds` are those until then, or of the whole run. Seconds are of CPU, the mock's own among them:
    those of the wall clock depend on what else the machine does. `trouble` is why an outcome counts for nothing.
    """

    attempt: Attempt
    found: tuple[Identity, ...]
    requests: int
    seconds: float
    trouble: str = ""

    @property
    def is_found(self) -> bool:
        """What a contender is uncertain of is not found."""
        return not self.trouble and any(each[-1] not in UNCERTAIN for each in self.found)


def outcome_of(attempt: Attempt, known: Collection[Identity]) -> Outcome:
    """`known` is what the contender finds without any fault: it says nothing about one."""
    mutant = CATALOGUE.get(attempt.mutant)
    operations, fault = (mutant.operations, mutant.fault) if mutant else ((), unchanged)
    app = Mutated(attempt.api, faithful(attempt.api, attempt.seed), operations, fault)
    document: dict[str, Any] = fleetmock_contracts.load(attempt.api)
    settings = Settings(apis=(attempt.api,), port=0, log_format="off")
    trouble = ""
    with ThreadedServer(settings, app) as server:
        started = time.process_time()
        base_url = _base_url(server.url, document)
        job = Job(attempt.api, document, base_url, attempt.seed, deadline(LIMIT))
        found: list[Identity] = []
        try:
            for each in CONTENDERS[attempt.contender](job):
                if each not in known and each not in found:
                    found.append(each)
                    if mutant:
                        break
        except OutOfTime:
            trouble = f"was stopped after {LIMIT:.0f} s"
        seconds, requests = round(time.process_time() - started, 2), app.requests
    if app.failures:
        trouble = f"the fault itself failed: {app.failures[0]}"
    return Outcome(attempt, tuple(found), requests, seconds, trouble)


def _base_url(root: str, document: dict[str, Any]) -> str:
    return root + base_path(document)
