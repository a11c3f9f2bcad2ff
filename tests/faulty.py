"""A real mock whose requests and answers a test can falsify on their way."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Message, Receive, Scope, Send

import fleetmock_contracts
from fleetmock.app import create_app
from fleetmock.contract.examples import base_path
from fleetmock.contract.middleware import Application
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock_tooling.fuzz import options
from fleetmock_tooling.fuzz.checks import CHECKS, Context, Suite
from fleetmock_tooling.fuzz.endpoint import START, STEP
from fleetmock_tooling.fuzz.finding import Finding
from fleetmock_tooling.fuzz.profiles import SMOKE, Profile
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.wire import Answer, Observer, Sent, Wire

TOKEN = "fleetmock"


@dataclass
class Exchange:
    """The request as the mock gets it and the answer as the client does; a fault writes to either.

    `path` is what stands in the URL, percent-encoded; `body` is the answer's, parsed.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    sent: bytes
    status: int = 0
    answer: dict[str, str] = field(default_factory=dict)
    body: Any = None

    @property
    def posted(self) -> Any:
        return json.loads(self.sent)


Fault = Callable[[Exchange], None]


class Faulty:
    """`before` may change a request, `after` an answer. The clock moves with each request."""

    def __init__(self, app: Application, clock: Clock, before: Fault | None, after: Fault | None) -> None:
        self._app, self._clock, self._before, self._after = app, clock, before, after

    def __getattr__(self, name: str) -> Any:
        """What the server asks its application for."""
        return getattr(self._app, name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(
            scope["method"],
            scope["raw_path"].decode("latin-1"),
            scope["query_string"].decode("latin-1"),
            {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            await _read(receive),
        )
        if self._before:
            self._before(exchange)
        await self._serve(exchange, scope, send)
        self._clock.advance(STEP)

    async def _serve(self, exchange: Exchange, scope: Scope, send: Send) -> None:
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(message)

        async def body() -> Message:
            return {"type": "http.request", "body": exchange.sent, "more_body": False}

        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in exchange.headers.items()]
        changed = {
            **scope,
            "method": exchange.method,
            "raw_path": exchange.path.encode("latin-1"),
            "query_string": exchange.query.encode("latin-1"),
            "headers": [each for each in headers if each[0] != b"content-length"],
        }
        await self._app(changed, body, collect)
        exchange.status = messages[0]["status"]
        exchange.answer = {name.decode(): value.decode("latin-1") for name, value in messages[0]["headers"]}
        raw = b"".join(each.get("body", b"") for each in messages[1:])
        exchange.body = json.loads(raw) if raw else None
        if self._after:
            self._after(exchange)
        raw = b"" if exchange.body is None else json.dumps(exchange.body).encode()
        answer = {**exchange.answer, "content-length": str(len(raw))}
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in answer.items()]
        await send({"type": "http.response.start", "status": exchange.status, "headers": encoded})
        await send({"type": "http.response.body", "body": raw})


async def _read(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


@contextmanager
def faulty(api: str, *, before: Fault | None = None, after: Fault | None = None, seed: int = 1) -> Iterator[str]:
    """Serve the mock with its faults; gives the URL under which the paths of the document lie."""
    settings = Settings(apis=(api,), tokens=(TOKEN,), port=0, seed=seed, log_format="off")
    clock = Clock(frozen_at=START)
    app: Any = Faulty(create_app(settings, clock), clock, before, after)
    with ThreadedServer(settings, app) as server:
        yield server.url + base_path(fleetmock_contracts.load(api))


@dataclass
class Trace(Observer):
    """Every request as method, path and status; without the port, so that two runs can be compared."""

    base_url: str
    lines: list[tuple[str, str, bytes | None, int]] = field(default_factory=list)

    def answered(self, sent: Sent, answer: Answer) -> None:
        url = sent.request.url.removeprefix(self.base_url)
        self.lines.append((sent.request.method, url, sent.request.body, answer.status))


def context(api: str, base_url: str, profile: Profile = SMOKE, *, own: bool = True, **more: Any) -> Context:
    mint = options.mint if own else None
    expired = options.mint(None, 1.0)
    limited = options.mint(frozenset(), None)
    known = {"token": TOKEN, "expired": expired, "limited": limited, "mint": mint, **more}
    return Context(document=fleetmock_contracts.load(api), base_url=base_url, profile=profile, **known)


def probe(
    api: str,
    *names: str,
    before: Fault | None = None,
    after: Fault | None = None,
    profile: Profile = SMOKE,
    seed: int = 1,
    own: bool = True,
) -> list[Finding]:
    """Run these checks, or all, against a mock with these faults; gives what they found."""
    chosen = [each for each in CHECKS.values() if not names or each.id in names]
    assert len(chosen) == len(names) or not names
    with faulty(api, before=before, after=after, seed=seed) as base_url:
        wire = Wire(Routes(fleetmock_contracts.load(api), base_url))
        suite = Suite(context(api, base_url, profile, own=own, may=wire.allows), chosen)
        wire.watch(suite)
        with wire.entered():
            return [*suite.probes(), *suite.passive()]


def trace(api: str, profile: Profile = SMOKE, seed: int = 1) -> tuple[list[Finding], Trace]:
    """What all checks find at a mock without faults, and all that they sent."""
    with faulty(api, seed=seed) as base_url:
        wire = Wire(Routes(fleetmock_contracts.load(api), base_url))
        suite, seen = Suite(context(api, base_url, profile, may=wire.allows)), Trace(base_url)
        wire.watch(suite)
        wire.watch(seen)
        with wire.entered():
            return [*suite.probes(), *suite.passive()], seen
