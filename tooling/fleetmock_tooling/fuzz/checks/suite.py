"""The checks over one API in one run: fed by the wire, asked for findings before and after the engine."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count

import requests

from fleetmock_tooling.fuzz.checks.check import Check, Violation
from fleetmock_tooling.fuzz.checks.context import Context
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.registry import CHECKS, CRASHED
from fleetmock_tooling.fuzz.checks.step import Step, step
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.target import is_loopback
from fleetmock_tooling.fuzz.wire import PROBE, Answer, Observer, Sent

Listener = Callable[[History, Step], None]


class Suite(Observer):
    """Watch the wire with it. A mistake inside a check is a finding of its own and hides nothing."""

    def __init__(
        self, context: Context, checks: Iterable[Check] = tuple(CHECKS.values()), listeners: Iterable[Listener] = ()
    ) -> None:
        """`listeners` are told of each answer before it becomes history; they must not raise."""
        self._context = context
        self._checks = tuple(checks)
        self._listeners = tuple(listeners)
        self._judges = [(each, each.judge) for each in self._checks if each.judge is not None]
        self._numbers = count(1)
        self._history = History(Contract(context.document, context.base_url), own=context.own)
        self._pending: list[Finding] = []
        self._known: set[tuple[str, str, str]] = set()
        self._last: Step | None = None

    def answered(self, sent: Sent, answer: Answer) -> None:
        self._last = step(
            self._history.contract,
            next(self._numbers),
            sent.request,
            answer.status,
            answer.headers,
            answer.body,
            probe=sent.probe,
            case_id=sent.case_id,
        )
        self._judge(self._last)

    def unanswered(self, sent: Sent, error: BaseException) -> None:
        if sent.probe is not None:
            message = f"{type(error).__name__}: a server answers whatever it is asked."
            self._add(
                Finding(
                    operation=sent.operation or f"{sent.request.method} {sent.request.url.split('?')[0]}",
                    check="odd-input",
                    title="No answer",
                    message=message,
                    requests=(sent.request,),
                    severity=CHECKS["odd-input"].severity,
                    rule="no-answer",
                )
            )

    def probes(self) -> Iterator[Finding]:
        """Let each check send its requests; gives what they, and the passive checks meanwhile, have found."""
        with self._session() as session:
            for check in self._checks:
                yield from self._probe(check, session)
                yield from self.passive()

    def passive(self) -> Iterator[Finding]:
        """What the answers since the last call have shown."""
        found, self._pending = self._pending, []
        yield from found

    def still_fails(self, finding: Finding) -> bool | None:
        """Whether a probe finds it again; None for what was seen in passing, which cannot be asked for."""
        check = next((each for each in self._checks if each.id == finding.check), None)
        if check is None or check.probe is None:
            return None
        with self._session() as session:
            found = {each.key for each in self._guarded(check, partial(check.probe, self._prober(check, session)))}
        return finding.key in found or (None if check.judge is not None else False)

    def _session(self) -> requests.Session:
        session = requests.Session()
        # Looking for proxies costs as much as the request; there is none on the way to this machine.
        session.trust_env = not is_loopback(self._context.base_url)
        return session

    def _probe(self, check: Check, session: requests.Session) -> Iterator[Finding]:
        if check.probe is None:
            return
        for finding in self._guarded(check, partial(check.probe, self._prober(check, session))):
            if finding.key not in self._known:
                self._known.add(finding.key)
                yield finding

    def _prober(self, check: Check, session: requests.Session) -> Prober:
        def send(request: requests.PreparedRequest) -> Step | None:
            request.headers[PROBE] = check.id
            self._last = None
            try:
                session.send(request, timeout=self._context.profile.timeout, allow_redirects=False)
            except requests.RequestException:
                # Refused by the guard: not asked. Without an answer: `unanswered` has seen it.
                return None
            return self._last

        return Prober(self._context, self._history, send)

    def _judge(self, seen: Step) -> None:
        for listener in self._listeners:
            listener(self._history, seen)
        for check, judge in self._judges:
            try:
                for violation in judge(self._history, seen):
                    self._add(finding_of(check, violation))
            except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
                self._add(crash(check, error, seen))
        self._history.take(seen)

    def _add(self, finding: Finding) -> None:
        if finding.key not in self._known:
            self._known.add(finding.key)
            self._pending.append(finding)

    def _guarded(self, check: Check, run: Callable[[], Iterator[Violation]]) -> Iterator[Finding]:
        try:
            for violation in run():
                yield finding_of(check, violation)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
            yield crash(check, error, None)


def finding_of(check: Check, violation: Violation) -> Finding:
    return Finding(
        operation=violation.operation,
        check=check.id,
        title=violation.title,
        message=violation.message,
        requests=tuple(each.request for each in violation.steps),
        severity=check.severity,
        rule=violation.rule,
    )


def crash(check: Check, error: Exception, seen: Step | None) -> Finding:
    """The finding that a check has failed. The place in our code is its rule, so one mistake is one finding."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Finding(
        operation=seen.label if seen else "all operations",
        check=CRASHED.id,
        title=f"The check {check.id} failed itself",
        message=f"{type(error).__name__}: {error} ({place.name})",
        requests=(seen.request,) if seen else (),
        outcome=Outcome.INCONCLUSIVE,
        severity=CRASHED.severity,
        rule=f"{check.id}:{type(error).__name__}:{place.name}",
    )
