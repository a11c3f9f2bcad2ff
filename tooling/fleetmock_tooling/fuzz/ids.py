"""The ids with which an endpoint is tried: from a file, from the environment, or asked for."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from fleetmock.contract.examples import METHODS, Document, operations, resolve
from fleetmock_tooling.errors import CannotRun

# One thing that exists: the value of each path parameter on the way to it.
IdSet = dict[str, str]
_ENVIRONMENT = "FLEETMOCK_ID_"
_FORM = "a map from an API to a list of maps from path parameters to ids"


def load(path: Path, apis: Iterable[str]) -> dict[str, list[IdSet]]:
    """The sets of each API. Raises CannotRun when the file cannot be read or is not of that form."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"cannot read --ids {path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    except yaml.YAMLError as error:
        raise CannotRun(f"--ids {path} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise CannotRun(f"--ids {path} is not {_FORM}")
    unknown = [str(each) for each in content if each not in set(apis)]
    if unknown:
        raise CannotRun(f"--ids {path}: there is no API {unknown[0]}")
    return {str(api): [_id_set(each, path, api) for each in _list(sets, path, api)] for api, sets in content.items()}


def from_environment(document: Document, environment: Mapping[str, str]) -> list[IdSet]:
    """FLEETMOCK_ID_DEVICE_ID gives the path parameter device-id; at most one set, none without such variables."""
    found = {
        name: environment[variable]
        for name in path_parameters(document)
        if environment.get(variable := environment_name(name))
    }
    return [found] if found else []


def environment_name(parameter: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", parameter)
    return _ENVIRONMENT + re.sub(r"[^A-Z0-9]+", "_", words.upper())


def path_parameters(document: Document) -> list[str]:
    return sorted({each["name"] for op in operations(document) for each in op.parameters if each["in"] == "path"})


def check(sets: Iterable[IdSet], document: Document, api: str) -> None:
    """Raises CannotRun for a name that is no path parameter of the API."""
    known = path_parameters(document)
    for each in sets:
        for name in each:
            if name not in known:
                raise CannotRun(f"--ids: {api} has no path parameter {name}; it has {', '.join(known)}")


def put_in(document: Document, sets: Iterable[IdSet]) -> dict[str, Any]:
    """A copy of the document whose examples of path parameters are these ids.

    Each path takes the sets that have all its parameters, so that what stands in one set is tried together. A path for
    which there is no whole set keeps its own examples.
    """
    sets = list(sets)
    changed: dict[str, Any] = deepcopy(dict(document))
    for path, item in changed["paths"].items():
        names = re.findall("{([^}]+)}", path)
        whole = _distinct([{name: each[name] for name in names} for each in sets if set(names) <= set(each)])
        if names and whole:
            for holder in (item, *(item[method] for method in METHODS if method in item)):
                if "parameters" in holder:
                    holder["parameters"] = [_with_ids(changed, each, whole) for each in holder["parameters"]]
    return changed


def _with_ids(document: Document, reference: Mapping[str, Any], sets: list[IdSet]) -> Mapping[str, Any]:
    parameter = resolve(document, reference)
    if parameter["in"] != "path":
        return reference
    # What the specification knows of its own ids says nothing about these.
    kept = {key: value for key, value in parameter.items() if key not in ("example", "examples", "x-known")}
    return {**kept, "examples": {f"given-{n}": {"value": each[parameter["name"]]} for n, each in enumerate(sets, 1)}}


def _distinct(sets: list[IdSet]) -> list[IdSet]:
    return [each for index, each in enumerate(sets) if each not in sets[:index]]


def _list(sets: Any, path: Path, api: object) -> list[Any]:
    if not isinstance(sets, list):
        raise CannotRun(f"--ids {path}: what stands under {api} is no list; the file is {_FORM}")
    return sets


def _id_set(item: Any, path: Path, api: object) -> IdSet:
    if not isinstance(item, dict) or not item:
        raise CannotRun(f"--ids {path}: an entry of {api} is no map; the file is {_FORM}")
    for name, value in item.items():
        # YAML reads 0123 and 1e5 as numbers, which are other ids than what was written.
        if not isinstance(value, str) or not value:
            raise CannotRun(f"--ids {path}: {name} of {api} is no text; write it in quotes")
    return {str(name): value for name, value in item.items()}
