"""A whole run: the parts in turn, then the report."""

import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

import orjson
from rich.console import Console

from fleetmock_tooling.bench import (
    chart,
    flat,
    inprocess,
    machine,
    namespaces,
    report,
    sockets,
    startup,
    state,
    workload,
)
from fleetmock_tooling.bench.parts import FLAT, INPROCESS, NAMESPACES, SOCKETS, STARTUP, STATE
from fleetmock_tooling.bench.session import Effort, Session
from fleetmock_tooling.bench.targets import outcomes
from fleetmock_tooling.bench.tools import Tools
from fleetmock_tooling.console import say
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.progress import Progress

# In this order: the large store of the last one would weigh on whatever came after it.
RUNNERS: Final[Mapping[str, Callable[[Session], None]]] = {
    INPROCESS: inprocess.run,
    SOCKETS: sockets.run,
    STARTUP: startup.run,
    STATE: state.run,
    NAMESPACES: namespaces.run,
    FLAT: flat.run,
}


def run(effort: Effort, only: Collection[str], tools: Path, out: Path) -> None:
    """Measure, print and write `bench.json`, `bench.md` and `bench.svg` to `out`. Raises CannotRun."""
    _prepare(out)
    where, code = machine.machine(), machine.fingerprint()
    with tempfile.TemporaryDirectory() as folder, Progress(Console(stderr=True)) as progress:
        spec = Path(folder, f"{workload.API}.json")
        spec.write_bytes(orjson.dumps(workload.document()))
        session = Session(effort, Tools(tools, spec, progress.step), progress.step)
        for part, measure in RUNNERS.items():
            if not only or part in only:
                measure(session)
            else:
                session.results.skip(part, "left out by --only")
        versions = machine.versions(session.tools)
    if machine.fingerprint() != code:
        raise CannotRun(
            "fleetmock's own files were changed during the run, so its samples do not belong together; run it again"
        )
    results = session.results
    if not results.samples:
        raise CannotRun(f"nothing could be measured: {'; '.join(f'{what}: {why}' for what, why in results.skipped)}")
    text = report.as_markdown(results, effort, where, versions)
    (out / "bench.json").write_bytes(report.as_json(results, effort, where, versions))
    (out / "bench.md").write_text(text, "utf-8")
    (out / "bench.svg").write_text(chart.as_svg(results), "utf-8")
    say(text)
    missed = sum(each.verdict == "missed" for each in outcomes(results))
    say(f"{missed} targets missed; written to {out}", "yellow" if missed else "green")


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(f"cannot write to {out}: {error.strerror}; name another folder with --out") from error
