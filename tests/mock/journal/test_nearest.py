import time

import pytest
from asked import Asked

import fleetmock_contracts
from fleetmock.journal.nearest import Nearest, price

NEAREST = Nearest({api: fleetmock_contracts.load(api) for api in fleetmock_contracts.APIS})
APPLE = "/v1/organizations/acme/mdm/apple/enterprise"


@pytest.mark.parametrize(
    ("method", "path", "operation", "differences"),
    [
        ("GET", "/me/devices", "listDevices", ("the base path /beta is missing",)),
        ("GET", "/beta/me/device", "listDevices", ("segment 3 is 'device', the operation has 'devices'",)),
        ("GET", "/Beta/me/devices", "listDevices", ("segment 1 is 'Beta', the operation has 'beta'",)),
        ("GET", "/beta/me//devices", "listDevices", ("segment 3 is '', which the operation does not have",)),
        ("DELETE", "/beta/me/devices", "listDevices", ("the method is DELETE, the operation takes GET",)),
        (
            "PUT",
            "/me/devices/x/commands/y",
            "getCommand",
            ("the base path /beta is missing", "the method is PUT, the operation takes GET"),
        ),
        (
            "POST",
            f"{APPLE}/command/device/x",
            "createCommand",
            ("segment 7 is 'command', the operation has 'commands'",),
        ),
        (
            "POST",
            f"{APPLE}/commands/device/x/y/cancel/now",
            "cancelCommand",
            ("segment 12 is 'now', which the operation does not have",),
        ),
        (
            "GET",
            "/v1/organizations/acme/aosp/enterprise/devices",
            "listDevices",
            ("the segment 'mdm' is missing",),
        ),
        ("GET", "/beta/me/devices/", "listDevices", ()),
    ],
)
def test_the_nearest_operation_and_why_it_is_another(
    method: str, path: str, operation: str, differences: tuple[str, ...]
) -> None:
    best = NEAREST.to(method, path)[0]
    assert (best.candidate.operation_id, best.differences) == (operation, differences)


@pytest.mark.parametrize("path", ["/", "", "/foo", "/favicon.ico", "/api/v3/users/17/orders"])
def test_what_looks_like_nothing_has_no_nearest(path: str) -> None:
    assert NEAREST.to("GET", path) == ()


def test_three_at_most_the_best_first() -> None:
    found = NEAREST.to("GET", "/beta/me/devices/x/command")
    assert len(found) == 3
    assert [each.distance for each in found] == sorted(each.distance for each in found)


@pytest.mark.parametrize("path", ["/a" * 4000, "/" + "a" * 8000, "/beta/me/" + "devices/" * 900, "/" * 8000])
def test_a_hostile_path_takes_no_time(path: str) -> None:
    started = time.perf_counter()
    NEAREST.to("GET", path)
    assert time.perf_counter() - started < 0.5


def test_what_is_longer_than_any_name_is_not_compared() -> None:
    assert price("devicesandmore", "devices") < 2
    assert price("devices" + "x" * 40, "devices") == 2


def test_long_segments_are_shown_short() -> None:
    best = NEAREST.to("GET", "/beta/me/devices/x/commands/y/" + "z" * 5000)[0]
    assert max(map(len, best.differences)) < 200


def test_of_a_mock_without_an_api_nothing_is_near() -> None:
    asked = Asked(apis=("msgraph",))
    assert asked.journal.nearest.to("GET", f"{APPLE}/commands/device/x/y") == ()
