"""One change at a time to a value, at each place that its schema describes; valid or not is for the schema to say."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fleetmock.contract.examples import examples
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.pointer import MISSING

# What was changed, in words that are the same in every run, and the whole value with the change.
Variation = tuple[str, Any]

_LONGEST: Final = 100_000
_MOST: Final = 10_000


def variations(contract: Contract, schema: Mapping[str, Any], value: Any, *, lists: bool = True) -> Iterator[Variation]:
    """Of a valid value. Properties that it lacks are given values too.

    Without `lists`, the items of lists are left alone: they may be ids, and another one of the same form is unknown.
    """
    parts = list(_parts(contract, schema, value))
    for part in parts:
        yield from _changed(contract, part, value)
    if isinstance(value, dict):
        yield from _members(contract, parts, value, lists=lists)
    elif isinstance(value, list) and lists:
        yield from _items(contract, parts, value)


def _parts(contract: Contract, schema: Mapping[str, Any], value: Any) -> Iterator[dict[str, Any]]:
    """The schema, what it is made of, and the alternatives that the value is one of."""
    plain = contract.plain(schema)
    yield plain
    for part in plain.get("allOf", ()):
        yield from _parts(contract, part, value)
    for word in ("oneOf", "anyOf"):
        for part in plain.get(word, ()):
            if contract.allows(part, value):
                yield from _parts(contract, part, value)


def _members(
    contract: Contract, parts: list[dict[str, Any]], value: dict[str, Any], *, lists: bool
) -> Iterator[Variation]:
    for part in parts:
        for name, inner in part.get("properties", {}).items():
            if name not in value:
                found: Iterator[Variation] = _changed(contract, contract.plain(inner), MISSING)
            else:
                yield f"without {name}", {key: each for key, each in value.items() if key != name}
                found = variations(contract, inner, value[name], lists=lists)
            for why, other in found:
                yield f"{name} {why}", {**value, name: other}
    yield "a property more", {**value, "x-more": {"deep": [1]}}


def _items(contract: Contract, parts: list[dict[str, Any]], value: list[Any]) -> Iterator[Variation]:
    if not value:
        return
    yield "with an item twice", [*value, value[0]]
    yield "with its item alone", value[0]
    for part in parts:
        if part.get("minItems", 0) > 0:
            yield "with too few items", value[: part["minItems"] - 1]
        if part.get("maxItems", _MOST) < _MOST:
            yield "with too many items", (value * (part["maxItems"] + 1))[: part["maxItems"] + 1]
        if "items" in part:
            for why, other in variations(contract, part["items"], value[0]):
                yield f"with an item {why}", [other, *value[1:]]


def _changed(contract: Contract, schema: dict[str, Any], value: Any) -> Iterator[Variation]:
    kind = schema.get("type")
    if kind is None:
        return
    yield "null", None
    yield "of another type", 7 if kind in {"string", "object", "array"} else "text"
    if kind in {"integer", "number"}:
        yield from _numbers(schema, value)
    elif kind == "boolean":
        yield "written as a text", "true"
        yield "written as 1", 1
    elif kind == "string":
        for why, text in _texts(schema, value):
            # Cut or padded to a length that is allowed, it may break the pattern; that is no word on the length.
            if not why.startswith("as ") or contract.allows(schema, text):
                yield why, text


def _numbers(schema: dict[str, Any], value: Any) -> Iterator[Variation]:
    low = schema.get("minimum", 0)
    yield "written as a text", str(low + 1 if value is MISSING else value)
    yield "with a fraction", low + 0.5
    yield "true", True
    if "minimum" in schema:
        yield "at its minimum", low
        yield "below its minimum", low - 1
    if "maximum" in schema:
        yield "at its maximum", schema["maximum"]
        yield "above its maximum", schema["maximum"] + 1


def _texts(schema: dict[str, Any], value: Any) -> Iterator[tuple[str, str]]:
    known = [str(each) for each in (*schema.get("enum", ()), *examples(schema))]
    sample = value if isinstance(value, str) else known[0] if known else ""
    for each in dict.fromkeys((sample, *schema.get("enum", ()))):
        if isinstance(each, str) and each.swapcase() != each:
            yield "in another case", each.swapcase()
    least, most = schema.get("minLength", 0), schema.get("maxLength", _LONGEST)
    if most < _LONGEST:
        yield "as long as it may be", sample.ljust(most, "a")[:most]
        yield "longer than its maxLength", sample.ljust(most + 1, "a")[: most + 1]
    if least > 0:
        yield "as short as it may be", sample.ljust(least, "a")[:least]
        yield "shorter than its minLength", sample.ljust(least - 1, "a")[: least - 1]
