"""The engine of schemathesis, seen as four kinds of events.

The recorder, the failures and Hypothesis' constants are internals that move between releases. Only this module and
report.py touch them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import hypothesis.errors
import schemathesis
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from schemathesis.config import ConfigError, SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.engine import StopReason, events, from_schema
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.engine.run import TESTING_PHASES, PhaseName
from schemathesis.generation.case import Case
from schemathesis.specs.openapi.schemas import OpenApiSchema

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.wire import Refused


@dataclass(frozen=True, slots=True)
class Phase:
    """The engine turned to this kind of test."""

    name: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the status it was answered with, None for no answer.

    `operation` is the label of the operation it was made for, such as "GET /me/devices". `own_method` is false when
    schemathesis tried a method on its path that the operation does not have.
    """

    operation: str
    own_method: bool
    request: Request
    status: int | None


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that said no. `requests` repeat it, in order; the last one is the one that failed."""

    operation: str
    check: str
    cause: Failure
    requests: tuple[Request, ...]
    response: Response | None
    case_id: str | None

    @property
    def identity(self) -> tuple[str, str, type[Failure], str]:
        """The same for two failures that are one finding."""
        return self.operation, self.check, type(self.cause), self.cause._unique_key  # noqa: SLF001 - see the module


@dataclass(frozen=True, slots=True)
class Scenario:
    """One operation in one phase, or one walk along the links. `elapsed` is in seconds."""

    label: str
    elapsed: float
    exchanges: tuple[Exchange, ...]
    failures: tuple[FailedCheck, ...]
    recorder: ScenarioRecorder


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something the engine could not do. `inconclusive`: it gave up generating, so nothing is known."""

    label: str
    title: str
    message: str
    inconclusive: bool


Excuse = Callable[[str, Failure, Response], bool]
Event = Phase | Scenario | Trouble


def load(document: dict[str, Any], config: SchemathesisConfig) -> OpenApiSchema:
    return schemathesis.openapi.from_dict(document, config=config)


def operations(document: dict[str, Any]) -> tuple[str, ...]:
    """The labels of all operations that schemathesis can read, in the order of the document."""
    results = load(document, SchemathesisConfig()).get_all_operations()
    return tuple(result.ok().label for result in results if isinstance(result, Ok))


def has_links(document: dict[str, Any]) -> bool:
    """Whether a walk along links is possible; without one the stateful phase is an error of its own."""
    return load(document, SchemathesisConfig()).statistic.transitions.selected > 0


def execute(
    schema: OpenApiSchema, is_excused: Excuse, should_stop: Callable[[], bool] = lambda: False
) -> Iterator[Event]:
    """Run all phases, until the end or until `should_stop` after an event.

    A failure that `is_excused`, given the label of its operation, is none.

    Raises CannotRun when schemathesis refuses its configuration and KeyboardInterrupt when the user stops the run.
    """

    def filter_failure(_context: object, failure: Failure, case: Case[Any], response: Response) -> bool:
        return not is_excused(case.operation.label, failure, response)

    schema.hooks.register_hook_with_name(filter_failure, "filter_failure")
    stream = from_schema(schema).execute()
    with _without_local_constants():
        try:
            for event in stream:
                yield from _translate(event)
                if should_stop():
                    return
        finally:
            stream.stop()
            # Its worker is waited for: nothing may be on its way when the run is over.
            stream.generator.close()


def _translate(event: events.EngineEvent) -> Iterator[Event]:
    if isinstance(event, events.PhaseStarted):
        if event.phase.is_enabled and event.phase.name in TESTING_PHASES:
            yield Phase(event.phase.name.value)
    elif isinstance(event, events.ScenarioFinished):
        yield _scenario(event)
    elif isinstance(event, events.NonFatalError) and not isinstance(event.value, Refused):
        yield _trouble(event)
    elif isinstance(event, events.FatalError):
        yield Trouble("engine", type(event.exception).__name__, str(event.exception), inconclusive=False)
    elif isinstance(event, events.EngineFinished) and event.stop_reason is StopReason.INTERRUPTED:
        raise KeyboardInterrupt


def _trouble(event: events.NonFatalError) -> Trouble:
    if isinstance(event.value, ConfigError) and not event.related_to_operation:
        raise CannotRun(f"schemathesis refuses its configuration: {event.info.message}")
    gave_up = isinstance(event.value, hypothesis.errors.FailedHealthCheck | hypothesis.errors.Unsatisfiable)
    return Trouble(event.label, event.info.title, event.info.message, inconclusive=gave_up)


def _scenario(event: events.ScenarioFinished) -> Scenario:
    recorder = event.recorder
    return Scenario(
        label=recorder.label,
        elapsed=event.elapsed_time,
        exchanges=tuple(_exchanges(recorder)),
        failures=tuple(_failures(recorder, chained=event.phase is PhaseName.STATEFUL_TESTING)),
        recorder=recorder,
    )


def _exchanges(recorder: ScenarioRecorder) -> Iterator[Exchange]:
    for case_id, interaction in recorder.interactions.items():
        case = recorder.cases[case_id].value
        response = interaction.response
        yield Exchange(
            operation=case.operation.label,
            own_method=case.method.upper() == case.operation.method.upper(),
            request=_request(interaction),
            status=None if response is None else response.status_code,
        )


def _failures(recorder: ScenarioRecorder, *, chained: bool) -> Iterator[FailedCheck]:
    # A check that sends requests of its own is recorded under the one that failed, not the one it started from.
    for case_id, nodes in recorder.checks.items():
        for node in nodes:
            if node.failure_info is None:
                continue
            failure = node.failure_info.failure
            related = failure.related_case_ids()
            cases = recorder.iter_chain_cases(case_id=case_id, related_case_ids=related) if chained else ()
            ids = [case.id for case in cases] or [case_id]
            sent = recorder.interactions.get(case_id)
            yield FailedCheck(
                operation=failure.operation or recorder.cases[case_id].value.operation.label,
                check=node.name,
                cause=failure,
                requests=tuple(_request(recorder.interactions[i]) for i in ids if i in recorder.interactions),
                response=None if sent is None else sent.response,
                case_id=case_id,
            )


def _request(interaction: Interaction) -> Request:
    sent = interaction.request
    headers = {name: _text(values[0]) for name, values in sent.headers.items()}
    return Request(sent.method, sent.uri, headers, sent.body)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


@contextmanager
def _without_local_constants() -> Iterator[None]:
    """Stop Hypothesis from drawing literals out of the modules that are loaded and not installed.

    They depend on how fleetmock is installed and on what was imported before, so the same seed would send other
    requests, and the mock's own source would give its ids away.
    """
    original = providers._get_local_constants  # noqa: SLF001 - there is no setting for it
    nothing = Constants()
    providers._get_local_constants = lambda: nothing  # noqa: SLF001 - see above
    providers.CONSTANTS_CACHE.cache.clear()
    try:
        yield
    finally:
        providers._get_local_constants = original  # noqa: SLF001 - see above
        providers.CONSTANTS_CACHE.cache.clear()
