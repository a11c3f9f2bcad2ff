"""The error codes of an API: those that its spec lists, else those of its vendor's table."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fleetmock.contract.examples import Document, examples, operations, resolve
from fleetmock.errors import Condition
from fleetmock.vendors.vendor import Answer

Code = str | int
Errors = Mapping[Condition, Answer]
# Answered without any operation, so no operation documents them.
ROUTING: Final = frozenset({Condition.UNKNOWN_ROUTE, Condition.METHOD_NOT_ALLOWED, Condition.URI_TOO_LONG})
ALTERNATIVES: Final = ("allOf", "anyOf", "oneOf")


def code_of(body: Any) -> Code | None:
    """The code of the error in a body, where all vendors have it."""
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str | int) else None


def documented(document: Document, errors: Errors) -> list[tuple[int, Code]]:
    """(status, code) of every error that a client can meet, in order. `errors` is the vendor's table."""
    found = {(errors[each].status, errors[each].code) for each in ROUTING if each in errors}
    for operation in operations(document):
        for status, reference in operation.spec["responses"].items():
            if status.isdigit() and int(status) >= 400:
                response = resolve(document, reference)
                found |= {(int(status), code) for code in _codes(document, response, int(status), errors)}
    return sorted(found, key=lambda each: (each[0], str(each[1])))


def _codes(document: Document, response: Mapping[str, Any], status: int, errors: Errors) -> Iterator[Code]:
    media = response.get("content", {}).get("application/json", {})
    for example in examples(media):
        code = code_of(example)
        if code is not None:
            yield code
    for schema in _members(document, _members(document, [media.get("schema", {})], "error"), "code"):
        yield from schema.get("enum") or _table(status, errors)


def _table(status: int, errors: Errors) -> list[Code]:
    return [answer.code for answer in errors.values() if answer.status == status]


def _members(document: Document, schemas: list[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """The schemas of this property, of all alternatives that the schemas have."""
    found: list[Mapping[str, Any]] = []
    for each in schemas:
        schema = resolve(document, each)
        if name in schema.get("properties", {}):
            found.append(resolve(document, schema["properties"][name]))
        for word in ALTERNATIVES:
            found += _members(document, schema.get(word, []), name)
    return found
