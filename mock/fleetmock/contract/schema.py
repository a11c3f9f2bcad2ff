r"""OpenAPI 3.0 schemas, compiled to jsonschema-rs validators.

jsonschema-rs reads patterns as ECMA-262 says (`\w` is ASCII, `$` does not match before a newline), as OpenAPI asks.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

import jsonschema_rs
import orjson

Schema = dict[str, Any]

ANNOTATIONS: Final = frozenset(
    {"default", "deprecated", "description", "discriminator", "example", "externalDocs", "readOnly", "title"}
    | {"writeOnly", "xml"}
)
ASSERTIONS: Final = frozenset(
    {
        "enum",
        "format",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
    }
    | {"minimum", "multipleOf", "pattern", "required", "type", "uniqueItems"}
)
LISTS: Final = frozenset({"allOf", "anyOf", "oneOf"})
REASON_LIMIT: Final = 200


class UnknownKeyword(Exception):
    """A schema uses a keyword that this compiler does not understand, so it could not enforce it."""


def normalise(schema: Schema) -> Schema:
    """An OpenAPI 3.0 schema without references, as the JSON Schema 2020-12 that means the same.

    Raises UnknownKeyword.
    """
    out: Schema = {}
    for key, value in schema.items():
        if key in ANNOTATIONS or key.startswith("x-"):
            continue
        if key in ASSERTIONS:
            out[key] = value
        elif key in LISTS:
            out[key] = [normalise(each) for each in value]
        elif key == "properties":
            out[key] = {name: normalise(each) for name, each in value.items()}
        elif key in {"items", "not"} or (key == "additionalProperties" and isinstance(value, dict)):
            out[key] = normalise(value)
        elif key == "additionalProperties":
            out[key] = value
        elif key not in {"nullable", "exclusiveMinimum", "exclusiveMaximum"}:
            raise UnknownKeyword(key)
    _normalise_bound(schema, out, "minimum", "exclusiveMinimum")
    _normalise_bound(schema, out, "maximum", "exclusiveMaximum")
    if schema.get("nullable") and "type" in out:
        out["type"] = [out["type"], "null"]
    return out


def _normalise_bound(schema: Schema, out: Schema, bound: str, exclusive: str) -> None:
    if schema.get(exclusive) and bound in out:
        out[exclusive] = out.pop(bound)


@lru_cache(maxsize=1024)
def _compiled(schema: bytes) -> jsonschema_rs.Draft202012Validator:
    """Of a schema as JSON: most operations answer with the same few errors."""
    return jsonschema_rs.Draft202012Validator(normalise(orjson.loads(schema)), validate_formats=True)


class Validator:
    """A compiled schema. `is_valid` is the hot path; `problems` takes its time to say where and why."""

    __slots__ = ("_compiled", "is_valid")

    def __init__(self, schema: Schema) -> None:
        self._compiled = _compiled(orjson.dumps(schema))
        self.is_valid = self._compiled.is_valid

    def problems(self, instance: object) -> Iterator[tuple[str, str]]:
        """(JSON pointer, reason) of everything wrong with the instance."""
        for error in self._compiled.iter_errors(instance):
            for each in _explain(error):
                reason = each.reason
                yield each.pointer, reason if len(reason) <= REASON_LIMIT else f"{reason[: REASON_LIMIT - 1]}…"


class _Problem(NamedTuple):
    """`words` are those that an enum would have taken."""

    pointer: str
    reason: str
    words: tuple[str, ...] = ()


def _explain(error: Any) -> Iterator[_Problem]:
    branches = error.kind.as_dict().get("context") if error.kind.name in {"oneOf", "anyOf"} else None
    if branches:
        yield from _explain_branches([[each for inner in branch for each in _explain(inner)] for branch in branches])
        return
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.instance_path)
    if error.kind.name == "enum":
        yield _no_word(pointer, tuple(map(str, error.kind.as_dict()["options"])))
    else:
        yield _Problem(pointer, error.message)


def _no_word(pointer: str, words: tuple[str, ...]) -> _Problem:
    return _Problem(pointer, f"is not one of {', '.join(words)}", words)


def _explain_branches(branches: list[list[_Problem]]) -> Iterator[_Problem]:
    """Where every branch fails at the same member, that is the one to name; else the branch that came closest.

    A branch that only a wrong word keeps away, such as the kind of another branch, was not meant.
    """
    blamed = set.intersection(*({each.pointer for each in branch if each.pointer} for branch in branches))
    if not blamed:
        yield from min(branches, key=lambda branch: (sum(bool(each.words) for each in branch), len(branch)))
    for pointer in sorted(blamed):
        last = [[each for each in branch if each.pointer == pointer][-1] for branch in branches]
        if all(each.words for each in last):
            yield _no_word(pointer, tuple(dict.fromkeys(word for each in last for word in each.words)))
        else:
            yield _Problem(pointer, ", and ".join(dict.fromkeys(each.reason for each in last)))
