"""The domain checks for schemathesis' own command line.

    SCHEMATHESIS_HOOKS=fleetmock_tooling.fuzz.hooks st run openapi.json --url …

Each check is a function, because `st replay` cannot run classes again. What a passive check finds names the earlier
cases that it needs, so that a replay sends them first. The probes are run once for a document, and what they find is
told with the first case of the operation that it was found at; a replay of that case runs them anew. They run in the
phases that do not shrink, and against another machine only when FLEETMOCK_ALLOW_REMOTE is set, as in `fleetmock fuzz`.
"""

import os
import threading
from collections.abc import Sequence
from typing import ClassVar, Final

import schemathesis
from schemathesis.checks import CheckContext
from schemathesis.core.failures import Failure, FailureGroup, Severity
from schemathesis.core.transport import Response
from schemathesis.engine.run import PhaseName
from schemathesis.hooks import HookContext

from fleetmock.contract.examples import Document
from fleetmock_tooling.fuzz import curl
from fleetmock_tooling.fuzz.checks import CHECKS, Context, Suite
from fleetmock_tooling.fuzz.checks.check import Check
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.recorded import AnyCase, Scenario, as_text, contract_of, document_of
from fleetmock_tooling.fuzz.checks.suite import crash, finding_of
from fleetmock_tooling.fuzz.excuses import excuse
from fleetmock_tooling.fuzz.finding import Finding
from fleetmock_tooling.fuzz.profiles import SMOKE
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.target import is_loopback
from fleetmock_tooling.fuzz.wire import Wire

_UNSHRUNK: Final = {PhaseName.EXAMPLES, PhaseName.COVERAGE}
_here: Final = threading.local()
_lock: Final = threading.Lock()
# By base URL: what the probes have found there, and of which operations it was told.
_probed: Final[dict[str, list[Finding]]] = {}
_told: Final[set[tuple[str, str, str]]] = set()


class DomainFailure(Failure):
    """A finding of one of our checks, with the cases that it needs beside its own."""

    code: ClassVar[str] = "ST901"
    kind_title: ClassVar[str] = "Domain check failed"
    __slots__ = ("related", "rule")

    def __init__(self, finding: Finding, message: str, related: tuple[str, ...] = ()) -> None:
        super().__init__(
            operation=finding.operation,
            title=f"{finding.title} ({finding.check})",
            message=message,
            severity=Severity(finding.severity),
        )
        self.rule = f"{finding.check}:{finding.rule}"
        self.related = related

    @property
    def _unique_key(self) -> str:
        return self.rule

    def related_case_ids(self) -> tuple[str, ...]:
        return self.related


def _passive(check: Check, context: CheckContext, response: Response, case: AnyCase) -> list[Failure]:
    recorder = context.internals.recorder
    if recorder is None or check.judge is None:
        return []
    known: Scenario | None = getattr(_here, "scenario", None)
    if known is None or known.recorder is not recorder:
        known = _here.scenario = Scenario(recorder, History(contract_of(case, response)))
    known.up_to(case, response)
    if error := known.crashes.get((check.id, case.id)):
        return [_failure(crash(check, error, None))]
    found = known.found.get((check.id, case.id), ())
    return [DomainFailure(finding_of(check, each), each.message, _cases(each.steps, case)) for each in found]


def _cases(steps: Sequence[object], case: AnyCase) -> tuple[str, ...]:
    names = (getattr(each, "case_id", None) for each in steps)
    return tuple(name for name in names if name is not None and name != case.id)


def _active(check: Check, context: CheckContext, response: Response, case: AnyCase) -> list[Failure]:
    token = _token(response)
    if token is None or not _may_probe(context, response):
        return []
    contract = contract_of(case, response)
    with _lock:
        if contract.base_url not in _probed:
            _probed[contract.base_url] = _probe(contract.document, contract.base_url, token)
        place = (contract.base_url, check.id, case.operation.label)
        if context.phase is not None and place in _told:
            return []
        _told.add(place)
    found = [each for each in _probed[contract.base_url] if each.check == check.id]
    elsewhere = {each.operation for each in found} - contract.operations.keys()
    return [_failure(each, token) for each in found if each.operation in {case.operation.label, *elsewhere}]


def _may_probe(context: CheckContext, response: Response) -> bool:
    # No phase: a replay.
    if context.phase is not None and context.phase not in _UNSHRUNK:
        return False
    remote = not is_loopback(str(response.request.url))
    return response.status_code != 401 and not (remote and not os.environ.get("FLEETMOCK_ALLOW_REMOTE"))


def _probe(document: Document, base_url: str, token: str) -> list[Finding]:
    wire = Wire(Routes(document, base_url))
    suite = Suite(
        Context(
            document=document,
            base_url=base_url,
            token=token,
            profile=SMOKE,
            expired=os.environ.get("FLEETMOCK_TOKEN_EXPIRED"),
            limited=os.environ.get("FLEETMOCK_TOKEN_LIMITED"),
        )
    )
    wire.watch(suite)
    with wire.entered():
        return list(suite.probes())


def _failure(finding: Finding, token: str = "") -> DomainFailure:
    commands = "\n".join(curl.command(each, token) for each in finding.requests)
    return DomainFailure(finding, f"{finding.message}\n\n{commands}".strip())


def _token(response: Response) -> str | None:
    scheme, _, token = as_text(response.request.headers.get("Authorization", "")).partition(" ")
    return token if scheme == "Bearer" and token else None


def _register(check: Check) -> None:
    def run(context: CheckContext, response: Response, case: AnyCase) -> bool | None:
        try:
            failures = _passive(check, context, response, case) + _active(check, context, response, case)
        except Exception as error:  # noqa: BLE001 - what is raised here would abort the scenario and hide the others
            failures = [_failure(crash(check, error, None))]
        if len(failures) > 1:
            raise FailureGroup(failures)
        if failures:
            raise failures[0]
        return None

    run.__name__ = run.__qualname__ = f"fleetmock_{check.id.replace('-', '_')}"
    run.__doc__ = check.summary
    schemathesis.check(run)


for _check in CHECKS.values():
    _register(_check)


@schemathesis.hook
def filter_failure(_context: HookContext, failure: Failure, case: AnyCase, response: Response) -> bool:
    """Drop what the specification itself excuses, as `fleetmock fuzz` does."""
    return not excuse(document_of(case))(case.operation.label, failure, response)
