"""Places in a JSON document: a pointer as in RFC 6901, without escapes and with `*` for every item of an array."""

from collections.abc import Callable, Iterator
from typing import Any, Final

GONE: Final = object()


def change(document: Any, pointer: str, function: Callable[[Any], Any]) -> Any:
    """The document with the value at each place that exists replaced; GONE removes it. The document is changed."""
    *way, last = pointer.split("/")
    if pointer == "":
        return function(document)
    for parent in _reached(document, way[1:]):
        for key in _keys(parent, last):
            value = function(parent[key])
            if value is GONE:
                del parent[key]
            else:
                parent[key] = value
    return document


def values(document: Any, pointer: str) -> list[Any]:
    """What stands at the places that exist."""
    return list(_reached(document, pointer.split("/")[1:]))


def value(document: Any, pointer: str) -> Any:
    """What stands at the first of the places; None when there is none."""
    return next(iter(values(document, pointer)), None)


def _reached(document: Any, way: list[str]) -> Iterator[Any]:
    if not way:
        yield document
        return
    for key in _keys(document, way[0]):
        yield from _reached(document[key], way[1:])


def _keys(parent: Any, key: str) -> list[Any]:
    if isinstance(parent, list):
        found = range(len(parent)) if key == "*" else [int(key)] if key.isdigit() else []
        return [each for each in found if each < len(parent)]
    return [key] if isinstance(parent, dict) and key in parent else []
