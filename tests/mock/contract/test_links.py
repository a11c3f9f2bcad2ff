import pytest

from fleetmock.contract.links import Location

PATHS = {"get": "/v1/devices/{device}/commands/{command}"}


def location(**parameters: str) -> Location:
    return Location({"operationId": "get", "parameters": parameters}, PATHS)


def test_a_location_is_the_link_filled_in_and_encoded() -> None:
    made = location(device="$request.path.device", command="$response.body#/data/0/a~1b")
    assert made.path({"device": "x/y z"}, {"data": [{"a/b": 7}]}) == "/v1/devices/x%2Fy%20z/commands/7"


def test_an_expression_that_is_not_understood_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"\$request.header.x"):
        location(device="$request.header.x", command="$response.body#/id")


def test_a_link_that_leaves_a_parameter_open_stops_the_start() -> None:
    with pytest.raises(KeyError, match="command"):
        location(device="$request.path.device")
