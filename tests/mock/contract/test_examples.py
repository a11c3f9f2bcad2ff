from typing import Any

import pytest

from fleetmock.contract.examples import base_path, example_path, examples, operations, resolve

DOCUMENT: dict[str, Any] = {
    "servers": [{"url": "https://api.example/v1/"}],
    "paths": {
        "/things/{id}/parts/{part}": {
            "summary": "not an operation",
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "operationId": "getPart",
                "parameters": [
                    {"name": "part", "in": "path", "examples": {"one": {"value": "a/b"}, "two": {"value": "c"}}},
                    {"name": "page", "in": "query", "example": 3},
                ],
            },
            "delete": {"operationId": "dropPart"},
        }
    },
    "components": {
        "parameters": {
            "Id": {"$ref": "#/components/parameters/Real"},
            "Real": {"name": "id", "in": "path", "example": 7},
        }
    },
}


def test_operations_come_with_their_paths_and_parameters() -> None:
    get, delete = operations(DOCUMENT)
    assert (get.id, get.method, get.template, get.path) == (
        "getPart",
        "GET",
        "/things/{id}/parts/{part}",
        "/v1/things/{id}/parts/{part}",
    )
    assert [each["name"] for each in get.parameters] == ["id", "part", "page"]
    assert (delete.id, [each["name"] for each in delete.parameters]) == ("dropPart", ["id"])


def test_known_ids_are_the_examples_of_path_parameters_only() -> None:
    assert next(operations(DOCUMENT)).known() == {"id": [7], "part": ["a/b", "c"]}


def test_an_example_path_takes_the_first_of_each_and_encodes_it() -> None:
    assert example_path(next(operations(DOCUMENT))) == "/v1/things/7/parts/a%2Fb"


def test_a_parameter_without_example_is_named() -> None:
    *_, delete = operations(DOCUMENT)
    with pytest.raises(KeyError, match="part"):
        example_path(delete)


def test_the_base_path_may_be_empty() -> None:
    assert base_path({"servers": [{"url": "https://api.example"}]}) == base_path({}) == ""


def test_references_are_followed_to_their_end() -> None:
    assert resolve(DOCUMENT, {"$ref": "#/components/parameters/Id"})["name"] == "id"


def test_without_examples_there_are_none() -> None:
    assert examples({}) == []
