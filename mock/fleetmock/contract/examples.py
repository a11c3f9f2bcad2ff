"""What a bundled document offers, and the examples with which it can be tried."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """One operation of a document.

    `template` is its path as the document has it, `path` the same below its base path; `parameters` are those of the
    path and of the operation, resolved; `spec` is the operation object itself.
    """

    method: str
    template: str
    path: str
    parameters: tuple[Mapping[str, Any], ...]
    spec: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.spec["operationId"])

    def known(self) -> dict[str, list[Any]]:
        """The examples of the path parameters, by name: they name things that exist in a fresh mock."""
        found = {each["name"]: examples(each) for each in self.parameters if each["in"] == "path"}
        return {name: values for name, values in found.items() if values}


def base_path(document: Document) -> str:
    """The path of the first server, without a trailing slash; a document without servers is at the root."""
    servers = document.get("servers") or [{"url": "/"}]
    return urlsplit(str(servers[0]["url"])).path.rstrip("/")


def operations(document: Document) -> Iterator[Described]:
    """In the order of the document."""
    for path, item in document["paths"].items():
        for method in filter(item.__contains__, METHODS):
            spec = item[method]
            parameters = (*item.get("parameters", ()), *spec.get("parameters", ()))
            resolved = tuple(resolve(document, each) for each in parameters)
            yield Described(method.upper(), path, base_path(document) + path, resolved, spec)


def resolve(document: Document, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a $ref to its end, which lies in the same document."""
    while "$ref" in node:
        found: Any = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        node = found
    return node


def examples(node: Mapping[str, Any]) -> list[Any]:
    """The example values of a parameter or a media type."""
    return list(named_examples(node).values())


def named_examples(node: Mapping[str, Any]) -> dict[str, Any]:
    """The same by their names; one that has none is `example`."""
    if "example" in node:
        return {"example": node["example"]}
    return {name: each["value"] for name, each in node.get("examples", {}).items()}


def example_path(operation: Described) -> str:
    """The path with the first example of each parameter in place. Raises KeyError for a parameter without one."""
    known = operation.known()
    return re.sub(r"{([^}]+)}", lambda match: quote(str(known[match[1]][0]), safe=""), operation.path)
