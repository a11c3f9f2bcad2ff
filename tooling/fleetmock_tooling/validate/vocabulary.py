"""The words the specs may use: the x- keys, the names of the sources, the ids of the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from fleetmock_tooling.errors import CannotRun, Finding
from fleetmock_tooling.generate.source import Source
from fleetmock_tooling.project import Project
from fleetmock_tooling.validate.shape import check_shape

DECISION = "decision:"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`extensions` maps an x- key to its entry in extensions.yaml."""

    extensions: dict[str, Any]
    sources: frozenset[str]
    decisions: frozenset[str]

    def strangers(self, names: list[str]) -> Iterator[tuple[int, str]]:
        """Give the index of each name that no file knows, and what to say about it."""
        for index, name in enumerate(names):
            if name.startswith(DECISION):
                if name.removeprefix(DECISION) not in self.decisions:
                    yield index, f"{name!r} is not the id of an entry of divergences.yaml"
            elif name not in self.sources:
                yield index, f"{name!r} is not a name of sources.yaml"


def read_vocabulary(project: Project) -> Vocabulary:
    """Read the three files beside the specs.

    What is wrong inside of sources.yaml and divergences.yaml is for their own checks to say. Raises CannotRun when
    extensions.yaml is not fit to check anything with.
    """
    extensions = project.load(project.extensions)
    for finding in check_shape(extensions, "extensions") or _not_schemas(extensions):
        raise CannotRun(str(finding))
    sources = project.load(project.sources).data
    return Vocabulary(
        extensions.data,
        frozenset(sources if isinstance(sources, dict) else ()),
        frozenset(_ids(project.load(project.ledger).data)),
    )


def _not_schemas(extensions: Source) -> Iterator[Finding]:
    for key, entry in extensions.data.items():
        try:
            jsonschema_rs.Draft202012Validator(entry["schema"])
        except (jsonschema_rs.ValidationError, ValueError) as error:
            yield extensions.finding((key, "schema"), f"not a JSON Schema: {str(error).splitlines()[0]}")


def _ids(ledger: Any) -> Iterator[str]:
    entries = ledger.get("divergences") if isinstance(ledger, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            yield entry["id"]
