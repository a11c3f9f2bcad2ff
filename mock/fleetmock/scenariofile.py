"""Scenario files: YAML next to this package, and in a folder of the user's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import yaml

from fleetmock.contract.schema import Validator
from fleetmock.errors import Condition
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.scenario import Expiry, Presence, Scenario, Stage, Stages
from fleetmock.yamltext import parse
from fleetmock_contracts import APIS

STAGES: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["after", "trigger"],
        "properties": {
            "after": {"type": "number", "minimum": 0},
            "trigger": {"type": "string"},
            "outcomes": {"type": "object"},
        },
    },
}
SHAPE: Final = Validator(
    {
        "type": "object",
        "additionalProperties": False,
        "required": ["scenarios"],
        "properties": {
            "default": {"type": "string"},
            "expiry": {
                "type": "object",
                "additionalProperties": False,
                "required": ["ttl", "stages"],
                "properties": {"ttl": {"type": "number", "minimum": 1}, "stages": {**STAGES, "minItems": 1}},
            },
            "scenarios": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["description"],
                    "properties": {
                        "description": {"type": "string", "minLength": 1},
                        "stages": STAGES,
                        "when": {"type": "object", "properties": {each.value: STAGES for each in Presence}},
                        "then": {"type": "object", "additionalProperties": STAGES},
                        "refuse": {"type": "string", "enum": [each.name for each in Condition]},
                    },
                },
            },
        },
    }
)


class BadScenario(Exception):
    """A scenario file is not what it should be; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The scenarios of one API, by name; `default` names the one that commands take unless told otherwise."""

    default: str
    by_name: Mapping[str, Scenario]


def load(api: str, lifecycle: Lifecycle, folder: Path | None = None) -> Scenarios:
    """The built-in scenarios of an API, and over them those of the user's folder. Raises BadScenario."""
    built_in = resources.files("fleetmock").joinpath("scenarios", f"{api}.yaml")
    data, by_name = _read_file(built_in, api, lifecycle, None)
    default = data["default"]
    if folder:
        _check_names(folder)
    own = folder / f"{api}.yaml" if folder else None
    if own and own.is_file():
        more, over = _read_file(own, api, lifecycle, by_name[default].expiry)
        default, by_name = more.get("default", default), by_name | over
        if default not in by_name:
            raise BadScenario(f"{own}: the default {default!r} is no scenario; there are {', '.join(by_name)}")
    return Scenarios(default, by_name)


def _check_names(folder: Path) -> None:
    """A file that no API reads would be a scenario that is not there, and nobody knows why."""
    known = [f"{each}.yaml" for each in APIS]
    for file in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        if file.name not in known:
            raise BadScenario(f"{file}: no API has this name; files are named {', '.join(known)}")


def _read_file(
    file: Traversable | Path, api: str, lifecycle: Lifecycle, inherited: Expiry | None
) -> tuple[dict[str, Any], dict[str, Scenario]]:
    name = str(file) if isinstance(file, Path) else f"scenarios/{api}.yaml"
    try:
        text = file.read_text(encoding="utf-8")
        tree, data = parse(text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadScenario(f"{name}: cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadScenario(f"{name}:{line}: {error.problem}") from error
    except yaml.YAMLError as error:  # a character that YAML does not have
        raise BadScenario(f"{name}: is not YAML: {' '.join(str(error).split())}") from error
    try:
        problem = next(SHAPE.problems(data), None)
    except ValueError as error:  # a number, or YAML's `on` and `yes`, where a name should be
        raise BadScenario(f"{name}:1: keys must be text: {error}") from error
    if problem:
        pointer, reason = problem
        raise BadScenario(f"{name}:{_line(tree, pointer)}: {pointer or '/'}: {reason}")
    expiry = _expiry(data["expiry"]) if "expiry" in data else inherited
    return data, dict(_scenarios(data, tree, name, lifecycle, expiry))


def _scenarios(
    data: dict[str, Any], tree: yaml.Node | None, file: str, lifecycle: Lifecycle, expiry: Expiry | None
) -> Iterator[tuple[str, Scenario]]:
    for name, each in data["scenarios"].items():
        scenario = Scenario(
            name,
            lifecycle,
            _stages(each.get("stages", ())),
            {Presence(where): _stages(stages) for where, stages in each["when"].items()} if "when" in each else None,
            {trigger: _stages(stages) for trigger, stages in each.get("then", {}).items()},
            expiry,
            Condition[each["refuse"]] if "refuse" in each else None,
        )
        try:
            scenario.check()
        except IllegalStep as error:
            raise BadScenario(f"{file}:{_line(tree, f'/scenarios/{name}')}: {name}: {error}") from error
        yield name, scenario


def _stages(data: list[dict[str, Any]] | tuple[()]) -> Stages:
    return tuple(Stage(float(each["after"]), each["trigger"], each.get("outcomes", {})) for each in data)


def _expiry(data: dict[str, Any]) -> Expiry:
    return Expiry(float(data["ttl"]), _stages(data["stages"]))


def _line(node: yaml.Node | None, pointer: str) -> int:
    """The line of what the JSON pointer leads to, or of the last of its parents that is there."""
    line = 1
    for key in pointer.split("/")[1:]:
        if isinstance(node, yaml.MappingNode):
            pair = next((each for each in node.value if each[0].value == key), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = node.start_mark.line + 1
    return line
