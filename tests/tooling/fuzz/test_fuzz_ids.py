import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kit import Mock
from rich.console import Console

import fleetmock_contracts
from fleetmock.contract.examples import operations
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import ids
from fleetmock_tooling.fuzz.discovery import Discovery
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import SMOKE
from fleetmock_tooling.fuzz.progress import Progress
from fleetmock_tooling.fuzz.run import fuzz

ServeToy = Callable[..., tuple[str, Any]]
APIS = ("msgraph", "applivery-aosp")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "ids.yaml"
        path.write_text(text)
        return path

    return write


def test_a_file_gives_sets_for_each_api(write: Callable[[str], Path]) -> None:
    path = write("msgraph:\n- {device-id: a, command-id: '0123'}\n- device-id: b\n")
    assert ids.load(path, APIS) == {"msgraph": [{"device-id": "a", "command-id": "0123"}, {"device-id": "b"}]}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- a", "a map from an API"),
        ("msgrap: []", "there is no API msgrap"),
        ("msgraph: {device-id: a}", "is no list"),
        ("msgraph: [a]", "no map"),
        ("msgraph: [{}]", "no map"),
        ("msgraph: [{device-id: 0123}]", "write it in quotes"),
        ("msgraph: [{device-id: ''}]", "write it in quotes"),
        ("msgraph: [", "is not YAML"),
        ("!!python/object/apply:os.system [x]", "is not YAML"),
    ],
)
def test_a_file_of_another_form_is_refused(write: Callable[[str], Path], text: str, why: str) -> None:
    with pytest.raises(CannotRun, match=why):
        ids.load(write(text), APIS)


def test_the_environment_gives_one_set() -> None:
    document = fleetmock_contracts.load("applivery-aosp")
    environment = {"FLEETMOCK_ID_ORGANIZATION_ID": "acme", "FLEETMOCK_ID_AOS_DEVICE_ID": "d", "FLEETMOCK_ID_X": "y"}
    assert ids.from_environment(document, environment) == [{"organizationId": "acme", "aosDeviceId": "d"}]
    assert ids.from_environment(document, {"FLEETMOCK_ID_ORGANIZATION_ID": ""}) == []
    assert ids.environment_name("device-id") == "FLEETMOCK_ID_DEVICE_ID"


def test_a_name_that_is_no_path_parameter_is_refused(toy_document: dict[str, Any]) -> None:
    with pytest.raises(CannotRun, match="toy has no path parameter divice-id; it has command-id, device-id"):
        ids.check([{"divice-id": "x"}], toy_document, "toy")


def test_given_ids_take_the_place_of_examples_where_a_set_is_whole(toy_document: dict[str, Any]) -> None:
    sets = [{"device-id": "dev-aaaa"}, {"device-id": "dev-bbbb", "command-id": "cmd-bbbb"}]
    changed = ids.put_in(toy_document, sets)
    known = {each.id: each.known() for each in operations(changed)}
    assert known["createCommand"] == {"device-id": ["dev-aaaa", "dev-bbbb"]}
    assert known["getCommand"] == {"device-id": ["dev-bbbb"], "command-id": ["cmd-bbbb"]}
    assert {each.id: each.known() for each in operations(toy_document)} != known
    assert ids.put_in(toy_document, []) == toy_document


def test_given_ids_reach_the_endpoint_and_the_examples_do_not(
    toy_document: dict[str, Any], serve_toy: ServeToy, toy_token: str
) -> None:
    for path in ("/devices/{device-id}/commands", "/devices/{device-id}/commands/{command-id}"):
        for parameter in toy_document["paths"][path]["parameters"]:
            parameter["example"] = f"{parameter['example'][:3]}-ffff"
    root, toy = serve_toy()
    given = [{"device-id": "dev-0001", "command-id": "cmd-0001"}]
    for sets, unreached in [([], 2), (given, 0)]:
        toy.requests.clear()
        options = Options(toy_token, 1, SMOKE, ids={"toy": sets})
        with Progress(Console(file=io.StringIO()), "toy") as progress:
            verdict = fuzz("toy", toy_document, f"{root}/v9", options, progress)
        assert sum(each.check == "never_succeeded" for each in verdict.findings) == unreached
        asked = sum("dev-ffff" in path for _, path, _, _ in toy.requests)
        assert (asked > 0) is (not sets)


@pytest.mark.parametrize(
    ("api", "base", "expected"),
    [
        ("msgraph", "/beta", {"device-id", "command-id"}),
        ("applivery-aosp", "/v1", {"organizationId", "aosDeviceId", "aosCommandId"}),
    ],
)
def test_links_lead_from_the_lists_to_the_ids(mock: Mock, api: str, base: str, expected: set[str]) -> None:
    document = fleetmock_contracts.load(api)
    start = [{"organizationId": "acme"}] if api == "applivery-aosp" else []
    found = Discovery(document, mock.url + base, "fleetmock", 5).find(start)
    assert {name for each in found for name in each} == expected
    whole = [each for each in found if set(each) == expected]
    assert whole
    for each in whole:
        path = next(o.path for o in operations(document) if o.method == "GET" and o.path.count("{") == len(expected))
        for name, value in each.items():
            path = path.replace(f"{{{name}}}", value)
        assert mock.client.get(path).status_code == 200


def test_nothing_is_discovered_without_a_good_token(mock: Mock) -> None:
    document = fleetmock_contracts.load("msgraph")
    assert Discovery(document, f"{mock.url}/beta", "bad", 5).find([]) == []
