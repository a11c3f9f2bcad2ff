"""Whether the mock can serve a document: each part is compiled by the mock's own classes, as at its start."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from fleetmock.contract.body import Body
from fleetmock.contract.examples import METHODS
from fleetmock.contract.links import Location
from fleetmock.contract.parameters import PathParameters, QueryParameters
from fleetmock.contract.responses import ResponseCheck
from fleetmock.contract.schema import UnknownKeyword
from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.bundle import Bundle
from fleetmock_tooling.generate.grammar import walk
from fleetmock_tooling.generate.source import Pointer

Part = Mapping[str, Any]


def implemented(bundle: Bundle, resolved: dict[str, Any]) -> Iterator[Finding]:
    """Check every part of a valid document. `resolved` is it with every reference replaced by what it means."""
    paths = {
        operation.get("operationId"): path
        for path, item in resolved["paths"].items()
        for operation in _operations(item).values()
    }
    for place in walk(bundle.document):
        part = _at(resolved, place.pointer)
        if place.kind in COMPILERS:
            yield from _try(bundle, place.pointer, partial(COMPILERS[place.kind], part))
        if place.kind == "link" and part.get("operationId") not in paths:
            yield bundle.finding(place.pointer, "the link names no operationId of this document")
        if place.kind == "response" and "Location" in part.get("headers", {}):
            yield from _location(bundle, place.pointer, part, paths)
    for path, item in resolved["paths"].items():
        for method, operation in _operations(item).items():
            yield from _responses(bundle, ("paths", path, method), item, operation)


def _operations(item: Part) -> dict[str, Part]:
    return {method: item[method] for method in METHODS if method in item}


def _at(document: Any, pointer: Pointer) -> Part:
    found: Any = document
    for part in pointer:
        found = found[part]
    result: Part = found
    return result


def _parameter(part: dict[str, Any]) -> None:
    PathParameters(f"{{{part['name']}}}" if part["in"] == "path" else "", [part])
    QueryParameters([part])


COMPILERS: dict[str, Callable[[Any], object]] = {
    "parameter": _parameter,
    "requestBody": partial(Body, limit=0),
    "response": ResponseCheck,
}


def _location(bundle: Bundle, pointer: Pointer, response: Part, paths: dict[Any, str]) -> Iterator[Finding]:
    if not response.get("links"):
        yield bundle.finding(pointer, "a Location is promised, and there is no link to make it from")
        return
    name, link = next(iter(response["links"].items()))
    if link.get("operationId") in paths:
        yield from _try(bundle, (*pointer, "links", name), partial(Location, {"parameters": {}, **link}, paths))


def _responses(bundle: Bundle, pointer: Pointer, item: Part, operation: Part) -> Iterator[Finding]:
    statuses = operation["responses"]
    for status in statuses:
        if not status.isdecimal():
            yield bundle.finding((*pointer, "responses", status), f"{status!r} is not one status; the mock needs each")
    if not any(status.startswith("2") for status in statuses):
        yield bundle.finding((*pointer, "responses"), "no response is a success")
    takes = item.get("parameters") or operation.get("parameters") or "requestBody" in operation
    if takes and "400" not in statuses:
        yield bundle.finding((*pointer, "responses"), "the operation takes input and documents no 400 for bad input")


def _try(bundle: Bundle, pointer: Pointer, compiler: Callable[[], object]) -> Iterator[Finding]:
    try:
        compiler()
    except KeyError as error:
        yield bundle.finding(pointer, f"the mock cannot compile this; it looks in vain for {error}")
    except (UnknownKeyword, ValueError) as error:
        yield bundle.finding(pointer, f"the mock cannot compile this: {str(error).splitlines()[0]}")
