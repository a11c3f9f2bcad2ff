"""Schemas, compiled once: JSON Schemas inside x- keys, and those of an OpenAPI 3.0 document."""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from fleetmock.contract.examples import Document

_compiled: dict[int, tuple[Mapping[str, Any], Any]] = {}


def complaint(schema: Mapping[str, Any], value: Any) -> str | None:
    """What is wrong with the value in one line, None when it is valid."""
    known = _compiled.get(id(schema))
    # The schema is kept beside its validator, so its id is not given to another one.
    if known is None or known[0] is not schema:
        known = _compiled[id(schema)] = (schema, jsonschema_rs.Draft202012Validator(dict(schema)))
    error = next(known[1].iter_errors(value), None)
    return None if error is None else str(error.message)


class Schemas:
    """The schemas of a document, as JSON Schemas."""

    def __init__(self, document: Document) -> None:
        self._components = _converted({"components": {"schemas": document.get("components", {}).get("schemas", {})}})
        self._compiled: dict[int, tuple[Mapping[str, Any], Any]] = {}

    def complaint(self, schema: Mapping[str, Any], value: Any) -> str | None:
        """What is wrong with the value in one line, None when it is valid."""
        known = self._compiled.get(id(schema))
        if known is None or known[0] is not schema:
            whole = {"allOf": [_converted(schema)], **self._components}
            known = self._compiled[id(schema)] = (schema, jsonschema_rs.Draft4Validator(whole))
        error = next(known[1].iter_errors(value), None)
        return None if error is None else str(error.message)


def _converted(node: Any) -> Any:
    """OpenAPI 3.0 to JSON Schema: `nullable` is what they spell differently, and bounds are as in draft 4."""
    if isinstance(node, list):
        return [_converted(each) for each in node]
    if not isinstance(node, Mapping):
        return node
    found = {key: _converted(value) for key, value in node.items() if not key.startswith("x-")}
    if found.get("nullable") is True:
        return {"anyOf": [{"type": "null"}, found]}
    return found
