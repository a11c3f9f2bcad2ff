"""YAML files with the line of every value.

Only what JSON can say is read: YAML 1.2's core types, string keys, no tags, no duplicate keys. A date stays
the text it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fleetmock_tooling.errors import CannotRun, Finding

Pointer = tuple[str | int, ...]

# The C parser is ten times faster; a PyYAML built without libyaml does not have it.
LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_VALUES = 500_000  # aliases of aliases can unfold without end
MAX_DEPTH = 200
MERGE = "tag:yaml.org,2002:merge"
CONSTANTS: dict[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
INTEGER = re.compile(r"[-+]?[0-9]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file: its data, and the line (from 1) at which each value stands."""

    path: Path
    name: str
    data: Any
    lines: dict[Pointer, int]

    def line(self, pointer: Pointer) -> int:
        """Give the line of the value, or of the nearest one around it that the file has."""
        while pointer not in self.lines:
            pointer = pointer[:-1]
        return self.lines[pointer]

    def finding(self, pointer: Pointer, message: str) -> Finding:
        return Finding(self.name, self.line(pointer), text_of(pointer), message)


def text_of(pointer: Pointer) -> str:
    """Write a pointer as a URI fragment: #/paths/~1me~1devices/get."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


def pointer_of(fragment: str) -> Pointer:
    """Read what comes after the # of a reference. Every part is text, also the index of a list."""
    parts = fragment.removeprefix("/").split("/") if fragment else []
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def load_text(path: Path) -> str:
    """Read a file as UTF-8, with or without a byte order mark. Raises CannotRun."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise CannotRun(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise CannotRun(f"{path}: not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise CannotRun(f"{path}: {(error.strerror or str(error)).lower()}") from None


def load(path: Path, name: str) -> Source:
    """Read a YAML file. Raises CannotRun with file, line and column when it is not JSON written as YAML."""
    text = load_text(path)
    try:
        _refuse_events(text, name)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        place = _place(name, error.problem_mark or error.context_mark)
        raise CannotRun(f"{place}: not YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise CannotRun(f"{name}: not YAML: {' '.join(str(error).split())}") from None
    reader = _Reader(name)
    data = reader.value(node, ()) if node is not None else None
    return Source(path, name, data, {(): 1} | reader.lines)


def _refuse_events(text: str, name: str) -> None:
    """Refuse tags, and what is nested too deeply: the composer recurses in C, where that would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise CannotRun(f"{_place(name, event.start_mark)}: nested deeper than {MAX_DEPTH} levels")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise CannotRun(f"{_place(name, event.start_mark)}: the tag {tag} is not allowed")


def _place(name: str, mark: "yaml.error.Mark | yaml._yaml.Mark | None") -> str:
    return name if mark is None else f"{name}:{mark.line + 1}:{mark.column + 1}"


class _Reader:
    """Turns the nodes of one file into values and remembers their lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Pointer, int] = {}
        self._count = 0

    def value(self, node: yaml.Node, pointer: Pointer) -> Any:
        self._spend(node, 1)
        if len(pointer) > MAX_DEPTH:
            raise self._endless(node)
        self.lines.setdefault(pointer, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, pointer)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*pointer, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        raise self._refuse(node, "not a value")

    def _mapping(self, node: yaml.MappingNode, pointer: Pointer) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, (key_node, item) in self._entries(node).items():
            self.lines[*pointer, key] = key_node.start_mark.line + 1
            result[key] = self.value(item, (*pointer, key))
        return result

    def _entries(self, node: yaml.MappingNode, depth: int = 0) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Give the entries of a mapping, those merged in first; an entry of its own wins but keeps that place."""
        if depth > MAX_DEPTH:
            raise self._refuse(node, "it merges itself")
        self._spend(node, 1 + len(node.value))
        own: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        merged: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key_node, item in node.value:
            if key_node.tag == MERGE:
                for other in self._merged(item):
                    merged = self._entries(other, depth + 1) | merged
                continue
            key = self._key(key_node)
            if key in own:
                raise self._refuse(key_node, f"duplicate key {key!r}")
            own[key] = (key_node, item)
        return merged | own

    def _merged(self, node: yaml.Node) -> Iterator[yaml.MappingNode]:
        for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            if not isinstance(item, yaml.MappingNode):
                raise self._refuse(item, "only a mapping can be merged with <<")
            yield item

    def _key(self, node: yaml.Node) -> str:
        key = self._scalar(node) if isinstance(node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            raise self._refuse(node, f"the key {getattr(node, 'value', '')!r} is not a string; quote it")
        return key

    def _scalar(self, node: yaml.ScalarNode) -> object:
        text = str(node.value)
        if node.style:
            return text
        if NOT_JSON.fullmatch(text):
            raise self._refuse(node, f"JSON has no {text}")
        if text in CONSTANTS:
            return CONSTANTS[text]
        if INTEGER.fullmatch(text) and len(text) < 100:
            return int(text)
        return float(text) if FLOAT.fullmatch(text) else text

    def _spend(self, node: yaml.Node, values: int) -> None:
        self._count += values
        if self._count > MAX_VALUES:
            raise self._endless(node)

    def _endless(self, node: yaml.Node) -> CannotRun:
        return self._refuse(node, "its aliases unfold without end")

    def _refuse(self, node: yaml.Node, why: str) -> CannotRun:
        return CannotRun(f"{_place(self.name, node.start_mark)}: {why}")
