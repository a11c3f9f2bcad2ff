"""The document as the checks ask for it: which operation a URL belongs to, what its answers hold, who names whom."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from fleetmock.contract.examples import Described, Document, examples, operations, resolve
from fleetmock_tooling.fuzz.checks.machine import Machine
from fleetmock_tooling.fuzz.checks.pointer import MISSING
from fleetmock_tooling.fuzz.checks.schemas import Schemas

_COMPONENT: Final = "#/components/schemas/"
# Deeper than any answer; a schema that contains itself ends here.
_DEPTH: Final = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of an answer that a component schema describes. `pointer` is where it stands in the body."""

    schema: str
    pointer: str
    value: Any


@dataclass(frozen=True, slots=True)
class Link:
    """From a success of `source` to `target`, both by operationId; `parameters` are runtime expressions."""

    name: str
    source: str
    target: str
    parameters: Mapping[str, str]


class Contract:
    def __init__(self, document: Document, base_url: str) -> None:
        """`base_url` is where the paths of the document are served."""
        self.document = document
        self.base_url = base_url.rstrip("/")
        self.operations = {label(each): each for each in operations(document)}
        self.by_id = {each.spec.get("operationId"): each for each in self.operations.values()}
        self._base = urlsplit(self.base_url).path
        self._schemas = Schemas(document)
        self._machines: dict[str, Machine | None] = {}

    @cached_property
    def _routes(self) -> list[tuple[int, re.Pattern[str], str]]:
        """Templates as patterns, those with fewer parameters first: a literal segment wins over a parameter."""
        found = []
        for template in self.document["paths"]:
            pieces = re.split(r"{[^}]+}", template)
            pattern = "([^/]+)".join(re.escape(piece) for piece in pieces)
            found.append((len(pieces), re.compile(pattern + "/?"), template))
        return sorted(found, key=lambda each: (each[0], each[2]))

    def match(self, url: str) -> tuple[str, Mapping[str, str]] | None:
        """The path template that a URL belongs to and the values of its parameters, decoded."""
        path = urlsplit(url).path.removeprefix(self._base)
        for _, pattern, template in self._routes:
            if found := pattern.fullmatch(path):
                names = re.findall(r"{([^}]+)}", template)
                values = (unquote(each, errors="surrogateescape") for each in found.groups())
                return template, dict(zip(names, values, strict=True))
        return None

    def methods(self, template: str) -> frozenset[str]:
        return frozenset(each.method for each in self.operations.values() if each.template == template)

    def component(self, kind: str, name: str) -> Mapping[str, Any] | None:
        found = self.document.get("components", {}).get(kind, {}).get(name)
        return None if found is None else resolve(self.document, found)

    def schema(self, name: str) -> Mapping[str, Any]:
        return self.component("schemas", name) or {}

    def response(self, operation: Described, status: int) -> Mapping[str, Any] | None:
        """What the operation documents for a status, resolved."""
        responses = operation.spec["responses"]
        found = responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")
        return None if found is None else resolve(self.document, found)

    def success(self, operation: Described) -> tuple[int, Mapping[str, Any]]:
        """The first documented 2xx. (0, {}) for an operation that has none."""
        for status, response in operation.spec["responses"].items():
            if status.startswith("2"):
                return int(status.replace("X", "0")), resolve(self.document, response)
        return 0, {}

    def shown(self, operation: Described, status: int, body: Any) -> Iterator[Shown]:
        """Every component schema that the documented answer applies to a part of the body, outermost first."""
        response = self.response(operation, status) or {}
        for media in response.get("content", {}).values():
            yield from self._shown(media.get("schema", {}), body, "", _DEPTH)

    def _shown(self, schema: Mapping[str, Any], value: Any, pointer: str, depth: int) -> Iterator[Shown]:
        if "$ref" in schema and schema["$ref"].startswith(_COMPONENT):
            yield Shown(schema["$ref"].removeprefix(_COMPONENT), pointer, value)
        schema = resolve(self.document, schema)
        if depth == 0:
            return
        for part in schema.get("allOf", ()):
            yield from self._shown(part, value, pointer, depth - 1)
        if isinstance(value, dict):
            for name, inner in schema.get("properties", {}).items():
                if name in value:
                    key = name.replace("~", "~0").replace("/", "~1")
                    yield from self._shown(inner, value[name], f"{pointer}/{key}", depth - 1)
        elif isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                yield from self._shown(schema["items"], item, f"{pointer}/{index}", depth - 1)

    def machine(self, name: str) -> Machine | None:
        """The life-cycle on a component schema."""
        if name not in self._machines:
            extension = self.schema(name).get("x-lifecycle")
            self._machines[name] = None if extension is None else Machine(extension)
        return self._machines[name]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        found = []
        for each in self.operations.values():
            for name, link in self.success(each)[1].get("links", {}).items():
                target = link.get("operationId")
                if target in self.by_id:
                    found.append(Link(name, each.id, target, link.get("parameters", {})))
        return tuple(found)

    def same_id(self, operation: Described, name: str, value: str) -> str:
        """A path parameter's value in the one spelling that all its spellings have in common."""
        for each in operation.parameters:
            if each["in"] == "path" and each["name"] == name and each.get("x-case") == "insensitive":
                return value.lower()
        return value

    def plain(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """The schema itself, where it is a reference."""
        return dict(resolve(self.document, schema))

    def allows(self, schema: Mapping[str, Any], value: Any) -> bool:
        """Whether a value is valid for a schema of the document."""
        return self._schemas.complaint(schema, value) is None

    def accepts(self, operation: Described, body: Any) -> bool:
        """Whether a request body is what the document asks for. Bytes are no JSON."""
        return not isinstance(body, bytes) and self.allows(self.body_schema(operation), body)

    def body_schema(self, operation: Described) -> Mapping[str, Any]:
        """The schema of its JSON body; the empty one, which allows everything, when it has none."""
        media = self.request(operation).get("content", {}).get("application/json", {})
        schema: Mapping[str, Any] = media.get("schema", {})
        return schema

    def request(self, operation: Described) -> Mapping[str, Any]:
        """The request body that the operation documents; empty when it has none."""
        return resolve(self.document, operation.spec.get("requestBody", {}))

    def secured(self, operation: Described) -> bool:
        return bool(operation.spec.get("security", self.document.get("security")))

    def default(self, step: Any, parameter: str) -> int | None:
        """The default of an integer parameter of the step's operation."""
        for each in step.operation.parameters if step.operation else ():
            if each["name"] == parameter:
                found = self.plain(each["schema"]).get("default")
                return found if isinstance(found, int) else None
        return None

    def names(self, parameter: str) -> set[str]:
        """The values of a path parameter that the spec knows to exist."""
        return set(self._names.get(parameter, {}))

    def spans(self, resource: str) -> list[str]:
        """The properties of a creating request that say how long such a thing lives."""
        schemas = self.document.get("components", {}).get("schemas", {}).values()
        mine = [each for each in schemas if each.get("x-record", {}).get("resource") == resource]
        return [rule["span"]["posted"] for each in mine for rule in each.get("x-coherence", ()) if "span" in rule]

    def groups(self, parameter: str) -> dict[tuple[tuple[str, str], ...], list[str]]:
        """One name of each known thing, by the values of other path parameters under which they exist."""
        found: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
        for operation in self.operations.values():
            for each in operation.parameters:
                if each["in"] == "path" and each["name"] == parameter:
                    for value in examples(each):
                        found.setdefault((), {}).setdefault(value, value)
                    for known in each.get("x-known", ()):
                        group = found.setdefault(tuple(sorted(known.get("with", {}).items())), {})
                        group.setdefault(known.get("is", known["value"]), known["value"])
        return {siblings: list(group.values()) for siblings, group in found.items()}

    def identity(self, parameter: str, value: Any) -> Any:
        """The id of the thing that a path parameter's value names; MISSING when only the endpoint could know."""
        table = self._names.get(parameter, {})
        if value in table:
            return table[value]
        return MISSING if any(name != thing for name, thing in table.items()) else value

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """By path parameter: each name that the spec knows, and the id it stands for."""
        found: dict[str, dict[str, str]] = {}
        for operation in self.operations.values():
            for each in operation.parameters:
                if each["in"] == "path":
                    table = found.setdefault(each["name"], {value: value for value in examples(each)})
                    table.update({known["value"]: known.get("is", known["value"]) for known in each.get("x-known", ())})
        return found


def label(operation: Described) -> str:
    """As schemathesis has it: "GET /me/devices"."""
    return f"{operation.method} {operation.template}"
