"""CPU per request without a socket."""

import asyncio
import contextlib
import gc
import itertools
import logging
import os
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from starlette.types import ASGIApp, Message, Scope

from fleetmock_tooling.bench import workload
from fleetmock_tooling.bench.check import check
from fleetmock_tooling.bench.contestants import Contestant, of
from fleetmock_tooling.bench.parts import INPROCESS
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.session import Session
from fleetmock_tooling.bench.workload import Answer, Ask, Request

MICRO: Final = 1e6
# In seconds. What an application puts off until it has time, such as writing its log, counts as well.
PUT_OFF: Final = 0.05
WARM_UP: Final = 10  # one request before the clock runs for so many after


def run(session: Session) -> None:
    with quiet(), asyncio.Runner() as runner:
        session.measure(INPROCESS, of(INPROCESS), partial(_sample, session, runner))


def _sample(session: Session, runner: asyncio.Runner, contestant: Contestant) -> None:
    """One sample of each method, from a fresh application, so that all of them meet equally full stores."""
    if contestant.app is None:
        raise Unfit("is no ASGI application")
    app = contestant.app()
    check(contestant, asker(app, runner))
    for request in (workload.post(contestant.prefix), workload.get(contestant.prefix)):
        sample = runner.run(cpu(app, [request], session.effort.requests))
        session.results.add(INPROCESS, contestant.name, request.method, sample)


async def cpu(app: ASGIApp, requests: Sequence[Request], count: int) -> float:
    """CPU time per request in microseconds, over `count` requests in turn, after a warm-up.

    Raises Unfit when one is refused.
    """
    scopes = itertools.cycle([scope_of(each) for each in requests])
    message: Message = {"type": "http.request", "body": requests[0].body, "more_body": False}
    refused = 0

    async def receive() -> Message:
        return message

    async def send(sent: Message) -> None:
        nonlocal refused
        if sent.get("status", 200) >= 400:
            refused += 1

    async def drive(how_many: int) -> None:
        for scope in itertools.islice(scopes, how_many):
            # A server makes a new scope for each request, and frameworks write into it.
            await app({**scope, "state": {}}, receive, send)

    await drive(warm_up(count))
    gc.collect()
    before = time.process_time()
    await drive(count)
    await asyncio.sleep(PUT_OFF)
    taken = time.process_time() - before
    if refused:
        raise Unfit(f"refused {refused} of {count} requests")
    return taken / count * MICRO


def warm_up(count: int) -> int:
    """How many requests come before the `count` that are measured."""
    return max(count // WARM_UP, 1)


def scope_of(request: Request) -> Scope:
    """The scope as uvicorn would make it."""
    path, _, query = request.path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "server": (workload.HOST, 80),
        "client": (workload.HOST, 50000),
        "scheme": "http",
        "method": request.method,
        "root_path": "",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in request.headers.items()],
    }


def asker(app: ASGIApp, runner: asyncio.Runner) -> Ask:
    return lambda request: runner.run(_ask(app, request))


async def _ask(app: ASGIApp, request: Request) -> Answer:
    sent: list[dict[str, Any]] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(dict(message))

    await app({**scope_of(request), "state": {}}, receive, send)
    return Answer(sent[0]["status"], b"".join(message.get("body", b"") for message in sent))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Logs are written, to where nobody reads them: line by line, as to a terminal."""
    disabled = logging.root.manager.disable
    with open(os.devnull, "w", buffering=1, encoding="utf-8") as nowhere, contextlib.redirect_stderr(nowhere):  # noqa: PTH123 - a device
        # connexion logs every refusal with its trace; only the checks ask for any.
        logging.disable(logging.ERROR)
        try:
            yield
        finally:
            logging.disable(disabled)
