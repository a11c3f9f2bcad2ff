from pathlib import Path

import pytest
from kit import NOON

from fleetmock.apis.registry import APIS
from fleetmock.app import Builder
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.packing import unpack
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.world import Device
from fleetmock.namespaces.snapshot import Snapshot
from fleetmock.settings import Settings

API = APIS["applivery-apple"]


def send(fleet: Fleet) -> str:
    return API.create(fleet, Order(fleet.world.devices(API.name)[0], {"RequestType": "DeviceLock"})).id


@pytest.mark.parametrize("state", ["memory", "sqlite"])
def test_everything_is_as_it_was(state: str, tmp_path: Path) -> None:
    settings = Settings(apis=(API.name,), state=state if state == "memory" else f"sqlite:{tmp_path}/fleet.db")
    builder = Builder(settings, Clock(frozen_at=NOON))
    fleet = builder.namespace("default").fleet
    device = fleet.world.devices(API.name)[0]
    send(fleet)
    snapshot = Snapshot.of(fleet)
    before = [each.record(NOON + 9) for each in fleet.store.commands()]
    then = send(fleet)
    fleet.set_presence(device, Presence.LOCKED)
    fleet.add_device(Device(API.name, "device", "new"))
    fleet.clock.advance(600)
    snapshot.restore(fleet)
    assert [each.record(NOON + 9) for each in fleet.store.commands()] == before
    assert fleet.presence(device) is Presence.ONLINE
    assert fleet.clock.now() == NOON
    assert "new" not in [each.id for each in fleet.world.devices(API.name)]
    assert send(fleet) == then  # the ids go on as they did
    kept = [each.record(NOON + 9) for each in fleet.store.commands()]
    builder.close()
    if state == "sqlite":
        again = Builder(settings, Clock(frozen_at=NOON))
        fleet = again.namespace("default").fleet
        assert [each.record(NOON + 9) for each in fleet.store.commands()] == kept
        assert "new" not in [each.id for each in fleet.world.devices(API.name)]
        again.close()


def test_snapshots_keep_no_copies_of_commands() -> None:
    fleet = Builder(Settings(apis=(API.name,)), Clock(frozen_at=NOON)).namespace("default").fleet
    send(fleet)
    one, other = Snapshot.of(fleet), Snapshot.of(fleet)
    assert [unpack(*each) for each in one.commands] == list(fleet.store.commands())
    assert all(each.content is again.content for each, again in zip(one.commands, other.commands, strict=True))


def test_a_clock_that_runs_goes_back_and_goes_on() -> None:
    fleet = Builder(Settings(apis=(API.name,)), Clock(offset=NOON)).namespace("default").fleet
    snapshot = Snapshot.of(fleet)
    fleet.clock.advance(3600)
    snapshot.restore(fleet)
    assert 0 <= fleet.clock.now() - snapshot.taken < 600
