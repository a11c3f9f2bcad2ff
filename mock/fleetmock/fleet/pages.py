"""Walking through all commands that are stored without having all of them in memory."""

from collections.abc import Iterable, Iterator
from typing import Final

from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.timeline import Command

PAGE: Final = 1000


def pages(fleet: Fleet, apis: Iterable[str], size: int = PAGE) -> Iterator[list[Command]]:
    """Those of these APIs, a device after the other; each page is read when it is asked for."""
    for api in apis:
        for device in fleet.world.devices(api):
            for skip in range(0, fleet.store.count(device.key), size):
                yield fleet.store.page(device.key, skip, size)
