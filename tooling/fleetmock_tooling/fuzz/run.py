"""One API, from the document to the verdict."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import engine
from fleetmock_tooling.fuzz.config import engine_config
from fleetmock_tooling.fuzz.engine import Event, Phase, Scenario
from fleetmock_tooling.fuzz.excuses import excuse
from fleetmock_tooling.fuzz.progress import Progress
from fleetmock_tooling.fuzz.report import FileReports, Reports
from fleetmock_tooling.fuzz.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Options:
    """What is the same for every API of a run. `report_dir` None writes no reports."""

    token: str
    token_is_secret: bool
    seed: int
    max_examples: int
    report_dir: Path | None


def fuzz(api: str, document: dict[str, Any], base_url: str, options: Options, progress: Progress) -> Verdict:
    """Test every operation of `document` at `base_url`.

    Raises CannotRun when there is nothing to test or a report cannot be written.
    """
    operations = engine.operations(document)
    if not operations:
        raise CannotRun(f"{api} has no operations to fuzz")
    config = engine_config(
        document,
        base_url=base_url,
        token=options.token,
        seed=options.seed,
        max_examples=options.max_examples,
        stateful=engine.has_links(document),
    )
    verdict = Verdict(operations, options.token)
    with _reports(api, options) as reports:
        for event in engine.execute(engine.load(document, config), progress.request, excuse(document)):
            _take(event, verdict, reports, progress)
        for finding in verdict.conclude():
            reports.error(finding)
    return verdict


def _reports(api: str, options: Options) -> Reports:
    if options.report_dir is None:
        return Reports()
    return FileReports(options.report_dir, api, token=options.token, secret=options.token_is_secret)


def _take(event: Event, verdict: Verdict, reports: Reports, progress: Progress) -> None:
    if isinstance(event, Phase):
        progress.phase(event.name)
    elif isinstance(event, Scenario):
        reports.scenario(event)
        for failure, finding in verdict.add(event):
            reports.failure(failure, finding)
    else:
        trouble = verdict.add_trouble(event)
        if trouble is not None:
            reports.error(trouble)
    progress.findings(len(verdict.findings))
