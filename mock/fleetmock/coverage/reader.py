"""Schemas of answers, compiled to what finds the values of enums and the states of commands in a body."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from fleetmock.contract.examples import Document, resolve
from fleetmock.coverage.cycle import Cycle

ALTERNATIVES: Final = ("allOf", "anyOf", "oneOf")

Schema = Mapping[str, Any]


class Tally(Protocol):
    """What a reader tells of its findings."""

    counts: list[int]

    def look(self, cycle: Cycle, command: str, entity: Mapping[str, Any]) -> None:
        """The client saw this entity, which shows how far the command of this id has come."""
        ...


# Of a value, and of the id that the last parameter of the path names.
Reader = Callable[[Any, Tally, str], None]
# Gives the numbers under which the values of an enum are counted, by value; the text names the property.
Count = Callable[[str, list[Any]], Mapping[Any, int]]


class Compiler:
    """For the documents of one API."""

    def __init__(self, document: Document, cycles: Mapping[str, Cycle], count: Count) -> None:
        """`cycles` are by the name of the schema that carries them."""
        self._document = document
        self._cycles = cycles
        self._count = count

    def compile(self, schema: Schema, where: str = "", within: tuple[str, ...] = ()) -> Reader | None:
        """None where there is nothing to find. `where` names the property, `within` are the schemas it lies in."""
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        if name and name in within:
            return None  # a schema within itself; nothing of it is new, and it has no end
        within = (*within, name) if name else within
        resolved = resolve(self._document, schema)
        # A property is named by the schema it is declared in, wherever that one is used.
        where = name if name and "properties" in resolved else where
        return _together(list(self._parts(resolved, name, where, within)))

    def _parts(self, schema: Schema, name: str, where: str, within: tuple[str, ...]) -> Iterator[Reader]:
        values = [each for each in schema.get("enum", ()) if each is not None]
        if len(values) > 1:
            yield _enum(self._count(where, values))
        if name in self._cycles and self._cycles[name].field is None:
            yield _resource(self._cycles[name])
        members = schema.get("properties", {})
        cycle = self._shown_by(members)
        if cycle is not None:
            yield _entity(cycle)
        readers = {key: self.compile(each, f"{where}.{key}", within) for key, each in members.items()}
        found = [(key, each) for key, each in readers.items() if each]
        if found:
            yield _object(found)
        items = self.compile(schema["items"], where, within) if "items" in schema else None
        if items:
            yield _array(items)
        for word in ALTERNATIVES:
            yield from filter(None, (self.compile(each, where, within) for each in schema.get(word, ())))

    def _shown_by(self, members: Mapping[str, Schema]) -> Cycle | None:
        """The life-cycle whose state one of the properties of a thing with an id shows."""
        for key, each in members.items() if "id" in members else ():
            cycle = self._cycles.get(str(each.get("$ref", "")).rpartition("/")[2])
            if cycle is not None and cycle.field == key:
                return cycle
        return None


def _together(readers: list[Reader]) -> Reader | None:
    if len(readers) < 2:
        return readers[0] if readers else None

    def read(value: Any, tally: Tally, resource: str) -> None:
        for each in readers:
            each(value, tally, resource)

    return read


def _enum(numbers: Mapping[Any, int]) -> Reader:
    def read(value: Any, tally: Tally, _: str) -> None:
        number = numbers.get(value) if value.__hash__ else None
        if number is not None:
            tally.counts[number] += 1

    return read


def _object(members: list[tuple[str, Reader]]) -> Reader:
    def read(value: Any, tally: Tally, resource: str) -> None:
        if isinstance(value, dict):
            for name, each in members:
                if (found := value.get(name)) is not None:  # null is no value of an enum, and holds nothing
                    each(found, tally, resource)

    return read


def _array(item: Reader) -> Reader:
    def read(value: Any, tally: Tally, resource: str) -> None:
        if isinstance(value, list):
            for each in value:
                item(each, tally, resource)

    return read


def _entity(cycle: Cycle) -> Reader:
    def read(value: Any, tally: Tally, _: str) -> None:
        if isinstance(value, dict) and "id" in value:
            tally.look(cycle, value["id"], value)

    return read


def _resource(cycle: Cycle) -> Reader:
    """A thing without an id is what the path names; ids there may be written in either case."""

    def read(value: Any, tally: Tally, resource: str) -> None:
        if isinstance(value, dict) and resource:
            tally.look(cycle, resource.lower(), value)

    return read
