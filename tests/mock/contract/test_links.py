import pytest

from fleetmock.contract.links import Location

PATHS = {"get": "/v1/devices/{device}/commands/{command}"}


def location(**parameters: str) -> Location:
    return Location({"operationId": "get", "parameters": parameters}, PATHS)


def test_a_location_is_the_link_filled_in_and_encoded() -> None:
    made = location(device="$request.path.device", command="$response.body#/data/0/a~1b")
    assert made.path({"device": "x/y z"}, {"data": [{"a/b": 7}]}) == "/v1/devices/x%2Fy%20z/commands/7"


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("6841b3db-2b55-467b-ad84-79a41a4ef665", "6841b3db-2b55-467b-ad84-79a41a4ef665"),
        ("a.b_c~d", "a.b_c~d"),
        ("ä²", "%C3%A4%C2%B2"),
        ("..", ".."),
        ("-", "-"),
        ("", ""),
        ("%", "%25"),
    ],
)
def test_a_value_is_one_segment(text: str, segment: str) -> None:
    made = location(device="$request.path.device", command="$request.path.device")
    assert made.path({"device": text}, None) == f"/v1/devices/{segment}/commands/{segment}"


def test_an_expression_that_is_not_understood_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"\$request.header.x"):
        location(device="$request.header.x", command="$response.body#/id")


def test_a_link_that_leaves_a_parameter_open_stops_the_start() -> None:
    with pytest.raises(KeyError, match="command"):
        location(device="$request.path.device")
