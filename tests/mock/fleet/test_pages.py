from kit import NOON

from fleetmock.apis.registry import APIS
from fleetmock.app import create_fleet
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Order
from fleetmock.fleet.pages import pages
from fleetmock.settings import Settings


def test_all_commands_are_met_once_and_as_they_are_by_then() -> None:
    fleet = create_fleet(Settings(), Clock(frozen_at=NOON))
    device = fleet.world.devices("msgraph")[0]
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
    sent = [APIS["msgraph"].create(fleet, Order(device, body)) for _ in range(7)]
    walk = pages(fleet, ["msgraph"], size=3)
    first = next(walk)
    assert len(first) == 3
    fleet.bring(sent[-1], "completed")
    rest = [command for page in walk for command in page]
    assert {each.id for each in first + rest} == {each.id for each in fleet.store.commands() if "msgraph" in each.owner}
    assert len(first) + len(rest) == len({each.id for each in first + rest}) >= 7
    assert {each.id: each.state(NOON) for each in rest}[sent[-1].id] == "completed"
    assert len(fleet.store.commands()) == sum(map(len, pages(fleet, APIS)))
