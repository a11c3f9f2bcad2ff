"""The ledger and the list of sources: their shape, and that what they point at exists."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.source import Source, pointer_of
from fleetmock_tooling.project import Project
from fleetmock_tooling.validate.shape import check_shape
from fleetmock_tooling.validate.vocabulary import Vocabulary


def check_sources(project: Project) -> list[Finding]:
    return check_shape(project.load(project.sources), "sources")


def check_ledger(project: Project, words: Vocabulary) -> list[Finding]:
    """Check divergences.yaml. Raises CannotRun when a file it points into cannot be read."""
    ledger = project.load(project.ledger)
    wrong = check_shape(ledger, "ledger")
    return wrong or [*_ids(ledger), *_sources(ledger, words), *_places(ledger, project)]


def _ids(ledger: Source) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, entry in enumerate(ledger.data["divergences"]):
        if entry["id"] in seen:
            yield ledger.finding(("divergences", index, "id"), f"the id {entry['id']!r} is taken")
        seen.add(entry["id"])


def _sources(ledger: Source, words: Vocabulary) -> Iterator[Finding]:
    for index, entry in enumerate(ledger.data["divergences"]):
        for number, reading in enumerate(entry["readings"]):
            for item, why in words.strangers(reading["sources"]):
                yield ledger.finding(("divergences", index, "readings", number, "sources", item), why)


def _places(ledger: Source, project: Project) -> Iterator[Finding]:
    @cache
    def read(name: str) -> Any:
        path = (project.specs / name).resolve()
        return project.load(path).data if path.is_relative_to(project.specs) and path.is_file() else None

    for index, entry in enumerate(ledger.data["divergences"]):
        for number, where in enumerate(entry["where"]):
            file, _, fragment = where.partition("#")
            if not _leads_somewhere(read(file), fragment):
                yield ledger.finding(("divergences", index, "where", number), f"{where!r} leads nowhere")


def _leads_somewhere(found: Any, fragment: str) -> bool:
    for part in pointer_of(fragment):
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and str(part).isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return False
    return found is not None
