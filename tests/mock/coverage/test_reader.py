from collections.abc import Mapping
from typing import Any

from fleetmock.coverage.cycle import Cycle
from fleetmock.coverage.reader import Compiler
from fleetmock.fleet.lifecycle import Lifecycle

STATUS = {
    "enum": ["new", "old"],
    "x-lifecycle": {
        "field": "status",
        "states": {"new": {"initial": True}, "old": {}},
        "transitions": [{"trigger": "age", "from": ["new"], "to": "old"}],
    },
}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


class Reading:
    """Reads values by a schema, and is told what was found."""

    def __init__(self, schema: dict[str, Any], **schemas: dict[str, Any]) -> None:
        cycles = {
            name: Cycle(name, Lifecycle(each["x-lifecycle"]), each.get("properties", {}))
            for name, each in schemas.items()
            if "x-lifecycle" in each
        }
        self.places: dict[str, list[Any]] = {}
        self.counts: list[int] = []
        self.seen: list[tuple[str, str]] = []
        self.compiled = Compiler({"components": {"schemas": schemas}}, cycles, self._place).compile(schema)

    def __call__(self, value: Any, resource: str = "") -> dict[str, list[int]]:
        """How often each value was found, by place."""
        assert self.compiled is not None
        self.counts = [0] * 100
        self.compiled(value, self, resource)
        found = iter(self.counts)
        return {where: [next(found) for _ in values] for where, values in self.places.items()}

    def look(self, cycle: Cycle, command: str, entity: Mapping[str, Any]) -> None:
        self.seen.append((command, cycle.states[cycle.number(entity) or 0][0]))

    def _place(self, where: str, values: list[Any]) -> Mapping[Any, int]:
        self.places.setdefault(where, values)
        before = sum(len(each) for place, each in self.places.items() if place != where)
        return {value: before + index for index, value in enumerate(values)}


def test_values_are_counted_wherever_they_stand() -> None:
    color = {"enum": ["red", "blue", None]}
    page = {"properties": {"items": {"items": ref("Thing")}, "first": ref("Thing")}}
    reading = Reading(page, Thing={"properties": {"color": color, "id": {}}})
    assert reading({"items": [{"color": "red"}, {"color": "blue"}, {"color": None}, {}]}) == {"Thing.color": [1, 1]}
    assert reading({"first": {"color": "red"}, "items": [{"color": "red"}]}) == {"Thing.color": [2, 0]}


def test_a_property_has_the_name_of_the_schema_that_declares_it() -> None:
    schema = {"properties": {"data": {"properties": {"n": {"enum": [1, 2]}}}, "thing": ref("Thing")}}
    thing = {"properties": {"deep": {"properties": {"color": ref("Color")}}}}
    reading = Reading(schema, Thing=thing, Color={"enum": ["red", "blue"]})
    assert reading({"thing": {"deep": {"color": "blue"}}, "data": {"n": 2}}) == {
        ".data.n": [0, 1],
        "Thing.deep.color": [0, 1],
    }


def test_alternatives_are_all_looked_into() -> None:
    reading = Reading({"oneOf": [ref("A"), {"allOf": [ref("B")]}]}, A=_with("a"), B=_with("b"))
    assert reading({"a": 1, "b": 2}) == {"A.a": [1, 0], "B.b": [0, 1]}


def _with(name: str) -> dict[str, Any]:
    return {"properties": {name: {"enum": [1, 2]}}}


def test_an_enum_of_one_value_says_nothing() -> None:
    assert Reading({"properties": {"status": {"enum": [False]}}}).compiled is None


def test_a_schema_without_enums_is_not_read() -> None:
    assert Reading({"type": "object", "properties": {"a": {"items": {"type": "string"}}}}).compiled is None


def test_a_schema_within_itself_ends() -> None:
    tree = {"properties": {"kind": {"enum": ["a", "b"]}, "children": {"items": ref("Tree")}}}
    assert Reading(ref("Tree"), Tree=tree)({"kind": "a", "children": [{"kind": "b"}]}) == {"Tree.kind": [1, 0]}


def test_values_of_other_types_are_left_alone() -> None:
    reading = Reading({"properties": {"a": {"enum": ["x", "y"]}, "b": {"items": {"enum": [1, 2]}}}})
    assert reading({"a": ["x"], "b": {"0": 1}}) == {".a": [0, 0], ".b": [0, 0]}
    assert reading(None) == reading([]) == {".a": [0, 0], ".b": [0, 0]}


def test_a_thing_with_an_id_shows_its_state() -> None:
    reading = Reading({"items": ref("Thing")}, Thing={"properties": {"id": {}, "status": ref("Status")}}, Status=STATUS)
    reading([{"id": "1", "status": "new"}, {"id": "2", "status": "old"}, {"status": "old"}])
    assert reading.seen == [("1", "new"), ("2", "old")]


def test_without_an_id_it_is_no_command() -> None:
    reading = Reading(ref("Thing"), Thing={"properties": {"status": ref("Status")}}, Status=STATUS)
    reading({"id": "1", "status": "new"})
    assert reading.seen == []


def test_a_thing_whose_schema_is_the_life_cycle_is_what_the_path_names() -> None:
    step = {"trigger": "age", "from": ["new"], "to": "old", "set": {"seen": 1}}
    cycle = {"states": {"new": {"initial": True}, "old": {}}, "transitions": [step]}
    push = {"properties": {"seen": {}}, "x-lifecycle": cycle}
    reading = Reading({"properties": {"data": ref("Push")}}, Push=push)
    reading({"data": {"seen": 1}}, "ABC")
    reading({"data": {}}, "ABC")
    reading({"data": {}}, "")
    assert reading.seen == [("abc", "old"), ("abc", "new")]
