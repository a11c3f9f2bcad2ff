"""What there is to be seen in the answers of an API: properties, and the values of enums."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fleetmock.contract.examples import Document, resolve

ALTERNATIVES: Final = ("allOf", "anyOf", "oneOf")
_COMPONENT: Final = "#/components/schemas/"

Schema = Mapping[str, Any]
Counts = dict[str, int]


@dataclass(slots=True, eq=False)
class Shape:
    """A schema, reduced to what is counted. `enum` are its values as JSON texts; a shape may contain itself."""

    enum: Counts | None = None
    members: dict[str, tuple[str, "Shape"]] = field(default_factory=dict)
    items: "Shape | None" = None
    parts: list["Shape"] = field(default_factory=list)


class Shapes:
    """Those of one document. `properties` and `enums` say how often each thing was seen; what never was has a 0.

    A property is named by the component schema in which it is declared, such as `Device.status`; one outside of all
    components by the operation that answers with it.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._components: dict[str, Shape] = {}
        self.properties: Counts = {}
        self.enums: dict[str, Counts] = {}

    def compile(self, schema: Schema, where: str) -> Shape:
        reference = str(schema.get("$ref", ""))
        if not reference.startswith(_COMPONENT):
            return self._fill(Shape(), schema, where)
        name = reference.removeprefix(_COMPONENT)
        resolved = resolve(self._document, schema)
        # A component with members is one thing wherever it is used. A bare enum is that of the property that has it.
        if "properties" not in resolved and not any(word in resolved for word in ALTERNATIVES):
            return self._fill(Shape(), resolved, where)
        if name not in self._components:
            shape = self._components[name] = Shape()
            self._fill(shape, resolved, name)
        return self._components[name]

    def _fill(self, shape: Shape, schema: Schema, where: str) -> Shape:
        values = [each for each in schema.get("enum", ()) if each is not None]
        # One value alone is a constant.
        if len(values) > 1:
            shape.enum = self.enums.setdefault(where, {json.dumps(each): 0 for each in values})
        for name, inner in schema.get("properties", {}).items():
            label = f"{where}.{name}"
            self.properties.setdefault(label, 0)
            shape.members[name] = (label, self.compile(inner, label))
        if "items" in schema:
            shape.items = self.compile(schema["items"], where)
        for word in ALTERNATIVES:
            shape.parts += [self.compile(each, where) for each in schema.get(word, ())]
        return shape

    def see(self, shape: Shape, value: Any) -> None:
        """Count what the value shows; it need not be valid. Of alternatives, all count whose properties it has."""
        if shape.enum is not None and isinstance(value, str | int | float):
            text = json.dumps(value)
            if text in shape.enum:
                shape.enum[text] += 1
        if isinstance(value, dict):
            for name, (label, inner) in shape.members.items():
                if name in value:
                    self.properties[label] += 1
                    self.see(inner, value[name])
        elif isinstance(value, list) and shape.items is not None:
            for each in value:
                self.see(shape.items, each)
        for part in shape.parts:
            self.see(part, value)
