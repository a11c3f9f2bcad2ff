# GENERATED from specs/ by `fleetmock generate`; do not edit.
"""The contracts of the APIs: a bundled OpenAPI document and a module of pydantic models for each."""

import json
from importlib.resources import files
from typing import Any, Final

APIS: Final[tuple[str, ...]] = (
    "applivery-aosp",
    "applivery-apple",
    "msgraph",
)


def load(api: str) -> dict[str, Any]:
    """Give the bundled OpenAPI document of an API, a fresh copy. Raises KeyError for a name that is not in APIS."""
    if api not in APIS:
        raise KeyError(api)
    document: dict[str, Any] = json.loads(files(__name__).joinpath("openapi", f"{api}.json").read_text("utf-8"))
    return document
