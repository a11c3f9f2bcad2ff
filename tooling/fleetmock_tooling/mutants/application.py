"""The mock with one fault in it, as an application that can be served like the mock itself."""

import logging
from typing import Final

from starlette.types import Receive, Scope, Send

import fleetmock_contracts
from fleetmock.app import create_app
from fleetmock.contract.leaving import ClientLeft
from fleetmock.contract.middleware import Application
from fleetmock.fleet.clock import Clock
from fleetmock.settings import Settings
from fleetmock_tooling.fuzz.endpoint import START, STEP
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mock import Mock, Templates
from fleetmock_tooling.mutants.mutant import Fault

log: Final = logging.getLogger("fleetmock")


def unchanged(request: Request, mock: Mock) -> Answer:
    return mock(request)


def faithful(api: str, seed: int = 0) -> Application:
    """The mock of one API, with a clock that stands still until somebody moves it."""
    return create_app(Settings(apis=(api,), port=0, seed=seed, log_format="off"), Clock(frozen_at=START))


class Mutated(Application):
    """Each request moves the clock, so that whoever asks meets the same mock."""

    def __init__(self, api: str, inner: Application, operations: tuple[str, ...], fault: Fault) -> None:
        """`operations` are those that the fault is in; () is whatever the API is asked."""
        # Everything of an application is the inner one's; this one stands in its place.
        self.inner = inner
        self.contract = inner.contract
        self.namespaces = inner.namespaces
        self.requests = 0
        # A fault that fails must not be taken for what it plants.
        self.failures: list[str] = []
        self._templates = Templates(fleetmock_contracts.load(api))
        self._operations = operations
        self._fault = fault
        self._mock = Mock(api, inner, {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        try:
            request = await _request(scope, receive)
        except ClientLeft:
            return
        self.requests += 1
        answer = self._answer(self._templates.placed(request))
        self.namespace.fleet.clock.advance(STEP)
        await _send(answer, request.method, send)

    def _answer(self, request: Request) -> Answer:
        if self._operations and request.operation not in self._operations:
            return self._mock(request)
        try:
            return self._fault(request, self._mock)
        except Exception as error:
            log.exception("a planted fault failed at %s %s", request.method, request.path)
            self.failures.append(f"{type(error).__name__}: {error}")
            return self._mock(request)


async def _request(scope: Scope, receive: Receive) -> Request:
    chunks, more = [], True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"])
    query = scope["query_string"].decode("latin-1")
    raw = scope.get("raw_path") or scope["path"].encode()
    return Request(scope["method"], raw.decode("latin-1"), query, headers, b"".join(chunks))


async def _send(answer: Answer, method: str, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    body = answer.body
    if answer.status != 204:
        headers.append((b"content-length", str(len(body)).encode()))
    if method == "HEAD":
        body = b""
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
