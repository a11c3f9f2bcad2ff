"""A bundled document, as connexion keeps one."""

from collections.abc import Mapping
from typing import Any

from connexion.json_schema import resolve_refs
from connexion.spec import OpenAPISpecification


class Bundled(OpenAPISpecification):
    """Known to be valid, so its start does not wait for connexion to compare it with OpenAPI's own schema.

    That takes longer than everything else that is done with a document. `fleetmock validate` does it before a document
    is bundled, and a test does it with connexion's own check.
    """

    def __init__(self, document: dict[str, Any], *, base_uri: str = "") -> None:
        """The document belongs to this from now on, so there is no copy of it as it was."""
        self._set_defaults(document)  # type: ignore[no-untyped-call] # connexion does not annotate it
        self._raw_spec = document
        self._spec = resolve_refs(document, base_uri=base_uri)  # type: ignore[no-untyped-call] # as above
        self._base_uri = base_uri

    @classmethod
    def _validate_spec(cls, spec: Mapping[str, Any]) -> None:
        pass
