"""Which object of an OpenAPI 3.0 document stands where.

Each kind of object lists its fields. A field's value says what is inside: `kind`, a list `[kind]`, a map `{kind}`, or
nothing that is looked into (DATA). The field `*` stands for every name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from fleetmock_tooling.generate.source import Pointer

DATA: Final = ""


def _data(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), DATA)


_PARAMETER = _data("name in description required deprecated allowEmptyValue style explode allowReserved example")
_CONTENT = {"schema": "schema", "examples": "{example}", "content": "{mediaType}"}

GRAMMAR: Final[dict[str, dict[str, str]]] = {
    "root": _data("openapi security")
    | {"info": "info", "servers": "[server]", "paths": "paths", "components": "components", "tags": "[tag]"}
    | {"externalDocs": "externalDocs"},
    "info": _data("title description termsOfService version") | {"contact": "contact", "license": "license"},
    "contact": _data("name url email"),
    "license": _data("name url"),
    "server": _data("url description") | {"variables": "{serverVariable}"},
    "serverVariable": _data("enum default description"),
    "components": {
        "schemas": "{schema}",
        "responses": "{response}",
        "parameters": "{parameter}",
        "examples": "{example}",
        "requestBodies": "{requestBody}",
        "headers": "{header}",
        "securitySchemes": "{securityScheme}",
        "links": "{link}",
        "callbacks": "{callback}",
    },
    "paths": {"*": "pathItem"},
    "pathItem": _data("summary description")
    | dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch", "trace"), "operation")
    | {"servers": "[server]", "parameters": "[parameter]"},
    "operation": _data("tags summary description operationId deprecated security")
    | {"externalDocs": "externalDocs", "parameters": "[parameter]", "requestBody": "requestBody"}
    | {"responses": "responses", "callbacks": "{callback}", "servers": "[server]"},
    "externalDocs": _data("description url"),
    "parameter": _PARAMETER | _CONTENT,
    "header": _PARAMETER | _CONTENT,
    "requestBody": _data("description required") | {"content": "{mediaType}"},
    "mediaType": {"schema": "schema", "example": DATA, "examples": "{example}", "encoding": "{encoding}"},
    "encoding": _data("contentType style explode allowReserved") | {"headers": "{header}"},
    "responses": {"*": "response"},
    "response": {"description": DATA, "headers": "{header}", "content": "{mediaType}", "links": "{link}"},
    "callback": {"*": "pathItem"},
    "example": _data("summary description value externalValue"),
    "link": _data("operationRef operationId parameters requestBody description") | {"server": "server"},
    "tag": _data("name description") | {"externalDocs": "externalDocs"},
    "schema": _data("title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern")
    | _data("maxItems minItems uniqueItems maxProperties minProperties required enum type format default description")
    | _data("nullable readOnly writeOnly example deprecated")
    | {"allOf": "[schema]", "oneOf": "[schema]", "anyOf": "[schema]", "not": "schema", "items": "schema"}
    | {"properties": "{schema}", "additionalProperties": "schema", "discriminator": "discriminator", "xml": "xml"}
    | {"externalDocs": "externalDocs"},
    "discriminator": _data("propertyName mapping"),
    "xml": _data("name namespace prefix attribute wrapped"),
    "securityScheme": _data("type description name in scheme bearerFormat openIdConnectUrl") | {"flows": "oauthFlows"},
    "oauthFlows": dict.fromkeys(("implicit", "password", "clientCredentials", "authorizationCode"), "oauthFlow"),
    "oauthFlow": _data("authorizationUrl tokenUrl refreshUrl scopes"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One object of a document. The kind of an object that is only a `$ref` is `reference`."""

    kind: str
    pointer: Pointer
    value: dict[str, Any]


def walk(value: object, kind: str = "root", pointer: Pointer = ()) -> Iterator[Place]:
    """Give every object in document order. References are given, not followed; examples and x- values not entered.

    What does not have the form the grammar expects is passed over: the validator says so better.
    """
    if not isinstance(value, dict):
        return
    if "$ref" in value:
        yield Place("reference", pointer, value)
        return
    yield Place(kind, pointer, value)
    fields = GRAMMAR[kind]
    for name, inside in value.items():
        if not name.startswith("x-"):
            yield from _inside(fields.get(name, fields.get("*", DATA)), inside, (*pointer, name))


def _inside(shape: str, value: object, pointer: Pointer) -> Iterator[Place]:
    kind = shape.strip("[]{}")
    if shape.startswith("[") and isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk(item, kind, (*pointer, index))
    elif shape.startswith("{") and isinstance(value, dict):
        for name, item in value.items():
            yield from walk(item, kind, (*pointer, name))
    elif shape == kind != DATA:
        yield from walk(value, kind, pointer)
