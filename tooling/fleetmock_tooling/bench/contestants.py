"""Who takes part: one line of a table each."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from starlette.types import ASGIApp

from fleetmock_tooling.bench import apps, workload
from fleetmock_tooling.bench.parts import (
    BARE,
    CONNEXION_MOCK,
    FLEETMOCK,
    FLEETMOCK_ALL,
    FLEETMOCK_QUIET,
    INPROCESS,
    MOCKOON,
    PRISM,
    SOCKETS,
    STARTUP,
    STOCK,
)
from fleetmock_tooling.bench.tools import MOCKOON_CLI, PRISM_CLI, Tool, Tools


class Answers(Enum):
    """What a contestant's answers are good for, and so what can be checked of them."""

    STATE = auto()  # the very command that was asked for; a new one for each POST
    EXAMPLE = auto()  # valid by the document
    SHAPE = auto()  # JSON with the right properties


@dataclass(frozen=True, slots=True)
class Contestant:
    """`prefix` is where the API's base path is served, `guards` says that bad tokens and bodies are refused.

    `app` makes the ASGI application, `argv` the command line that serves on a port; each may be missing.
    """

    name: str
    does: str
    parts: frozenset[str]
    answers: Answers
    guards: bool
    app: Callable[[], ASGIApp] | None = None
    argv: Callable[[Tools, int], list[str]] | None = None
    prefix: str = workload.base()


# The contestants that `python -m fleetmock_tooling.bench.worker` serves.
WORKERS: Final = {"bare": apps.bare, "stock": apps.stock, "connexion-mock": apps.connexion_mock}


def _worker(name: str) -> Callable[[Tools, int], list[str]]:
    return lambda _, port: [sys.executable, "-m", "fleetmock_tooling.bench.worker", name, str(port)]


def _serve(*apis: str) -> Callable[[Tools, int], list[str]]:
    return lambda _, port: [sys.executable, "-m", "fleetmock_tooling", "serve", *apis, "--port", str(port)]


def _node(tool: Tool, arguments: str) -> Callable[[Tools, int], list[str]]:
    """A mock from npm; its arguments name {spec}, {host} and {port}."""

    def argv(tools: Tools, port: int) -> list[str]:
        values = {"spec": tools.spec, "host": workload.HOST, "port": port}
        return [*tools.command(tool), *(each.format(**values) for each in arguments.split())]

    return argv


CONTESTANTS: Final = (
    Contestant(
        BARE,
        "fleetmock's handlers; no token, no validation, no log",
        frozenset({INPROCESS, SOCKETS}),
        Answers.STATE,
        guards=False,
        app=apps.bare,
        argv=_worker("bare"),
    ),
    Contestant(
        STOCK,
        "fleetmock's handlers; tokens, validation both ways, no log",
        frozenset({INPROCESS, SOCKETS, STARTUP}),
        Answers.STATE,
        guards=True,
        app=apps.stock,
        argv=_worker("stock"),
    ),
    Contestant(
        CONNEXION_MOCK,
        "examples; tokens, requests validated, no log",
        frozenset({INPROCESS, SOCKETS, STARTUP}),
        Answers.EXAMPLE,
        guards=True,
        app=apps.connexion_mock,
        argv=_worker("connexion-mock"),
    ),
    Contestant(
        FLEETMOCK,
        "its defaults: tokens, validation both ways, state, a log line per request",
        frozenset({INPROCESS, SOCKETS, STARTUP}),
        Answers.STATE,
        guards=True,
        app=apps.fleetmock,
        argv=_serve(workload.API),
    ),
    Contestant(
        FLEETMOCK_QUIET,
        "the same without the log",
        frozenset({INPROCESS}),
        Answers.STATE,
        guards=True,
        app=lambda: apps.fleetmock("off"),
    ),
    Contestant(
        FLEETMOCK_ALL,
        "all its APIs, as `fleetmock serve` starts",
        frozenset({STARTUP}),
        Answers.STATE,
        guards=True,
        argv=_serve(),
    ),
    Contestant(
        PRISM,
        "examples; tokens must be there, validation both ways (--errors), a log",
        frozenset({SOCKETS, STARTUP}),
        Answers.EXAMPLE,
        guards=True,
        argv=_node(PRISM_CLI, "mock {spec} --errors -h {host} -p {port}"),
        prefix="",
    ),
    Contestant(
        MOCKOON,
        "made-up values of the right type; no token, no validation, a log",
        frozenset({SOCKETS, STARTUP}),
        Answers.SHAPE,
        guards=False,
        argv=_node(MOCKOON_CLI, "start --data {spec} --hostname {host} --port {port} --disable-log-to-file"),
    ),
)


def of(part: str) -> list[Contestant]:
    return [each for each in CONTESTANTS if part in each.parts]
