"""Who is asked to find the faults: schemathesis alone, and `fleetmock fuzz` with two of its profiles."""

import io
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from rich.console import Console

from fleetmock.settings import DEFAULT_TOKEN
from fleetmock_tooling.fuzz import target
from fleetmock_tooling.fuzz.baseline import Baseline
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import CI, SMOKE, Profile
from fleetmock_tooling.fuzz.progress import Progress
from fleetmock_tooling.fuzz.run import fuzz
from fleetmock_tooling.mutants.bare import identities

BARE: Final = "bare"
Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What a contender is told. `may_go_on` is asked now and then."""

    api: str
    document: dict[str, Any]
    base_url: str
    seed: int
    may_go_on: Callable[[], bool]


class OutOfTime(Exception):
    """The contender was stopped before it was done."""


# Yields what it finds as it finds it, as (operation, check, …), and ends when it would end by itself.
Contender = Callable[[Job], Iterator[Identity]]


def bare(job: Job) -> Iterator[Identity]:
    with target.past_proxies(job.base_url):
        yield from identities(job.document, job.base_url, DEFAULT_TOKEN, job.seed, lambda: not job.may_go_on())
    if not job.may_go_on():
        raise OutOfTime


def _fleetmock(profile: Profile) -> Contender:
    """As `fleetmock fuzz` tests its own mock. It ends with the first failure: nothing else is asked of it."""

    def contender(job: Job) -> Iterator[Identity]:
        first = _First(Path(), [], date.min)
        options = Options(DEFAULT_TOKEN, job.seed, profile, token_is_secret=False, baseline=first).on_our_own_mock()
        with target.past_proxies(job.base_url):
            try:
                verdict = fuzz(job.api, job.document, job.base_url, options, _Watch(job))
            except _Found as found:
                yield _identity(found.finding)
                return
        # What is uncertain is no finding, but no pass either.
        yield from (_identity(each) for each in verdict.findings if each.outcome is not Outcome.DRIFT)

    return contender


class _Found(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.title)
        self.finding = finding


class _First(Baseline):
    """Has the last word on each failure, and lets the first one end the run."""

    def judge(self, finding: Finding) -> NoReturn:
        raise _Found(finding)


class _Watch(Progress):
    def __init__(self, job: Job) -> None:
        super().__init__(Console(file=io.StringIO()), job.api)
        self._job = job

    def findings(self, count: int) -> None:
        super().findings(count)
        if not self._job.may_go_on():
            raise OutOfTime


def _identity(finding: Finding) -> Identity:
    return finding.operation, finding.check, finding.rule, finding.outcome.value


CONTENDERS: Final[Mapping[str, Contender]] = {BARE: bare, SMOKE.name: _fleetmock(SMOKE), CI.name: _fleetmock(CI)}


def deadline(seconds: float) -> Callable[[], bool]:
    """True for so many seconds from now on."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end
