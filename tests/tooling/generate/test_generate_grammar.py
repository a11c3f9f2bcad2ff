import pytest

import fleetmock_contracts
from fleetmock_tooling.generate.grammar import GRAMMAR, walk


def kinds(value: object) -> dict[str, str]:
    return {"/".join(map(str, place.pointer)): place.kind for place in walk(value)}


def test_every_object_is_found_with_its_kind() -> None:
    response = {"content": {"application/json": {"schema": {"items": {"$ref": "#/x"}}}}, "links": {"next": {}}}
    found = kinds({"paths": {"/a": {"get": {"responses": {"200": response}}}}})
    assert found == {
        "": "root",
        "paths": "paths",
        "paths//a": "pathItem",
        "paths//a/get": "operation",
        "paths//a/get/responses": "responses",
        "paths//a/get/responses/200": "response",
        "paths//a/get/responses/200/content/application/json": "mediaType",
        "paths//a/get/responses/200/content/application/json/schema": "schema",
        "paths//a/get/responses/200/content/application/json/schema/items": "reference",
        "paths//a/get/responses/200/links/next": "link",
    }


def test_properties_may_have_any_name() -> None:
    schema = {"properties": {"x-a": {"type": "string"}, "$ref": {}, "items": {}}}
    assert set(kinds({"components": {"schemas": {"S": schema}}})) == {
        "",
        "components",
        "components/schemas/S",
        "components/schemas/S/properties/x-a",
        "components/schemas/S/properties/$ref",
        "components/schemas/S/properties/items",
    }


@pytest.mark.parametrize("key", ["example", "default", "enum", "x-any"])
def test_data_is_not_entered(key: str) -> None:
    assert kinds({"components": {"schemas": {"S": {key: {"$ref": "#/x", "properties": {"a": {}}}}}}}) == {
        "": "root",
        "components": "components",
        "components/schemas/S": "schema",
    }


def test_an_x_key_is_no_path() -> None:
    assert kinds({"paths": {"x-a": {"get": {}}}}) == {"": "root", "paths": "paths"}


def test_what_has_another_form_is_passed_over() -> None:
    assert kinds({"paths": [], "components": {"schemas": 1, "responses": {"A": "b"}}, "servers": {}}) == {
        "": "root",
        "components": "components",
    }


def test_the_grammar_names_only_kinds_it_has() -> None:
    shapes = {shape.strip("[]{}") for fields in GRAMMAR.values() for shape in fields.values()} - {""}
    assert shapes | {"root"} == set(GRAMMAR)


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_it_finds_every_reference_of_the_real_documents(api: str) -> None:
    def count(value: object) -> int:
        if isinstance(value, dict):
            return ("$ref" in value) + sum(map(count, value.values()))
        return sum(map(count, value)) if isinstance(value, list) else 0

    document = fleetmock_contracts.load(api)
    assert sum(place.kind == "reference" for place in walk(document)) == count(document) > 50
