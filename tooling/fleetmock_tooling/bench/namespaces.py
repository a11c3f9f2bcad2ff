"""What it costs to have namespaces, and to have the pytest fixtures that give each test one."""

import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from importlib.util import find_spec
from typing import Final

from fleetmock.app import create_app
from fleetmock.contract.middleware import Application
from fleetmock.namespaces.namespace import DEFAULT
from fleetmock.namespaces.registry import HEADER
from fleetmock.settings import Settings
from fleetmock_tooling.bench import fixture, workload
from fleetmock_tooling.bench.inprocess import asker, quiet
from fleetmock_tooling.bench.parts import FEW, FIXTURE, MANY, NAMESPACES
from fleetmock_tooling.bench.processes import undisturbed
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.session import Session
from fleetmock_tooling.bench.workload import Request

MILLI: Final = 1e3
SECONDS: Final = 120.0  # for a pytest of its own


def run(session: Session) -> None:
    """New applications in each round, and a new pytest."""
    for number in range(session.effort.rounds):
        session.step(f"{NAMESPACES}: round {number + 1} of {session.effort.rounds}")
        with quiet(), asyncio.Runner() as runner:
            for row, count in zip((FEW, MANY), session.effort.namespaces, strict=True):
                _namespaces(session, runner, row, count)
        try:
            _fixture(session)
        except Unfit as error:
            session.results.skip(f"{NAMESPACES}: {FIXTURE}", str(error))


def _namespaces(session: Session, runner: asyncio.Runner, row: str, count: int) -> None:
    """All APIs, as the fixture has them; each namespace is used before it is reset."""
    app = create_app(Settings())
    names, add = [f"test-{each}" for each in range(count)], partial(session.results.add, NAMESPACES, row)
    add("namespaces", count)
    add("create", _each(app.namespaces.get, names))
    for name in names:
        _use(app, runner, name)
    add("reset", _each(partial(_renew, app), names))
    add("default reset", _each(partial(_renew, app), [DEFAULT] * session.effort.namespaces[0]))
    app.namespaces.close()


def _use(app: Application, runner: asyncio.Runner, name: str) -> None:
    """Raises Unfit."""
    post = workload.post(workload.base())
    answer = asker(app, runner)(Request(post.method, post.path, {**post.headers, HEADER.decode(): name}, post.body))
    if answer.status != 201:
        raise Unfit(f"a namespace answered {answer.status}")


def _renew(app: Application, name: str) -> None:
    """A named one is made anew by its next use, which is a part of what its reset costs."""
    app.namespaces.reset(name)
    app.namespaces.get(name)


def _each(act: Callable[[str], object], names: Iterable[str]) -> float:
    """CPU time in milliseconds."""
    named = list(names)
    gc.collect()
    before = time.process_time()
    for name in named:
        act(name)
    return (time.process_time() - before) / len(named) * MILLI


def _fixture(session: Session) -> None:
    """Raises Unfit."""
    if find_spec("pytest") is None:
        raise Unfit("pytest is not installed")
    environment = undisturbed(os.environ) | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    argv = [sys.executable, "-m", fixture.__name__, str(session.effort.namespaces[0])]
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module
                argv, cwd=folder, env=environment, check=True, capture_output=True, text=True, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            raise Unfit(f"pytest did not end within {SECONDS:g} s") from None
        except subprocess.CalledProcessError as error:
            raise Unfit(f"pytest failed: {(error.stderr or error.stdout).strip()[-200:]}") from None
    seen = json.loads(done.stdout.splitlines()[-1])
    session.results.add(NAMESPACES, FIXTURE, "start", seen["start"] * MILLI)
    session.results.add(NAMESPACES, FIXTURE, "each test", seen["test"] * MILLI)
