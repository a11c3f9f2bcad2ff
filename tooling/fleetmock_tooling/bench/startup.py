"""From a command line to the first answer, and the memory that it took."""

from functools import partial

from fleetmock_tooling.bench.check import check
from fleetmock_tooling.bench.contestants import Contestant, of
from fleetmock_tooling.bench.parts import STARTUP
from fleetmock_tooling.bench.processes import MEGABYTE, resident, running
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.session import Session


def run(session: Session) -> None:
    session.measure(STARTUP, of(STARTUP), partial(_sample, session))


def _sample(session: Session, contestant: Contestant) -> None:
    with running(contestant, session.tools) as process:
        try:
            session.results.add(STARTUP, contestant.name, "resident", resident(process.pid) / MEGABYTE)
        except Unfit as error:
            session.results.skip("startup: resident memory", str(error))
        check(contestant, process.ask)
        session.results.add(STARTUP, contestant.name, "first answer", process.started * 1e3)
