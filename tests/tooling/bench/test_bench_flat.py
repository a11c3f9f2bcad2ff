import pytest

from fleetmock.apis.msgraph import create
from fleetmock.app import create_app
from fleetmock.fleet.fleet import Order
from fleetmock.settings import Settings
from fleetmock_tooling.bench import workload
from fleetmock_tooling.bench.flat import Filled
from fleetmock_tooling.bench.inprocess import warm_up

SIZE = 400


@pytest.fixture
def filled() -> Filled:
    app = create_app(Settings(apis=("msgraph",)))
    fleet = app.namespace.fleet
    device = next(each for each in fleet.world.devices("msgraph") if each.id == workload.device_id())
    for _ in range(fleet.store.count(device.key), SIZE):
        create(fleet, Order(device, {"type": "LaunchUri"}))
    return Filled(app, SIZE)


def test_commands_come_from_the_whole_store_and_others_in_each_round(filled: Filled) -> None:
    first, second = ([each.path for each in filled.requests(100)["GET"][0]] for _ in range(2))
    assert len(first) == warm_up(100) + 100, "a command that the warm-up asked for is in the caches"
    assert len(set(first)) > 80
    assert len(set(first) & set(second)) < 60
    (device,) = {path.rpartition("/")[0].split("/")[-2] for path in first}
    order = [each.id for each in filled.app.namespace.fleet.store.page(f"msgraph/device/{device}", 0, SIZE)]
    places = [order.index(path.rpartition("/")[2]) for path in first]
    assert min(places) < SIZE / 10 < SIZE * 9 / 10 < max(places)
