"""JSON pointers, in which `*` may stand for every item, and the runtime expressions of OpenAPI."""

import re
from collections.abc import Iterator
from typing import Any, Final

MISSING: Final = object()
_EXACT: Final = 2**63

_EXPRESSION: Final = re.compile(
    r"\$(?:request\.(?P<place>path|query)\.(?P<name>.+)|response\.header\.(?P<header>.+)"
    r"|(?P<side>request|response)\.body(?:#(?P<pointer>/.*)?)?)"
)


def segments(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def find(value: Any, pointer: str) -> Any:
    """The value at a pointer without `*`; MISSING when there is none."""
    for key in segments(pointer):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return MISSING
    return value


def find_all(value: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Every place that the pointer matches, as a pointer without `*`, and what is there."""
    yield from _walk(value, segments(pointer), "")


def _walk(value: Any, keys: list[str], at: str) -> Iterator[tuple[str, Any]]:
    if not keys:
        yield at, value
    elif keys[0] == "*" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, keys[1:], f"{at}/{index}")
    else:
        key = keys[0].replace("~", "~0").replace("/", "~1")
        found = find(value, f"/{key}")
        if found is not MISSING:
            yield from _walk(found, keys[1:], f"{at}/{key}")


class Expression:
    """`$request.path.x`, `$request.query.x`, `$request.body#/x`, `$response.body#/x` or `$response.header.x`."""

    __slots__ = ("name", "place", "text")

    def __init__(self, text: str) -> None:
        """Raises ValueError for anything else."""
        match = _EXPRESSION.fullmatch(text)
        if match is None:
            raise ValueError(f"runtime expression {text} is not understood")
        self.text = text
        if match["place"]:
            self.place, self.name = match["place"], match["name"]
        elif match["header"]:
            self.place, self.name = "header", match["header"]
        else:
            self.place, self.name = f"{match['side']} body", match["pointer"] or ""


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: 1 is 1.0, but true is not 1. Numbers beyond 64 bits are compared as doubles."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        exact = isinstance(left, int) and isinstance(right, int) and max(abs(left), abs(right)) < _EXACT
        return left == right or (not exact and _double(left) == _double(right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and bool(left == right)


def _double(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")
