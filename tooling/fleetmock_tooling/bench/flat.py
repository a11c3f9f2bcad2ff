"""Whether a request costs the same however many commands are stored."""

import asyncio
import gc
import os
from collections.abc import Iterator

import orjson

from fleetmock.apis.msgraph import API, create
from fleetmock.app import create_app
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.world import Device
from fleetmock.settings import Settings
from fleetmock_tooling.bench import workload
from fleetmock_tooling.bench.inprocess import cpu, quiet
from fleetmock_tooling.bench.parts import FLAT, LARGE, SMALL
from fleetmock_tooling.bench.processes import resident
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.session import Session
from fleetmock_tooling.bench.workload import Request

PAGE = 20
SPREAD = 1000  # different commands that are asked for
REPORT_EVERY = 50_000


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
        stores[row] = (app, requests(fleet, size))
    with quiet(), asyncio.Runner() as runner:
        for number in range(session.effort.rounds):
            session.step(f"{FLAT}: round {number + 1} of {session.effort.rounds}")
            for row, (app, asked) in stores.items():
                for metric, each in asked.items():
                    count = session.effort.requests if metric == "GET" else session.effort.requests // PAGE
                    sample = runner.run(cpu(app, each, count))
                    session.results.add(FLAT, row, metric, sample)


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


def requests(fleet: Fleet, size: int) -> dict[str, list[Request]]:
    """What is asked, by metric."""
    base = workload.base()
    return {
        "GET": [workload.command(base, name) for name in _spread(fleet, size)],
        "first page": [workload.page(base, 0, PAGE)],
        "middle page": [workload.page(base, (size - PAGE) // 2, PAGE)],
        "last page": [workload.page(base, size - PAGE, PAGE)],
    }


def _spread(fleet: Fleet, size: int) -> Iterator[str]:
    owner, step = _device(fleet).key, max(size // SPREAD, 1)
    for skip in range(0, size, step):
        yield fleet.store.page(owner, skip, 1)[0].id
