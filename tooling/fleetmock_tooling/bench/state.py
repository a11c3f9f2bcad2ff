"""What it costs to plan, to fold and to keep a command."""

import asyncio
import gc
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import orjson

from fleetmock.apis.msgraph import API, create
from fleetmock.app import create_app
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.scenario import Presence
from fleetmock.settings import Settings
from fleetmock_tooling.bench import workload
from fleetmock_tooling.bench.inprocess import MICRO, cpu, quiet
from fleetmock_tooling.bench.parts import MEMORY_STATE, SQLITE_STATE, STATE
from fleetmock_tooling.bench.session import Session

OWN_TTL = 90.0  # a time to live of its own, so that the plan is not one that commands share


def run(session: Session) -> None:
    """Each store once per round, with a new file each time."""
    with quiet(), asyncio.Runner() as runner, tempfile.TemporaryDirectory() as folder:
        for number in range(session.effort.rounds):
            session.step(f"{STATE}: round {number + 1} of {session.effort.rounds}")
            for row, state in ((MEMORY_STATE, "memory"), (SQLITE_STATE, f"sqlite:{Path(folder, str(number))}")):
                settings = Settings(apis=(API.name,), state=state)
                app = create_app(settings)
                with closing((fleet := app.namespace.fleet).store):
                    post = workload.post(workload.base())
                    session.results.add(STATE, row, "POST", runner.run(cpu(app, [post], session.effort.requests)))
                    if row == MEMORY_STATE:
                        _plan_and_fold(session, fleet)


def _plan_and_fold(session: Session, fleet: Fleet) -> None:
    behaviour, count = fleet.behaviours[API.name], session.effort.requests
    scenario = behaviour.scenarios[behaviour.default]
    command = create(fleet, Order(fleet.world.devices(API.name)[0], orjson.loads(workload.launch_uri())))
    end, owner, name = max(command.due()), command.owner, command.id

    def fold() -> object:
        kept = fleet.store.get(owner, name)
        return kept and kept.record(end)

    plan = _each(lambda: scenario.plan(Presence.ONLINE, OWN_TTL), count)
    session.results.add(STATE, MEMORY_STATE, "plan", plan)
    session.results.add(STATE, MEMORY_STATE, "fold", _each(fold, count))


def _each(act: Callable[[], object], count: int) -> float:
    """CPU time in microseconds."""
    gc.collect()
    before = time.process_time()
    for _ in range(count):
        act()
    return (time.process_time() - before) / count * MICRO
