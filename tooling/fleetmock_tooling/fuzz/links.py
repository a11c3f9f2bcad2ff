"""Where the links of an answer lead."""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from fleetmock.contract.examples import Described, Document, operations, resolve

_EXPRESSION = re.compile(r"\$(?:request\.path\.(?P<path>.+)|response\.body#(?P<pointer>/.*))")


def leads(
    document: Document, operation: Described, status: int, parameters: Mapping[str, str], body: Any
) -> Iterator[tuple[Described, str]]:
    """The operations that the links of this answer name, each with the path below the base URL.

    `parameters` are the values of the request's path parameters. A link into the first item of a list is followed into
    all of them: what is said of one is meant of each.
    """
    for _, target, path in named_leads(document, operation, status, parameters, body):
        yield target, path


def named_leads(
    document: Document, operation: Described, status: int, parameters: Mapping[str, str], body: Any
) -> Iterator[tuple[str, Described, str]]:
    """As above, each with the name of its link."""
    response = operation.spec["responses"].get(str(status))
    by_id = {each.spec.get("operationId"): each for each in operations(document)}
    for name, reference in resolve(document, response or {}).get("links", {}).items():
        link = resolve(document, reference)
        target = by_id.get(link.get("operationId"))
        needed = set() if target is None else set(_names(target))
        for values in _each(link.get("parameters", {}), parameters, body):
            if target is not None and needed <= set(values):
                yield name, target, fill(target.template, values)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with the values in the place of its parameters, percent-encoded. Raises KeyError."""
    return re.sub("{([^}]+)}", lambda match: quote(values[match[1]], safe=""), template)


def parameters_of(operation: Described, base_url: str, url: str) -> dict[str, str]:
    """The values of the path parameters in the URL of a request to the operation."""
    names = _names(operation)
    pieces = re.split("{[^}]+}", urlsplit(base_url).path.rstrip("/") + operation.template)
    match = re.fullmatch("([^/]+)".join(re.escape(each) for each in pieces), urlsplit(url).path)
    return {} if match is None else dict(zip(names, map(unquote, match.groups()), strict=True))


def _names(operation: Described) -> list[str]:
    return re.findall("{([^}]+)}", operation.template)


def _each(expressions: Mapping[str, Any], known: Mapping[str, str], body: Any) -> Iterator[dict[str, str]]:
    """The parameters of the link with the first item of the body's list, with the second, and so on."""
    seen: list[dict[str, str]] = []
    for index in count():
        values = {name: _value(str(each), known, body, index) for name, each in expressions.items()}
        found = {name: value for name, value in values.items() if value is not None}
        if len(found) < len(values) or found in seen:
            return
        seen.append(found)
        yield found


def _value(expression: str, known: Mapping[str, str], body: Any, index: int) -> str | None:
    match = _EXPRESSION.fullmatch(expression)
    if match is None:
        # A constant; an expression of another kind leads nowhere.
        return None if expression.startswith("$") else expression
    if match["path"]:
        return known.get(match["path"])
    for key in match["pointer"].split("/")[1:]:
        body = _child(body, key.replace("~1", "/").replace("~0", "~"), index)
    return str(body) if isinstance(body, str | int) else None


def _child(node: Any, key: str, index: int) -> Any:
    if isinstance(node, dict):
        return node.get(key)
    if isinstance(node, list) and key.isdigit():
        place = index if key == "0" else int(key)
        return node[place] if place < len(node) else None
    return None
