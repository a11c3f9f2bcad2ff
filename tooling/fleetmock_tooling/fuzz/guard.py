"""What may leave the process, and when a run has to end."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import requests

from fleetmock_tooling.fuzz.created import creates
from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.profiles import Profile
from fleetmock_tooling.fuzz.routes import Routes, origin
from fleetmock_tooling.fuzz.wire import Answer, Observer, Refused, Sent

# So many of the last answers are looked at for server errors, and so many of those are a burst.
_WINDOW, _BURST = 10, 5
# So many requests in a row without an answer, or so many seconds spent waiting for them.
_SILENCES, _PATIENCE = 5, 60.0
# What schemathesis asks to learn what the server can; no operation, and a guarded run does without.
_CAPABILITY = "x-schemathesis-probe"


@dataclass(frozen=True, slots=True)
class Rules:
    """`methods` None allows everything at `base_url`, and no rule but silence ends the run.

    `creates` is how many requests that create something may go out although POST is no method of the list. `rate` is
    requests for each second, `budget` requests in all; None is no limit.
    """

    base_url: str
    methods: frozenset[str] | None = None
    creates: int = 0
    rate: float | None = None
    budget: int | None = None
    guarded: bool = False

    @classmethod
    def of(cls, profile: Profile, base_url: str, creates: int) -> "Rules":
        return cls(base_url, profile.methods, creates, profile.rate, profile.budget, profile.guarded)


@dataclass(slots=True)
class Guard(Observer):
    """A gate of the wire, and an observer of it.

    `stopped` says why the run has to end; from then on nothing goes out. `strays` are requests that some part of the
    run tried and that were never allowed, with the reason: the list held, and something does not keep to it.
    """

    rules: Rules
    routes: Routes
    sleep: Callable[[float], None] = time.sleep
    stopped: str | None = None
    strays: list[str] = field(default_factory=list)
    sent_requests: int = 0
    created: int = 0
    _next: float = 0.0
    _recent: deque[bool] = field(default_factory=lambda: deque(maxlen=_WINDOW))
    _silences: int = 0
    _waited: float = 0.0
    _closing: frozenset[tuple[str, str]] | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def admit(self, sent: Sent) -> None:
        with self._lock:
            if self._closing is not None:
                self._admit_last(sent)
            else:
                self._admit(sent)
            self._pace()
            self.sent_requests += 1

    def allows(self, request: Request) -> bool:
        return self.stopped is None and not self._stray(request) and not self._spent(request)

    def close(self, requests_: Iterable[tuple[str, str]]) -> None:
        """From now on only these go out, by method and URL, whatever has stopped the run."""
        self._closing = frozenset(requests_)

    def stop(self, reason: str) -> None:
        """The first reason counts."""
        self.stopped = self.stopped or reason

    def answered(self, sent: Sent, answer: Answer) -> None:  # noqa: ARG002 - the wire hands it to all
        self._silences, self._waited = 0, 0.0
        if not self.rules.guarded:
            return
        if answer.status == 429:
            self.stop("the endpoint answered 429: it wants fewer requests")
        self._recent.append(answer.status >= 500)
        if sum(self._recent) >= _BURST:
            self.stop(f"{_BURST} of the last {len(self._recent)} answers were server errors")

    def unanswered(self, sent: Sent, error: BaseException) -> None:
        self._silences += 1
        self._waited += time.monotonic() - sent.at
        if isinstance(error, requests.Timeout) and (self._silences >= _SILENCES or self._waited > _PATIENCE):
            self.stop(f"the endpoint hangs: {self._silences} requests in a row got no answer in time")
        elif self.rules.guarded and self._silences >= _SILENCES:
            self.stop(f"{self._silences} requests in a row got no answer")

    def _admit(self, sent: Sent) -> None:
        if self.stopped:
            raise Refused(self.stopped)
        self._refuse_stray(sent.request)
        if self._spent(sent.request):
            raise Refused(f"{self.rules.creates} requests that create something may go out, and they have")
        if self.rules.budget is not None and self.sent_requests >= self.rules.budget:
            self.stop(f"the budget of {self.rules.budget} requests is spent")
            raise Refused(str(self.stopped))
        self.created += self._creates(sent.request)

    def _refuse_stray(self, request: Request) -> None:
        reason = self._stray(request)
        if reason:
            if request.header(_CAPABILITY) is None:
                self.strays.append(f"{request.method} {request.url}: {reason}")
            raise Refused(reason)

    def _admit_last(self, sent: Sent) -> None:
        if (sent.request.method, sent.request.url) not in (self._closing or ()):
            raise Refused("the run is over")

    def _stray(self, request: Request) -> str | None:
        """Why the list does not have this request; None when it has."""
        if self.rules.methods is None:
            return None
        if _origin(request.url) != origin(self.rules.base_url):
            return "another host than the one that is fuzzed"
        operation = self.routes.find(request.method, request.url)
        if request.method not in self.rules.methods and not (self.rules.creates and self._creates(request)):
            return f"{request.method} is not allowed"
        return None if operation else "no operation of the specification"

    def _creates(self, request: Request) -> bool:
        return creates(self.routes.find(request.method, request.url))

    def _spent(self, request: Request) -> bool:
        return self.rules.methods is not None and self._creates(request) and self.created >= self.rules.creates

    def _pace(self) -> None:
        if self.rules.rate is None:
            return
        wait = self._next - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        self._next = time.monotonic() + 1 / self.rules.rate


def _origin(url: str) -> tuple[str, str, int] | None:
    try:
        return origin(url)
    except ValueError:
        return None
