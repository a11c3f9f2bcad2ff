"""A document cut down to some of its operations."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from fleetmock.contract.examples import METHODS, Described, Document, operations, resolve


def label(operation: Described) -> str:
    """As schemathesis names it, such as "GET /me/devices"."""
    return f"{operation.method} {operation.template}"


def only(document: Document, wanted: Callable[[Described], bool]) -> dict[str, Any]:
    """A copy with the wanted operations, and without the links that lead to others."""
    keep = [each for each in operations(document) if wanted(each)]
    labels, ids = {label(each) for each in keep}, {each.spec.get("operationId") for each in keep}
    cut: dict[str, Any] = deepcopy(dict(document))
    for path, item in cut["paths"].items():
        for method in [each for each in METHODS if each in item]:
            if f"{method.upper()} {path}" not in labels:
                del item[method]
    cut["paths"] = {path: item for path, item in cut["paths"].items() if any(each in item for each in METHODS)}
    for response in _responses(cut):
        links = response.get("links", {})
        for name in [name for name, link in links.items() if resolve(cut, link).get("operationId") not in ids]:
            del links[name]
    return cut


def components(document: Document) -> list[list[str]]:
    """The labels of the operations, those together that links connect, in the order of the document."""
    by_id = {str(each.spec.get("operationId")): label(each) for each in operations(document)}
    group = {each: {each} for each in by_id.values()}
    for operation in operations(document):
        for target in _targets(document, operation):
            if target in by_id and group[label(operation)] is not group[by_id[target]]:
                merged = group[label(operation)] | group[by_id[target]]
                group.update(dict.fromkeys(merged, merged))
    order = [label(each) for each in operations(document)]
    first: dict[int, list[str]] = {}
    for each in order:
        first.setdefault(id(group[each]), []).append(each)
    return list(first.values())


def _targets(document: Document, operation: Described) -> Iterator[str]:
    for response in operation.spec["responses"].values():
        for link in resolve(document, response).get("links", {}).values():
            yield str(resolve(document, link).get("operationId"))


def _responses(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from document.get("components", {}).get("responses", {}).values()
    for operation in operations(document):
        yield from operation.spec["responses"].values()
