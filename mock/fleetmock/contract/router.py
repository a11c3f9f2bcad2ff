"""From a method and a raw path to an operation: one tree of path segments for all APIs."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote_to_bytes

Operation = TypeVar("Operation")
Owner = TypeVar("Owner")


@dataclass(slots=True)
class _Node(Generic[Operation, Owner]):
    literals: "dict[str, _Node[Operation, Owner]]" = field(default_factory=dict)
    parameter: "_Node[Operation, Owner] | None" = None
    methods: dict[str, Operation] = field(default_factory=dict)
    owner: Owner | None = None


@dataclass(slots=True)  # a frozen one takes three times as long to make
class Match(Generic[Operation, Owner]):
    """`methods` is empty when no path matches; `owner` is None when not even a base path does."""

    methods: dict[str, Operation]
    arguments: list[str]
    owner: Owner | None


class Router(Generic[Operation, Owner]):
    """A literal segment wins over a parameter, as OpenAPI says. One trailing slash makes no difference."""

    def __init__(self) -> None:
        self._root: _Node[Operation, Owner] = _Node()

    def own(self, base_path: str, owner: Owner) -> None:
        """Everything below the base path, known or not, is answered in this owner's name."""
        self._node(base_path).owner = owner

    def add(self, path: str, method: str, operation: Operation) -> None:
        """`path` is an OpenAPI path template below its base path; `{…}` must fill a whole segment."""
        self._node(path).methods[method] = operation

    def _node(self, path: str) -> _Node[Operation, Owner]:
        node = self._root
        for segment in path.split("/")[1:]:
            if segment.startswith("{") and segment.endswith("}"):
                node.parameter = node.parameter or _Node()
                node = node.parameter
            elif "{" in segment:
                raise ValueError(f"{path}: a parameter must fill its whole path segment")
            else:
                node = node.literals.setdefault(segment, _Node())
        return node

    def match(self, raw_path: str) -> Match[Operation, Owner]:
        """`raw_path` is percent-encoded, so that an encoded slash stays inside its segment.

        Arguments that are not UTF-8 come back with lone surrogates.
        """
        segments = raw_path.split("/")[1:]
        if len(segments) > 1 and not segments[-1]:
            segments.pop()
        node, owner = self._root, self._root.owner
        arguments: list[str] = []
        escaped = "%" in raw_path  # which hardly any is
        for raw in segments:
            segment = unquote_to_bytes(raw).decode("utf-8", "surrogateescape") if escaped and "%" in raw else raw
            following = node.literals.get(segment)
            if following is None:
                following = node.parameter
                if following is None or not segment:
                    return Match({}, arguments, owner)
                arguments.append(segment)
            node = following
            owner = node.owner or owner
        return Match(node.methods, arguments, owner)
