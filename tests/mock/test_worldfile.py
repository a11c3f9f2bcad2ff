from kit import NOON

from fleetmock import worldfile
from fleetmock.apis.registry import APIS
from fleetmock.app import behaviour
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.store import MemoryStore
from fleetmock_contracts import load

DEVICE = "msgraph/device/6841b3db-2b55-467b-ad84-79a41a4ef665"
PHONE = "applivery-apple/device/507f1f77bcf86cd799439014"


def fresh() -> Fleet:
    clock = Clock(frozen_at=NOON)
    behaviours = {name: behaviour(api, load(name)) for name, api in APIS.items()}
    return Fleet(clock, Ids(0, clock), MemoryStore(), worldfile.load(), behaviours)


def test_commands_are_as_old_as_the_file_says() -> None:
    fleet = fresh()
    worldfile.send_commands(fleet, APIS)
    assert [each.created for each in fleet.store.page(DEVICE, 0, 9)] == [NOON - 3600, NOON - 1800]


def test_a_fixed_moment_and_fields_of_its_own_are_kept() -> None:
    fleet = fresh()
    worldfile.send_commands(fleet, APIS)
    (command,) = fleet.store.page(PHONE, 0, 9)
    assert command.record(NOON)["createdAt"] == "2026-02-10T12:00:00Z"
    assert command.record(NOON)["from"] == "configurationChanged"


def test_apis_that_are_not_served_get_no_commands() -> None:
    fleet = fresh()
    worldfile.send_commands(fleet, {"msgraph": APIS["msgraph"]})
    assert fleet.store.count(DEVICE) == 2
    assert fleet.store.count(PHONE) == 0


def test_known_ids_name_each_thing_once() -> None:
    known = [(kind, name) for kind, name, _ in worldfile.known_ids(APIS)]
    assert len(known) == len(set(known))
    assert ("organization", "507f1f77bcf86cd799439012") in known
    assert not [kind for kind, _, _ in worldfile.known_ids(["msgraph"]) if kind == "organization"]
