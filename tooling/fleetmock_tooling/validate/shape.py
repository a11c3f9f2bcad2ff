"""Values held against a JSON Schema, with the place of what does not fit."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.source import Pointer, Source, load

SHAPES = Path(__file__).with_name("shapes.yaml")


def misfits(schema: dict[str, Any], value: object) -> Iterator[tuple[Pointer, str]]:
    """Give where in `value`, and why, it breaks the JSON Schema (2020-12)."""
    for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(value):
        yield tuple(error.instance_path), error.message


def check_shape(source: Source, shape: str) -> list[Finding]:
    """Hold a whole file against one of shapes.yaml."""
    return [source.finding(pointer, why) for pointer, why in misfits(_shapes()[shape], source.data)]


@cache
def _shapes() -> dict[str, Any]:
    shapes: dict[str, Any] = load(SHAPES, SHAPES.name).data
    return shapes
