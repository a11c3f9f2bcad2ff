"""Every example against its own schema, compiled as the mock compiles it."""

from collections.abc import Iterator
from typing import Any

from fleetmock.contract.schema import UnknownKeyword, Validator
from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.bundle import Bundle
from fleetmock_tooling.generate.grammar import Place, walk
from fleetmock_tooling.generate.source import Pointer, pointer_of


def examples(bundle: Bundle, resolved: dict[str, Any]) -> Iterator[Finding]:
    """Check the examples of media types, parameters, headers and schemas.

    `resolved` is the document with every reference replaced by what it means.
    """
    for place in walk(bundle.document):
        if place.kind in {"mediaType", "parameter", "header", "schema"}:
            meant = _at(resolved, place.pointer)
            for pointer, value in _examples(place, meant):
                yield from _check(bundle, (*place.pointer, *pointer), _schema(place, meant), value)


def _at(document: Any, pointer: Pointer) -> dict[str, Any]:
    found: Any = document
    for part in pointer:
        found = found[part]
    result: dict[str, Any] = found
    return result


def _schema(place: Place, meant: dict[str, Any]) -> Any:
    if place.kind == "schema":
        return meant
    content = meant.get("content")
    if isinstance(content, dict) and content:
        return next(iter(content.values())).get("schema", {})
    return meant.get("schema", {})


def _examples(place: Place, meant: dict[str, Any]) -> Iterator[tuple[Pointer, object]]:
    if "example" in place.value:
        yield ("example",), place.value["example"]
    for name, example in (meant.get("examples") or {}).items() if place.kind != "schema" else ():
        if "value" in example:
            # An example behind a reference has no place of its own here; then the reference is pointed at.
            yield ("examples", name, "value"), example["value"]


def _check(bundle: Bundle, pointer: Pointer, schema: Any, value: object) -> Iterator[Finding]:
    try:
        problems = list(Validator(schema).problems(value))
    except (UnknownKeyword, ValueError) as error:
        yield bundle.finding(pointer, f"its schema cannot be compiled: {error}")
        return
    for where, why in problems:
        yield bundle.finding((*pointer, *pointer_of(where)), f"the example breaks its schema: {why}")
