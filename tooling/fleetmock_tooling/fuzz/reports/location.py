"""Where in the text of its specification an operation stands."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.project import find_project

# What file names are relative to: the checkout, or the folder in which the contracts are installed.
CHECKOUT: Final = "%SRCROOT%"
INSTALLED: Final = "PYTHONPATH"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Place:
    """`line` counts from 1; `file` is relative to `base`."""

    file: str
    line: int
    base: str = CHECKOUT


@dataclass(frozen=True, slots=True)
class Places:
    """The operations of one specification, by label, and its paths."""

    file: str
    base: str
    lines: dict[str, int]

    def find(self, operation: str) -> Place:
        """An operation that there is not has the place of its path, and that of no path is the top of the file."""
        path = operation.partition(" ")[2]
        return Place(self.file, self.lines.get(operation) or self.lines.get(path) or 1, self.base)


@cache
def places(api: str) -> Places | None:
    """From the hand-written specification in the checkout that the current directory is in.

    Without one, from the bundled document of the installed package; None for an API that has neither.
    """
    written = _written(api)
    if written is not None:
        return Places(f"specs/{api}.yaml", CHECKOUT, _lines(written))
    bundled = files("fleetmock_contracts").joinpath("openapi", f"{api}.json")
    if not bundled.is_file():
        return None
    return Places(f"fleetmock_contracts/openapi/{api}.json", INSTALLED, _lines(bundled.read_text("utf-8")))


def _written(api: str) -> str | None:
    try:
        return (find_project().specs / f"{api}.yaml").read_text("utf-8")
    except (CannotRun, OSError, UnicodeDecodeError):
        return None


def _lines(text: str) -> dict[str, int]:
    """JSON is YAML too. Empty for a text that cannot be read, as one that is just being written."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return {}
    found = {}
    for path, item, line in _members(_dict_of(root).get("paths")):
        found[path] = line
        for method, _, line_of_method in _members(item):
            found[f"{method.upper()} {path}"] = line_of_method
    return found


def _dict_of(node: yaml.Node | None) -> dict[str, yaml.Node]:
    return {name: value for name, value, _ in _members(node)}


def _members(node: yaml.Node | None) -> list[tuple[str, yaml.Node, int]]:
    """Key, value and the key's line of a mapping; nothing for another node."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return [(str(key.value), value, key.start_mark.line + 1) for key, value in pairs]
