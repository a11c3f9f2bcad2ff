import pytest

from fleetmock.contract.router import Router


@pytest.fixture
def router() -> Router[str, str]:
    router: Router[str, str] = Router()
    router.add("/v1/things", "GET", "list")
    router.add("/v1/things/{id}", "GET", "get")
    router.add("/v1/things/{id}/parts/{part}", "GET", "part")
    router.add("/v1/things/latest", "GET", "latest")
    router.own("/v1", "vendor")
    return router


@pytest.mark.parametrize(
    ("path", "operation", "arguments"),
    [
        ("/v1/things", "list", []),
        ("/v1/things/", "list", []),
        ("/v1/things/7", "get", ["7"]),
        ("/v1/things/latest", "latest", []),
        ("/v1/things/7/parts/a%2Fb", "part", ["7", "a/b"]),
        ("/v1/%74hings/caf%C3%A9", "get", ["café"]),
        ("/v1/things/%FF", "get", ["\udcff"]),
    ],
)
def test_paths_lead_to_operations(router: Router[str, str], path: str, operation: str, arguments: list[str]) -> None:
    match = router.match(path)
    assert (match.methods, match.arguments) == ({"GET": operation}, arguments)


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/", "/v1/thing", "/v1/things//parts/1", "/v1/things/7/parts", "/v1//things"]
)
def test_unknown_paths_below_a_base_path_belong_to_its_owner(router: Router[str, str], path: str) -> None:
    match = router.match(path)
    assert (match.methods, match.owner) == ({}, "vendor")


@pytest.mark.parametrize("path", ["/", "/v2/things", "", "/V1/things"])
def test_other_paths_belong_to_nobody(router: Router[str, str], path: str) -> None:
    match = router.match(path)
    assert (match.methods, match.owner) == ({}, None)


def test_a_parameter_that_fills_half_a_segment_is_refused() -> None:
    with pytest.raises(ValueError, match="whole path segment"):
        Router[str, str]().add("/a/{b}.json", "GET", "x")
