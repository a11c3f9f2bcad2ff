"""One API, from the document to the verdict."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.schemas import OpenApiSchema

from fleetmock.contract.examples import Described, operations
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import engine, ids
from fleetmock_tooling.fuzz.chase import Chase
from fleetmock_tooling.fuzz.checks import Context, Suite
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.config import engine_config
from fleetmock_tooling.fuzz.confirm import Confirmation
from fleetmock_tooling.fuzz.coverage.coverage import Coverage
from fleetmock_tooling.fuzz.created import creates
from fleetmock_tooling.fuzz.discovery import Discovery
from fleetmock_tooling.fuzz.engine import Event, Excuse, Phase, Scenario
from fleetmock_tooling.fuzz.excuses import excuse
from fleetmock_tooling.fuzz.finding import Finding
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.progress import Progress
from fleetmock_tooling.fuzz.reports.har import Har
from fleetmock_tooling.fuzz.rig import Rig, Site
from fleetmock_tooling.fuzz.scope import label, only
from fleetmock_tooling.fuzz.verdict import Verdict


def fuzz(
    api: str,
    document: dict[str, Any],
    base_url: str,
    options: Options,
    progress: Progress,
    *,
    begun: Callable[[Verdict], None] = lambda _: None,
) -> Verdict:
    """Test every operation of `document` at `base_url` that the profile and the shard have.

    `begun` gets the verdict before anything is sent, so that a run that is interrupted can be reported.

    Raises CannotRun when there is nothing to test or a report cannot be written.
    """
    if next(operations(document), None) is None:
        raise CannotRun(f"{api} has no operations to fuzz")
    part = document if options.shard is None else options.shard.of(api, document)
    tested = only(part, lambda each: _is_tested(each, options))
    left_out = tuple(label(each) for each in operations(part) if not _is_tested(each, options))
    verdict = Verdict(tuple(map(label, operations(tested))), left_out)
    begun(verdict)
    if verdict.operations:
        verdict.coverage = Coverage(Contract(tested, base_url))
        rig = Rig.of(Site(api, document, tested, base_url), options, progress)
        rig.wire.watch(verdict.effort)
        with _recorded(api, options, rig) as flush, rig.wire.entered():
            run = _Run(api, base_url, options, progress, rig, verdict, flush)
            try:
                run.test(run.with_ids(tested))
            finally:
                rig.take_back(progress)
                verdict.requests = rig.tally.requests
            run.conclude()
    return verdict


def _is_tested(operation: Described, options: Options) -> bool:
    methods = options.profile.methods
    return methods is None or operation.method in methods or bool(options.creates and creates(operation))


@dataclass(slots=True)
class _Run:
    api: str
    base_url: str
    options: Options
    progress: Progress
    rig: Rig
    verdict: Verdict
    flush: Callable[[], None]

    def with_ids(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with the ids that this endpoint has."""
        given = list(self.options.ids.get(self.api, ()))
        if self.options.discover:
            self.progress.phase("discovery")
            options = self.options
            given += Discovery(document, self.base_url, options.token, options.profile.timeout).find(given)
        return ids.put_in(document, given)

    def test(self, document: dict[str, Any]) -> None:
        """Everything that sends requests: the checks' own probes, the engine, and along the links that are left."""
        options, rig = self.options, self.rig
        schema = engine.load(document, self._config(document))
        coverage = self.verdict.coverage
        suite = Suite(self._context(document), listeners=(coverage.meet,) if coverage else ())
        rig.wire.watch(suite)
        confirmation = self._confirmation(schema, suite)
        self.progress.phase("probes")
        for finding in suite.probes():
            self._tell([finding])
            if rig.stopped():
                break
        for event in engine.execute(schema, _excuse(document, confirmation), rig.stopped):
            self._take(event)
            self._tell(suite.passive())
        self.progress.phase("links")
        Chase(document, self.base_url, rig.wire, rig.linked, options.token, options.profile.timeout).run()
        self._tell(suite.passive())

    def conclude(self) -> None:
        self._tell(self.rig.findings(self.verdict.operations))

    def _config(self, document: dict[str, Any]) -> SchemathesisConfig:
        return engine_config(
            document,
            base_url=self.base_url,
            token=self.options.token,
            seed=self.options.seed,
            profile=self.options.profile,
            stateful="stateful" in self.options.profile.phases and engine.has_links(document),
        )

    def _context(self, document: dict[str, Any]) -> Context:
        options = self.options
        profile = options.profile
        # Where creating is opt-in, the checks may create what was opted for.
        allowed = profile if profile.methods is None else replace(profile, creates=options.creates)
        return Context(
            document,
            self.base_url,
            options.token,
            allowed,
            expired=options.expired,
            limited=options.limited,
            mint=options.mint,
            may=self.rig.wire.allows,
        )

    def _confirmation(self, schema: OpenApiSchema, suite: Suite) -> Confirmation | None:
        """Also tells the verdict who has a say in each failure."""
        options, confirmation = self.options, None
        self.verdict.judges.append(self.rig.readings.judge)
        if options.confirm:
            confirmation = Confirmation(schema, suite, options.profile.timeout, options.profile.methods is not None)
            self.verdict.judges.append(confirmation.judge)
        if options.baseline is not None:
            self.verdict.judges.append(options.baseline.judge)
        return confirmation

    def _take(self, event: Event) -> None:
        if isinstance(event, Phase):
            self.progress.phase(event.name)
        elif isinstance(event, Scenario):
            self.verdict.add(event)
        else:
            self.verdict.add_trouble(event)
        self.flush()
        self.progress.findings(self.verdict.failures)

    def _tell(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.verdict.extend([finding])
            self.progress.findings(self.verdict.failures)


def _excuse(document: dict[str, Any], confirmation: Confirmation | None) -> Excuse:
    """A failure that the specification does not excuse is looked at again before anything else is sent."""
    is_excused = excuse(document)

    def excused(operation: str, failure: Failure, response: Response) -> bool:
        if is_excused(operation, failure, response):
            return True
        if confirmation is not None:
            confirmation.failed(operation, failure, response)
        return False

    return excused


@contextmanager
def _recorded(api: str, options: Options, rig: Rig) -> Iterator[Callable[[], None]]:
    """Record every request, where that is wanted; what it gives writes down what was recorded so far."""
    if options.report_dir is None or "har" not in options.reports:
        yield lambda: None
        return
    with Har(options.report_dir / f"{api}.har", options.secrets) as har:
        rig.wire.watch(har)
        yield har.flush
