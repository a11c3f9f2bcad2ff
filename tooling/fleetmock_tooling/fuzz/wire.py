"""The one place through which every request of a run leaves the process.

The engine, the probes of its own checks and the probes of ours all end in `requests`' adapter. What has to hold for
every request is done there: the guard, the audit, the history, the undoing of known readings.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.util.retry import Retry

from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.interrupts import put_off
from fleetmock_tooling.fuzz.reading import Limits, read
from fleetmock_tooling.fuzz.routes import Routes

# A check names itself in this header of its own requests. It is taken off before they are sent.
PROBE = "x-fleetmock-probe"
# After these the transport of schemathesis sends again.
_DROPPED = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
_CASE = "x-schemathesis-testcaseid"

Send = Callable[..., requests.Response]


class Refused(requests.RequestException):
    """The guard did not let a request out; nothing is known about the endpoint."""


class NoAnswer(requests.ConnectionError):
    """There was no answer, told in a way that makes nobody send the request again."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it goes out. `at` is monotonic, in seconds.

    `operation` is the label of the operation whose path and method it has, None when there is none; `case_id` is
    schemathesis' name for it. `probe` is the id of the check that sent it, None for a request of the engine.
    """

    number: int
    request: Request
    at: float
    operation: str | None
    case_id: str | None
    probe: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Header names in any case, several values of one joined; `body` is decoded, `at` monotonic."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: float

    def json(self) -> Any:
        """The body as JSON; None when it is none, as for the text `null`."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class Observer:
    """Told what happens, in order and one at a time. It must be quick and must not send; these methods do nothing."""

    def sent(self, sent: Sent) -> None:
        pass

    def refused(self, sent: Sent, reason: str) -> None:
        pass

    def received(self, sent: Sent, answer: Answer) -> None:
        """What came over the wire, before known readings are undone in it; `answered` follows."""

    def answered(self, sent: Sent, answer: Answer) -> None:
        pass

    def unanswered(self, sent: Sent, error: BaseException) -> None:
        pass


class Gate(Protocol):
    def admit(self, sent: Sent) -> None:
        """Returns when the request may go out, which can take a while. Raises Refused."""

    def allows(self, request: Request) -> bool:
        """Whether a request like this may go out; nothing is counted."""


class Readings(Protocol):
    def undo(self, sent: Sent, response: requests.Response) -> None:
        """Bring an answer that follows a known reading of the documentation into the form of the specification."""


@dataclass(slots=True)
class Wire:
    """While it is entered, requests go through it. One that is entered inside another sends through the other."""

    routes: Routes
    gate: Gate | None = None
    readings: Readings | None = None
    limits: Limits = field(default_factory=Limits)
    observers: list[Observer] = field(default_factory=list)
    _count: int = 0
    _lock: Any = field(default_factory=threading.Lock)

    def watch(self, observer: Observer) -> None:
        self.observers.append(observer)

    def allows(self, method: str, url: str) -> bool:
        """Whether the guard would let such a request out. A check asks before it counts on an answer."""
        return self.gate is None or self.gate.allows(Request(method, url, {}, None))

    @contextmanager
    def entered(self) -> Iterator["Wire"]:
        before = HTTPAdapter.send
        HTTPAdapter.send = self._over(before)  # type: ignore[method-assign] # there is no other way below the engine
        try:
            yield self
        finally:
            HTTPAdapter.send = before  # type: ignore[method-assign] # as above

    def _over(self, send: Send) -> Send:
        def patched(adapter: HTTPAdapter, request: requests.PreparedRequest, **how: Any) -> requests.Response:
            sent = self._announce(request)
            self._admit(sent, request)
            # A retry inside urllib3 would be a request that nobody counted.
            adapter.max_retries = Retry(0, read=False)
            how["timeout"] = self.limits.tightened(how.get("timeout"))
            # What an endpoint was asked that is not asked twice should be known, the answer too.
            with nullcontext() if self.limits.resend else put_off():
                return self._exchange(sent, partial(send, adapter, request, **how))

        return patched

    def _exchange(self, sent: Sent, send: Callable[[], requests.Response]) -> requests.Response:
        started = time.monotonic()
        try:
            response = send()
            read(response, self.limits, started)
        except BaseException as error:  # noqa: BLE001 - it is raised below, an interrupt too
            failure = error
        else:
            answer = _answer(response)
            self._tell(lambda each: each.received(sent, answer))
            if self.readings is not None:
                self.readings.undo(sent, response)
                answer = _answer(response)
            self._tell(lambda each: each.answered(sent, answer))
            return response
        self._tell(lambda each: each.unanswered(sent, failure))
        # Not inside the handler: the new error would hang on to the one for which schemathesis sends again.
        if not self.limits.resend and type(failure) in _DROPPED:
            raise NoAnswer(f"{type(failure).__name__}, and it is not sent again")
        raise failure

    def _announce(self, request: requests.PreparedRequest) -> Sent:
        probe = request.headers.pop(PROBE, None)
        case_id = request.headers.get(_CASE)
        with self._lock:
            self._count += 1
            number = self._count
        plain = plain_request(request)
        label = self.routes.label(plain.method, plain.url)
        return Sent(number, plain, time.monotonic(), label, _optional(case_id), _optional(probe))

    def _admit(self, sent: Sent, request: requests.PreparedRequest) -> None:
        try:
            if self.gate is not None:
                self.gate.admit(sent)
        except Refused as refusal:
            reason = str(refusal)
            self._tell(lambda each: each.refused(sent, reason))
            refusal.request = request
            raise
        self._tell(lambda each: each.sent(sent))

    def _tell(self, what: Callable[[Observer], None]) -> None:
        with self._lock:
            for each in self.observers:
                what(each)


def plain_request(request: requests.PreparedRequest) -> Request:
    headers = {_text(name): _text(value) for name, value in request.headers.items()}
    body = request.body
    data = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else None
    return Request(str(request.method), str(request.url), headers, data)


def _answer(response: requests.Response) -> Answer:
    return Answer(response.status_code, CaseInsensitiveDict(response.headers), response.content, time.monotonic())


def _optional(value: str | bytes | None) -> str | None:
    return None if value is None else _text(value)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
