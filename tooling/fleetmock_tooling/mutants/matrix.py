"""Every contender against every mutant, over all processors."""

import multiprocessing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Final

import fleetmock_contracts
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.mutants.catalogue import CATALOGUE, CLASS_OF, CLASSES
from fleetmock_tooling.mutants.contenders import Identity
from fleetmock_tooling.mutants.outcome import Attempt, Outcome, outcome_of

# Workers start anew after so many attempts each: schemathesis and Hypothesis remember what they have seen.
RENEWED: Final = 40

Known = Mapping[tuple[str, str], Collection[Identity]]


@dataclass(frozen=True, slots=True)
class Plan:
    """`mutants` are ids. The mock without a fault is tried with seeds from `seed` on, `references` of them."""

    mutants: Sequence[str]
    contenders: Sequence[str]
    seed: int
    references: int
    jobs: int

    def without_fault(self) -> list[Attempt]:
        apis = [api for api in fleetmock_contracts.APIS if any(CATALOGUE[each].api == api for each in self.mutants)]
        seeds = range(self.seed, self.seed + self.references)
        return [Attempt(name, api, seed) for name in self.contenders for api in apis for seed in seeds]

    def with_faults(self) -> list[Attempt]:
        return [
            Attempt(name, CATALOGUE[each].api, self.seed, each) for name in self.contenders for each in self.mutants
        ]


def chosen(only: Iterable[str]) -> list[str]:
    """The ids of mutants whose id or class is named, all of them when nothing is. Raises CannotRun."""
    wanted = list(only)
    for each in wanted:
        if each not in CATALOGUE and each not in CLASSES:
            raise CannotRun(f"there is no mutant and no class {each!r}; the classes are {', '.join(CLASSES)}")
    return [each for each in CATALOGUE if not wanted or each in wanted or CLASS_OF[each] in wanted]


def run(plan: Plan, told: Callable[[Outcome, int, int], None]) -> list[Outcome]:
    """All outcomes, those without a fault first. `told` gets each, its number and how many there will be."""
    first, then = plan.without_fault(), plan.with_faults()
    total = len(first) + len(then)
    outcomes: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        outcomes.append(outcome)
        told(outcome, len(outcomes), total)

    _all(plan.jobs, first, {}, tell)
    _all(plan.jobs, then, known_of(outcomes), tell)
    return sorted(outcomes, key=lambda each: (first + then).index(each.attempt))


def known_of(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], set[Identity]]:
    """What each contender finds at each API without any fault, over all seeds."""
    known: dict[tuple[str, str], set[Identity]] = {}
    for each in outcomes:
        if not each.attempt.mutant:
            known.setdefault((each.attempt.contender, each.attempt.api), set()).update(each.found)
    return known


def _all(jobs: int, attempts: Sequence[Attempt], known: Known, tell: Callable[[Outcome], None]) -> None:
    # Not forked: a fork would copy what this process has imported, and the threads that it has not.
    context = multiprocessing.get_context("spawn")
    # Not max_tasks_per_child, with which a pool can wait for ever (github.com/python/cpython/issues/115634).
    for start in range(0, len(attempts), jobs * RENEWED):
        with ProcessPoolExecutor(jobs, context) as pool:
            try:
                _some(pool, attempts[start : start + jobs * RENEWED], known, tell)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _some(
    pool: ProcessPoolExecutor, attempts: Iterable[Attempt], known: Known, tell: Callable[[Outcome], None]
) -> None:
    futures: list[Future[Outcome]] = [
        pool.submit(outcome_of, each, frozenset(known.get((each.contender, each.api), ()))) for each in attempts
    ]
    for future in as_completed(futures):
        tell(future.result())
