"""Requests per second and latencies over a socket, by wrk."""

import json
import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import Any, Final

from fleetmock_tooling.bench import workload
from fleetmock_tooling.bench.check import check
from fleetmock_tooling.bench.contestants import Contestant, of
from fleetmock_tooling.bench.parts import SOCKETS
from fleetmock_tooling.bench.processes import running
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.session import Session
from fleetmock_tooling.bench.workload import Request

CONNECTIONS: Final = 16
WARM_UP_SECONDS: Final = 1
# wrk's own output rounds its latencies; its script interface gives the numbers. Times are in microseconds.
REPORT: Final = """
done = function(summary, latency, requests)
  local e = summary.errors
  local wrong = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format('\\n{"requests":%d,"time":%d,"p50":%d,"p99":%d,"wrong":%d}\\n', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99), wrong))
end
"""


def run(session: Session) -> None:
    wrk = shutil.which("wrk")
    if wrk is None:
        session.results.skip("sockets", "wrk is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        session.measure(SOCKETS, of(SOCKETS), partial(_sample, session, wrk, Path(folder, "request.lua")))


def _sample(session: Session, wrk: str, script: Path, contestant: Contestant) -> None:
    with running(contestant, session.tools) as process:
        check(contestant, process.ask)
        base = f"http://{workload.HOST}:{process.port}"
        for request in (workload.post(contestant.prefix), workload.get(contestant.prefix)):
            script.write_text(lua(request), "utf-8")
            argv = [wrk, "-t1", f"-c{CONNECTIONS}", "-s", str(script), base + request.path]
            _wrk([*argv, f"-d{WARM_UP_SECONDS}s"])
            seen = _wrk([*argv, f"-d{session.effort.seconds}s"])
            add = partial(session.results.add, SOCKETS, contestant.name)
            add(request.method, seen["requests"] / seen["time"] * 1e6)
            add(f"{request.method} p50", seen["p50"] / 1e3)
            add(f"{request.method} p99", seen["p99"] / 1e3)


def lua(request: Request) -> str:
    """The request as a wrk script that reports in JSON. wrk itself sets Host and Content-Length."""
    lines = [f"wrk.method = {json.dumps(request.method)}"]
    lines += [
        f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}"
        for name, value in request.headers.items()
        if name not in {"host", "content-length"}
    ]
    if request.body:
        lines.append(f"wrk.body = {json.dumps(request.body.decode())}")
    return "\n".join(lines) + REPORT


def _wrk(argv: list[str]) -> dict[str, Any]:
    """Raises Unfit when wrk fails or any answer was an error."""
    try:
        done = subprocess.run(argv, check=True, capture_output=True, text=True, timeout=600)  # noqa: S603 - wrk, our arguments
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Unfit(f"wrk failed: {error}") from None
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if seen["wrong"] or not seen["requests"]:
        raise Unfit(f"{seen['wrong']} of {seen['requests']} requests went wrong under load")
    return seen
