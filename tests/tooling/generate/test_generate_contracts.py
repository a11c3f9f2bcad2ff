"""The committed contracts: one for each spec, and every documented example comes back as it went in."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydantic
import pytest

import fleetmock_contracts
from fleetmock_tooling.generate.grammar import walk
from fleetmock_tooling.generate.models import module_name
from fleetmock_tooling.project import find_project

PROJECT = find_project(Path(__file__))
PREFIX = "#/components/schemas/"
DOCUMENTS = (*fleetmock_contracts.APIS, fleetmock_contracts.CONTROL)


def models(api: str) -> Any:
    return importlib.import_module(f"fleetmock_contracts.models.{module_name(api)}")


def documented(api: str) -> Iterator[tuple[str, str, Any]]:
    """Give the name of the model, the pointer and the value of every example whose schema is a component."""
    document = fleetmock_contracts.load(api)
    for place in walk(document):
        pointer = "/".join(map(str, place.pointer))
        if place.kind == "schema" and place.pointer[:2] == ("components", "schemas") and "example" in place.value:
            yield str(place.pointer[2]), pointer, place.value["example"]
        reference = place.value.get("schema", {}).get("$ref", "") if place.kind == "mediaType" else ""
        if reference.startswith(PREFIX):
            examples = {name: each["value"] for name, each in place.value.get("examples", {}).items()}
            examples |= {"": place.value["example"]} if "example" in place.value else {}
            for name, value in examples.items():
                yield reference.removeprefix(PREFIX), f"{pointer}/{name}", value


EXAMPLES = [(api, *each) for api in DOCUMENTS for each in documented(api)]


def canonical(text: str) -> str:
    """JSON as its standard compares it: members have no order, and 0 and 0.0 are one number."""
    value = json.loads(text, parse_float=lambda each: int(f) if (f := float(each)).is_integer() else f)
    return json.dumps(value, sort_keys=True)


def test_specs_documents_and_models_are_one_set() -> None:
    apis = [path.stem for path in PROJECT.documents()]
    assert sorted(DOCUMENTS) == sorted(apis)
    assert sorted(path.stem for path in (PROJECT.contracts / "openapi").iterdir()) == sorted(apis)
    modules = {path.stem for path in (PROJECT.contracts / "models").glob("*.py")} - {"__init__"}
    assert modules == {module_name(api) for api in apis}


def test_the_control_plane_is_no_api_of_a_vendor() -> None:
    assert fleetmock_contracts.CONTROL not in fleetmock_contracts.APIS
    assert fleetmock_contracts.load(fleetmock_contracts.CONTROL)["servers"][0]["url"] == "/__admin"


def test_an_api_nobody_knows_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        fleetmock_contracts.load("../models")


def test_loading_twice_gives_two_documents() -> None:
    api = fleetmock_contracts.APIS[0]
    assert fleetmock_contracts.load(api) == fleetmock_contracts.load(api)
    assert fleetmock_contracts.load(api) is not fleetmock_contracts.load(api)


@pytest.mark.parametrize("api", DOCUMENTS)
def test_every_component_schema_has_its_class(api: str) -> None:
    schemas = fleetmock_contracts.load(api)["components"]["schemas"]
    assert [name for name in schemas if not hasattr(models(api), name)] == []


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_every_object_keeps_what_it_does_not_know(api: str) -> None:
    classes = [each for each in vars(models(api)).values() if isinstance(each, type)]
    objects = [
        each
        for each in classes
        if issubclass(each, pydantic.BaseModel) and not issubclass(each, pydantic.RootModel)
        if each is not pydantic.BaseModel
    ]
    assert objects
    assert {each.model_config.get("extra") for each in objects} == {"allow"}


def test_there_are_examples_of_every_api() -> None:
    assert {api for api, *_ in EXAMPLES} == set(DOCUMENTS)


@pytest.mark.parametrize(("api", "model", "pointer", "value"), EXAMPLES, ids=[f"{e[0]}:{e[2]}" for e in EXAMPLES])
def test_every_documented_example_comes_back_as_it_went_in(api: str, model: str, pointer: str, value: Any) -> None:  # noqa: ARG001 - the id names it
    text = json.dumps(value)
    read = getattr(models(api), model).model_validate_json(text)
    assert canonical(read.model_dump_json(by_alias=True, exclude_unset=True)) == canonical(text)


@pytest.mark.parametrize("api", DOCUMENTS)
def test_every_example_of_a_body_is_among_them(api: str) -> None:
    """A body whose schema is written in place has no model, and its examples would be left out unseen."""
    inline = [
        place.pointer
        for place in walk(fleetmock_contracts.load(api))
        if place.kind == "mediaType" and "$ref" not in place.value.get("schema", {})
    ]
    assert inline == []
