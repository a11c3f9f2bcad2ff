"""The mock as a planted fault sees it: something that answers requests, with a fleet and a memory beside it."""

import re
from collections.abc import Coroutine, Iterator, MutableMapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote

from starlette.types import ASGIApp, Scope

from fleetmock.apis.registry import APIS
from fleetmock.contract.examples import Document, base_path, operations
from fleetmock.contract.exchange import Exchange
from fleetmock.contract.middleware import Application
from fleetmock.errors import Condition, Refusal
from fleetmock_tooling.mutants.message import Answer, Request

PARAMETER: Final = re.compile(r"{([^}]+)}")


class Waited(Exception):
    """The mock waited for something, which it never does for a request that is complete."""


class Templates:
    """Which path template, and which operation, a request belongs to. One trailing slash makes no difference."""

    def __init__(self, document: Document) -> None:
        self._operations = {(each.path, each.method): each.id for each in operations(document)}
        paths = sorted((base_path(document) + each for each in document["paths"]), key=lambda each: each.count("{"))
        self._patterns = {each: re.compile(_pattern(each)) for each in paths}

    def placed(self, request: Request) -> Request:
        path = request.path.removesuffix("/")
        for template, pattern in self._patterns.items():
            if match := pattern.fullmatch(path):
                names = PARAMETER.findall(template)
                arguments = {
                    name: unquote(text, errors="surrogateescape")
                    for name, text in zip(names, match.groups(), strict=True)
                }
                operation = self._operations.get((template, request.method), "")
                return replace(request, template=template, arguments=arguments, operation=operation)
        return request


def _pattern(template: str) -> str:
    pieces = PARAMETER.split(template)
    return "".join("([^/]+)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces))


@dataclass(slots=True)
class Mock:
    """`memory` is the fault's own, empty at the start."""

    api: str
    app: Application
    memory: dict[str, Any]

    def __call__(self, request: Request) -> Answer:
        """The answer of the mock without any fault."""
        return asked(self.app, request)

    def refuse(self, request: Request, condition: Condition) -> Answer:
        """The vendor's answer to what is wrong with the request, as the mock itself would put it."""
        exchange = Exchange(scope_of(request))
        exchange.enter(self.app.namespace)
        reply = APIS[self.api].vendor.refuse(Refusal(condition), exchange, self.app.namespace.fleet)
        headers, body = reply.encode()
        return Answer(reply.status, _text(headers), body)

    def now(self) -> float:
        """In seconds since 1970."""
        return self.app.namespace.fleet.clock.now()


def asked(app: ASGIApp, request: Request) -> Answer:
    """One request and its answer, without a socket."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    _finish(app(scope_of(request), receive, send))
    start, *bodies = sent
    return Answer(start["status"], _text(start["headers"]), b"".join(each.get("body", b"") for each in bodies))


def _finish(coroutine: Any) -> None:
    """Run what never waits to its end; an event loop would allow no call from within a request."""
    running: Coroutine[Any, Any, None] = coroutine
    try:
        running.send(None)
    except StopIteration:
        return
    running.close()
    raise Waited


def scope_of(request: Request) -> Scope:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers]
    return {
        "type": "http",
        "method": request.method,
        "path": unquote(request.path),
        "raw_path": request.path.encode("latin-1"),
        "query_string": request.query.encode("latin-1"),
        "headers": headers,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
    }


def _text(headers: Any) -> list[tuple[str, str]]:
    return list(_without_length(headers))


def _without_length(headers: Any) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        if name.lower() != b"content-length":
            yield name.decode("latin-1").lower(), value.decode("latin-1")
