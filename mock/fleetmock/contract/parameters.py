"""Path and query parameters: decoded, coerced to their type, validated."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from urllib.parse import unquote_plus

from fleetmock.contract.schema import Validator
from fleetmock.errors import Condition, Problem, Refusal

INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,18})", re.ASCII)
NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,18})(\.[0-9]{1,18})?", re.ASCII)
MAX_QUERY_FIELDS: Final = 100

Parameter = dict[str, Any]


def _integer(text: str) -> Any:
    return int(text) if INTEGER.fullmatch(text) else text


def _number(text: str) -> Any:
    return float(text) if NUMBER.fullmatch(text) else text


def _boolean(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)


def _string(text: str) -> Any:
    return text


# What does not look like its type stays text, and the schema's `type` refuses it in words of its own.
COERCIONS: Final[dict[str, Callable[[str], Any]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "string": _string,
}


def _coercion(parameter: Parameter) -> Callable[[str], Any]:
    """Raises ValueError for a style that is not implemented: enforcing half of it would be worse than refusing."""
    schema = parameter["schema"]
    kind = schema.get("type", "string")
    if kind == "array":
        if parameter["in"] != "query" or parameter.get("explode", True):
            raise ValueError(f"parameter {parameter['name']}: arrays are understood in queries with explode: false")
        item = COERCIONS[schema["items"].get("type", "string")]
        return lambda text: [item(part) for part in text.split(",")]
    if kind not in COERCIONS:
        raise ValueError(f"parameter {parameter['name']}: type {kind} is not understood")
    return COERCIONS[kind]


class _Compiled:
    __slots__ = ("coerce", "default", "name", "place", "required", "validator")

    def __init__(self, parameter: Parameter) -> None:
        self.name: str = parameter["name"]
        self.place: str = parameter["in"]
        self.required: bool = parameter.get("required", False)
        self.default: Any = parameter["schema"].get("default")
        self.coerce = _coercion(parameter)
        self.validator = Validator(parameter["schema"])

    def read(self, text: str) -> Any:
        """Raises Refusal."""
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            raise self.refuse("is not UTF-8")
        value = self.coerce(text)
        if not self.validator.is_valid(value):
            raise self.refuse(next(self.validator.problems(value))[1])
        return value

    def refuse(self, reason: str) -> Refusal:
        return Refusal(Condition.INVALID_REQUEST, problems=(Problem(self.place, self.name, reason),))


class PathParameters:
    """The parameters of one path template, in its order."""

    __slots__ = ("_compiled",)

    def __init__(self, path: str, parameters: Iterable[Parameter]) -> None:
        by_name = {each["name"]: each for each in parameters if each["in"] == "path"}
        self._compiled = [_Compiled(by_name[name]) for name in re.findall(r"{([^}]+)}", path)]

    def read(self, arguments: Sequence[str]) -> dict[str, str]:
        """Raises Refusal."""
        return {each.name: each.read(text) for each, text in zip(self._compiled, arguments, strict=True)}


class QueryParameters:
    """The declared query parameters. Undeclared ones are ignored, as both vendors do."""

    __slots__ = ("_compiled", "_defaults", "_required")

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        compiled = [_Compiled(each) for each in parameters if each["in"] == "query"]
        self._compiled = {each.name: each for each in compiled}
        self._defaults = {each.name: each.default for each in compiled if each.default is not None}
        self._required = [each for each in compiled if each.required]

    def read(self, query: bytes) -> dict[str, Any]:
        """The values by name, defaults included. Raises Refusal."""
        values: dict[str, Any] = {}
        if query and self._compiled:
            fields = query.decode("latin-1").split("&")
            if len(fields) > MAX_QUERY_FIELDS:
                reason = f"has more than {MAX_QUERY_FIELDS} fields"
                raise Refusal(Condition.INVALID_REQUEST, problems=(Problem("query", "", reason),))
            for field in fields:
                self._read_field(field, values)
        for each in self._required:
            if each.name not in values:
                raise each.refuse("is required")
        return self._defaults | values if self._defaults else values

    def _read_field(self, field: str, values: dict[str, Any]) -> None:
        name, _, text = field.partition("=")
        each = self._compiled.get(unquote_plus(name))
        if each is None:
            return
        if each.name in values:
            raise each.refuse("must not be given twice")
        values[each.name] = each.read(unquote_plus(text, errors="surrogateescape"))
