"""A contestant as a process on a free port, and what it costs to have it."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fleetmock_tooling.bench import workload
from fleetmock_tooling.bench.contestants import Contestant
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.tools import Tools
from fleetmock_tooling.bench.workload import Answer, Ask, Request

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 10.0
POLL_SECONDS: Final = 0.002
MEGABYTE: Final = 1e6


@dataclass(frozen=True, slots=True)
class Running:
    """`started` is in seconds, from spawning to the first correct answer."""

    pid: int
    port: int
    started: float
    ask: Ask


@contextmanager
def running(contestant: Contestant, tools: Tools) -> Iterator[Running]:
    """Raises Unfit when it does not start."""
    if contestant.argv is None:
        raise Unfit("has no command line")
    port = _free_port()
    argv = contestant.argv(tools, port)
    environment = undisturbed(os.environ)
    before = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - commands of our own table
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            ask = over_http(port)
            _wait(process, ask, workload.get(contestant.prefix))
            yield Running(process.pid, port, time.perf_counter() - before, ask)
        finally:
            _stop(process)


def undisturbed(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what a developer has set for fleetmock or for Python, which changes what is measured.

    PYTHONDONTWRITEBYTECODE, for one, has a checkout compiled at each start.
    """
    kept = {"PYTHONPATH", "PYTHONHOME"}
    return {
        name: value
        for name, value in environment.items()
        if name in kept or not name.startswith(("FLEETMOCK_", "PYTHON"))
    }


def _wait(process: "subprocess.Popen[bytes]", ask: Ask, request: Request) -> None:
    deadline, seen = time.monotonic() + START_SECONDS, ""
    while time.monotonic() < deadline:
        try:
            answer = ask(request)
            if answer.status == 200:
                return
            seen = f"answered {answer.status}: {answer.body[:200].decode('utf-8', 'replace')}"
        except (OSError, http.client.HTTPException) as error:
            seen = f"{type(error).__name__}: {error}"
        time.sleep(POLL_SECONDS)
        if process.poll() is not None:
            raise Unfit(f"ended at start with exit code {process.returncode}")
    raise Unfit(f"gave no right answer within {START_SECONDS:g} s; the last thing seen: {seen}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def over_http(port: int) -> Ask:
    """A way to ask, one connection per request; raises OSError or HTTPException as http.client does."""

    def ask(request: Request) -> Answer:
        connection = http.client.HTTPConnection(workload.HOST, port, timeout=10)
        try:
            connection.request(request.method, request.path, request.body or None, request.headers)
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()

    return ask


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((workload.HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def resident(pid: int) -> float:
    """Resident memory of a process and its children, in bytes. Raises Unfit where /proc does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        raise Unfit("resident memory is read from /proc, which is not here") from None
    own = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))
    return own + sum(resident(int(child)) for child in children)
