"""The wire of one API's run, with everything that hangs on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from fleetmock_tooling.fuzz.audit import Audit
from fleetmock_tooling.fuzz.created import Created, take_back
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.guard import Guard, Rules
from fleetmock_tooling.fuzz.linked import Linked
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.progress import Progress
from fleetmock_tooling.fuzz.reading import Limits
from fleetmock_tooling.fuzz.readings import Readings
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.tally import Tally
from fleetmock_tooling.fuzz.wire import Observer, Wire

GUARD = "guard"
# Lines of a report.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Site:
    """Where one API is. `document` is the whole one: what takes things back at the end may not be `tested`."""

    api: str
    document: dict[str, Any]
    tested: dict[str, Any]
    base_url: str


@dataclass(frozen=True, slots=True)
class Rig:
    """Made by `of`, and good for one run."""

    wire: Wire
    guard: Guard
    tally: Tally
    created: Created
    linked: Linked
    readings: Readings
    options: Options

    @classmethod
    def of(cls, site: Site, options: Options, progress: Progress) -> Self:
        profile, routes = options.profile, Routes(site.document, site.base_url)
        guard = Guard(Rules.of(profile, site.base_url, options.creates), routes)
        tally, created = Tally(options.token), Created(site.document, site.base_url, routes)
        linked, readings = Linked(site.tested, site.base_url, routes), Readings(site.api, routes)
        wire = Wire(
            routes,
            guard,
            readings if options.undo_readings else None,
            Limits(seconds=profile.timeout, resend=not profile.guarded),
            [guard, tally, created, linked, _Beat(progress)],
        )
        if options.audit is not None:
            wire.watch(Audit(options.audit, site.api, options.secrets))
        return cls(wire, guard, tally, created, linked, readings, options)

    def stopped(self) -> bool:
        return self.guard.stopped is not None

    def take_back(self, progress: Progress) -> None:
        """Cancel what was created at an endpoint that is only read otherwise, and say what stays there."""
        if not self.options.profile.guarded:
            return
        cancels = list(self.created.cancels)
        self.guard.close(cancels)
        wrong = take_back(cancels, self.options.token, self.options.profile.timeout)
        if cancels:
            progress.note(f"took back {len(cancels) - len(wrong)} of {len(cancels)} created things")
        for line in wrong:
            progress.note(f"not taken back: {line}")
        for line in self.created.lasting:
            progress.note(f"created, and nothing takes it back: {line}")

    def findings(self, operations: Sequence[str]) -> Iterator[Finding]:
        """What the whole run shows. What a run that was stopped did not reach is not told."""
        yield from self.tally.refused_token()
        if not self.stopped():
            yield from self.tally.unreached(operations)
            yield from self.linked.unfollowed(self.tally.reached)
        yield from self.readings.findings()
        yield from self._guard()

    def _guard(self) -> Iterator[Finding]:
        guarded = self.options.profile.guarded
        if self.guard.stopped is not None:
            yield Finding(
                "the whole run",
                GUARD,
                "The guard ended the run" if guarded else "The endpoint does not answer any more",
                f"{self.guard.stopped}. {self.guard.sent_requests} requests had been sent.",
                outcome=Outcome.STOPPED if guarded else Outcome.FAILURE,
                severity="high",
                rule="stopped",
            )
        strays = list(dict.fromkeys(self.guard.strays))
        if strays:
            yield Finding(
                "the whole run",
                GUARD,
                f"{len(strays)} requests that are not allowed were held back",
                "\n".join(["Some part of the run, or an answer that led it, tried:", *strays[:_SHOWN]]),
                outcome=Outcome.STOPPED,
                severity="high",
                rule="strays",
            )


@dataclass(frozen=True, slots=True)
class _Beat(Observer):
    progress: Progress

    def answered(self, *_: object) -> None:
        self.progress.request()

    def unanswered(self, *_: object) -> None:
        self.progress.request()
