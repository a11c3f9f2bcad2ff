"""Lists that must agree."""

import re
from pathlib import Path
from typing import Any

import pytest
from kit import Mock

import fleetmock_contracts
from fleetmock.apis.registry import APIS
from fleetmock.apis.variants.registry import VARIANTS
from fleetmock.contract.examples import example_path, operations
from fleetmock.control.api import API as CONTROL_API
from fleetmock.control.api import PARTS
from fleetmock.errors import Condition
from fleetmock.fleet.scenario import Presence
from fleetmock.vendors import applivery, control, graph
from fleetmock_tooling.project import Project
from fleetmock_tooling.validate.ledger import apis_of

ROOT = Path(__file__).parent.parent
DOCUMENTS = (*fleetmock_contracts.APIS, fleetmock_contracts.CONTROL)
# What a fresh mock has none of: it is there once a test has made it.
MADE_BY_TESTS = {"getRequest", "getFault", "getCallback", "getSnapshot"}
# Conditions that an API cannot meet, with the reason.
OF_CONTROL_ALONE = {
    Condition.CONFLICT: "each vendor has errors of its own for what is impossible as things are",
    Condition.UNPROCESSABLE: "for the vendors, what names nothing is invalid or not found",
}
NOT_OF_CONTROL = {
    Condition.EXPIRED_TOKEN: "the control token does not expire",
    Condition.NOT_CANCELLABLE: "it is a conflict there",
    Condition.NO_PUSH_TOKEN: "it sends no commands",
    Condition.THROTTLED: "no fault happens to it",
    Condition.UNAVAILABLE: "as above",
}
NOT_OF_GRAPH = {
    Condition.NOT_CANCELLABLE: "Graph has no operation that cancels",
    Condition.NO_PUSH_TOKEN: "only Applivery speaks of push tokens",
}


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_every_operation_has_a_handler_and_every_handler_an_operation(api: str) -> None:
    assert {each.id for each in operations(fleetmock_contracts.load(api))} == set(APIS[api].handlers)


def test_every_operation_of_the_control_plane_has_a_handler_and_every_handler_an_operation() -> None:
    document = fleetmock_contracts.load(fleetmock_contracts.CONTROL)
    assert {each.id for each in operations(document)} == set(CONTROL_API.handlers)
    assert sum(len(part.HANDLERS) for part in PARTS) == len(CONTROL_API.handlers)


def test_every_spec_is_served() -> None:
    assert set(fleetmock_contracts.APIS) == set(APIS)


def test_every_variant_of_the_ledger_is_served_and_every_one_served_is_in_the_ledger() -> None:
    project = Project(ROOT)
    ledger = {
        (api, variant["name"], variant["default"], frozenset(variant["values"]))
        for entry in project.load(project.ledger).data["divergences"]
        if (variant := entry.get("variant"))
        for api in apis_of(entry["where"], project)
    }
    assert ledger == {
        (api, each.name, each.default, frozenset(each.values))
        for api, variants in VARIANTS.items()
        for each in variants
    }


def test_every_api_has_its_variants() -> None:
    assert set(VARIANTS) == set(APIS)


def test_every_vendor_has_a_word_for_every_condition_it_can_meet() -> None:
    assert set(applivery.ERRORS) == set(Condition) - set(OF_CONTROL_ALONE)
    assert set(graph.ERRORS) == set(Condition) - set(OF_CONTROL_ALONE) - set(NOT_OF_GRAPH)
    assert set(control.ERRORS) == set(Condition) - set(NOT_OF_CONTROL)


def test_the_control_plane_knows_every_condition_presence_and_api() -> None:
    schemas = fleetmock_contracts.load(fleetmock_contracts.CONTROL)["components"]["schemas"]
    assert schemas["Condition"]["enum"] == [each.name for each in Condition]
    assert schemas["Presence"]["enum"] == [each.value for each in Presence]
    assert set(schemas["ApiName"]["enum"]) == set(APIS)
    assert set(schemas["ScenarioChoices"]["properties"]) == set(APIS)
    assert set(schemas["VariantChoices"]["properties"]) == set(APIS)


@pytest.mark.parametrize("api", DOCUMENTS)
def test_the_examples_of_every_get_lead_to_a_200(mock: Mock, api: str) -> None:
    for each in operations(fleetmock_contracts.load(api)):
        if each.method == "GET" and each.id not in MADE_BY_TESTS:
            endless = {"timeout": "0"} if each.id == "streamEvents" else {}
            response = mock.client.get(example_path(each), params=endless)
            assert response.status_code == 200, f"{each.id}: {response.text}"


@pytest.mark.parametrize("api", DOCUMENTS)
def test_every_documented_request_body_is_taken(mock: Mock, api: str) -> None:
    document = fleetmock_contracts.load(api)
    for each in operations(document):
        mock.client.post("/__admin/reset")
        template = each.path.removeprefix(re.match(r"/[^/]+", each.path)[0])  # type: ignore[index] # always matches
        content = document["paths"][template][each.method.lower()].get("requestBody", {}).get("content", {})
        for name, example in _examples(content).items():
            response = mock.client.request(each.method, example_path(each), json=example)
            assert response.status_code in {200, 201, 204}, f"{each.id} {name}: {response.text}"


def _examples(content: dict[str, Any]) -> dict[str, Any]:
    media = content.get("application/json", {})
    found = {name: each["value"] for name, each in media.get("examples", {}).items()}
    return found | ({"example": media["example"]} if "example" in media else {})
