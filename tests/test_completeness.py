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
from fleetmock.errors import Condition
from fleetmock.vendors import applivery, graph
from fleetmock_tooling.project import Project
from fleetmock_tooling.validate.ledger import apis_of

ROOT = Path(__file__).parent.parent
# Conditions that one vendor cannot meet, with the reason.
NOT_OF_GRAPH = {
    Condition.NOT_CANCELLABLE: "Graph has no operation that cancels",
    Condition.NO_PUSH_TOKEN: "only Applivery speaks of push tokens",
}


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_every_operation_has_a_handler_and_every_handler_an_operation(api: str) -> None:
    assert {each.id for each in operations(fleetmock_contracts.load(api))} == set(APIS[api].handlers)


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
    assert set(applivery.ERRORS) == set(Condition)
    assert set(graph.ERRORS) == set(Condition) - set(NOT_OF_GRAPH)


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_the_examples_of_every_get_lead_to_a_200(mock: Mock, api: str) -> None:
    for each in operations(fleetmock_contracts.load(api)):
        if each.method == "GET":
            response = mock.client.get(example_path(each))
            assert response.status_code == 200, f"{each.id}: {response.text}"


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_every_documented_request_body_is_taken(mock: Mock, api: str) -> None:
    document = fleetmock_contracts.load(api)
    for each in operations(document):
        template = each.path.removeprefix(re.match(r"/[^/]+", each.path)[0])  # type: ignore[index] # always matches
        content = document["paths"][template][each.method.lower()].get("requestBody", {}).get("content", {})
        for name, example in _examples(content).items():
            response = mock.client.request(each.method, example_path(each), json=example)
            assert response.status_code in {200, 201}, f"{each.id} {name}: {response.text}"


def _examples(content: dict[str, Any]) -> dict[str, Any]:
    media = content.get("application/json", {})
    found = {name: each["value"] for name, each in media.get("examples", {}).items()}
    return found | ({"example": media["example"]} if "example" in media else {})
