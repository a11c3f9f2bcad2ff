# GENERATED from specs/ by `fleetmock generate`; do not edit.
"""The contracts: a bundled OpenAPI document and a module of pydantic models for each API.

`APIS` are those of the vendors; `CONTROL` is how the mock itself is driven.
"""

import json
from importlib.resources import files
from typing import Any, Final

APIS: Final[tuple[str, ...]] = (
    "applivery-aosp",
    "applivery-apple",
    "msgraph",
)
CONTROL: Final = "control"


def load(api: str) -> dict[str, Any]:
    """Give the bundled OpenAPI document of an API or of CONTROL, a fresh copy. Raises KeyError for another name."""
    if api not in (*APIS, CONTROL):
        raise KeyError(api)
    document: dict[str, Any] = json.loads(files(__name__).joinpath("openapi", f"{api}.json").read_text("utf-8"))
    return document
