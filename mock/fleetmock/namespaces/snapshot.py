"""A fleet as it was at one moment, to come back to."""

from dataclasses import dataclass
from typing import Any

from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.packing import unpack
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.store import Packed
from fleetmock.fleet.world import Device


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Devices, commands, the clock and what the next ids are made from. `taken` is by the fleet's clock."""

    taken: float
    devices: tuple[Device, ...]
    commands: tuple[Packed, ...]
    presences: dict[str, Presence]
    clock: tuple[float, float, float]
    ids: tuple[Any, ...]

    @classmethod
    def of(cls, fleet: Fleet) -> "Snapshot":
        return cls(
            fleet.clock.now(),
            fleet.world.state(),
            fleet.store.packed(),
            dict(fleet.presences),
            fleet.clock.state(),
            fleet.ids.state(),
        )

    def restore(self, fleet: Fleet) -> None:
        """A clock that was running goes on from the moment at which the snapshot was taken."""
        fleet.world.restore(self.devices)
        with fleet.store.together():
            fleet.store.keep_devices(self.devices)
            fleet.store.replace_all(unpack(*each) for each in self.commands)
            fleet.presences.clear()
            fleet.presences.update(self.presences)
        fleet.clock.restore(self.clock)
        if fleet.clock.rate:
            fleet.clock.advance(self.taken - fleet.clock.now())
        fleet.ids.restore(self.ids)
