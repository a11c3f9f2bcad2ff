"""Whether a request costs the same however many commands are stored."""

import asyncio
import gc
import os
import random
from dataclasses import dataclass, field

import orjson

from fleetmock.apis.msgraph import API, create
from fleetmock.app import create_app
from fleetmock.contract.middleware import Application
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.world import Device
from fleetmock.settings import Settings
from fleetmock_tooling.bench import workload
from fleetmock_tooling.bench.inprocess import cpu, quiet, warm_up
from fleetmock_tooling.bench.parts import FLAT, LARGE, SMALL
from fleetmock_tooling.bench.processes import resident
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.session import Session
from fleetmock_tooling.bench.workload import Request

PAGE = 20
REPORT_EVERY = 50_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A mock whose one device has `size` commands."""

    app: Application
    size: int
    # Both stores draw the same way, and the same in each run.
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - nothing secret

    def requests(self, count: int) -> dict[str, tuple[list[Request], int]]:
        """What is asked, and how often, by metric.

        GET asks for commands anywhere in the store, others each time: what was asked for before is in the caches.
        """
        base, pages = workload.base(), count // PAGE
        commands = [workload.command(base, self._any()) for _ in range(warm_up(count) + count)]
        return {
            "GET": (commands, count),
            "first page": ([workload.page(base, 0, PAGE)], pages),
            "middle page": ([workload.page(base, (self.size - PAGE) // 2, PAGE)], pages),
            "last page": ([workload.page(base, self.size - PAGE, PAGE)], pages),
        }

    def _any(self) -> str:
        """The id of a command."""
        store = self.app.namespace.fleet.store
        return store.page(_device(self.app.namespace.fleet).key, self.chance.randrange(self.size), 1)[0].id


def run(session: Session) -> None:
    """One store of each size, and samples of them in turn."""
    stores = {}
    for row, size in zip((SMALL, LARGE), session.effort.sizes, strict=True):
        app = create_app(Settings(apis=(API.name,)))
        fleet = app.namespace.fleet
        memory = _fill(session, fleet, size)
        session.results.add(FLAT, row, "commands", size)
        if memory is not None and row == LARGE:
            session.results.add(FLAT, row, "memory", memory / size)
        stores[row] = Filled(app, size)
    with quiet(), asyncio.Runner() as runner:
        for number in range(session.effort.rounds):
            session.step(f"{FLAT}: round {number + 1} of {session.effort.rounds}")
            for row, store in stores.items():
                for metric, (requests, count) in store.requests(session.effort.requests).items():
                    session.results.add(FLAT, row, metric, runner.run(cpu(store.app, requests, count)))


def _device(fleet: Fleet) -> Device:
    device = fleet.world.device(API.name, "device", workload.device_id())
    if device is None:
        raise Unfit("the document's example device is not in the world")
    return device


def _fill(session: Session, fleet: Fleet, size: int) -> float | None:
    """Fill the device's store up to `size` commands; the bytes of resident memory that it took, where that is known."""
    device, body = _device(fleet), workload.launch_uri()
    gc.collect()
    before = _resident(session)
    for number in range(fleet.store.count(device.key), size):
        # Each command has a body of its own, as it would have from a request.
        create(fleet, Order(device, orjson.loads(body)))
        if number % REPORT_EVERY == 0:
            session.step(f"{FLAT}: {number:,} of {size:,} commands stored")
    after = _resident(session)
    return None if before is None or after is None else after - before


def _resident(session: Session) -> float | None:
    try:
        return resident(os.getpid())
    except Unfit as error:
        session.results.skip(f"{FLAT}: memory", str(error))
        return None
