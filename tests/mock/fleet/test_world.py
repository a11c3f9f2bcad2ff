import pytest

from fleetmock.fleet.world import Device, NameTaken, Organization, World

WORLD = World(
    [Organization("id1", "acme"), Organization("id2", "umbrella")],
    [
        Device("a", "phone", "p1", organization="id1", aliases=("serial",)),
        Device("a", "user", "p1", organization="id1"),
        Device("b", "phone", "p1"),
    ],
)


def test_organizations_have_an_id_and_a_slug() -> None:
    assert WORLD.organization("id1") is WORLD.organization("acme") is not None
    assert WORLD.organization("nobody") is None


def test_devices_are_found_by_id_and_alias_in_their_own_organization() -> None:
    assert WORLD.device("a", "phone", "serial", "id1") is WORLD.device("a", "phone", "p1", "id1") is not None
    assert WORLD.device("a", "phone", "p1", "id2") is None
    assert WORLD.device("a", "tablet", "p1", "id1") is None


def test_no_two_devices_share_a_key() -> None:
    keys = [each.key for api in ("a", "b") for each in WORLD.devices(api)]
    assert sorted(set(keys)) == sorted(keys) == ["a/phone/p1", "a/user/p1", "b/phone/p1"]


def test_devices_can_be_listed_by_organization() -> None:
    assert [each.kind for each in WORLD.devices("a", "id1")] == ["phone", "user"]
    assert WORLD.devices("a", "id2") == []


def test_a_device_can_be_added_and_taken_back() -> None:
    world = World([], [Device("a", "phone", "p1")])
    before = world.state()
    world.add(Device("a", "phone", "p2", aliases=("serial",)))
    assert world.device("a", "phone", "serial") is world.devices("a")[1]
    world.restore(before)
    assert world.device("a", "phone", "serial") is world.device("a", "phone", "p2") is None
    assert [each.id for each in world.devices("a")] == ["p1"]


def test_a_name_is_given_once() -> None:
    world = World([], [Device("a", "phone", "p1", aliases=("serial",))])
    with pytest.raises(NameTaken, match="a phone 'serial'"):
        world.add(Device("a", "phone", "p2", aliases=("serial",)))
    assert world.device("a", "phone", "p2") is None
    world.add(Device("a", "user", "serial"))


def test_a_device_can_be_replaced_under_all_its_names() -> None:
    world = World([], [Device("a", "phone", "p1", aliases=("serial",)), Device("a", "phone", "p2")])
    changed = Device("a", "phone", "p1", aliases=("serial",), scenario="slow")
    world.replace(changed)
    assert world.device("a", "phone", "p1") is world.device("a", "phone", "serial") is changed
    assert [each.id for each in world.devices("a")] == ["p1", "p2"]
    assert world.devices("a")[0] is changed
