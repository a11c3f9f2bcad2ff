"""The ledger and the list of sources: their shape, and that what they point at exists."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.source import Source, load_text, pointer_of
from fleetmock_tooling.project import Project
from fleetmock_tooling.validate.shape import check_shape
from fleetmock_tooling.validate.vocabulary import Vocabulary


def check_sources(project: Project) -> list[Finding]:
    return check_shape(project.load(project.sources), "sources")


def check_ledger(project: Project, words: Vocabulary) -> list[Finding]:
    """Check divergences.yaml. Raises CannotRun when a file it points into cannot be read."""
    ledger = project.load(project.ledger)
    wrong = check_shape(ledger, "ledger")
    return wrong or [*_ids(ledger), *_sources(ledger, words), *_places(ledger, project), *_variants(ledger, project)]


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


def apis_of(where: list[str], project: Project) -> list[str]:
    """Give the APIs that the places belong to; a place in common/ belongs to every API that refers to its file."""
    files = {place.partition("#")[0] for place in where}
    shared = {f"{name}#" for name in files if name.startswith("common/")}
    return [
        path.stem
        for path in project.documents()
        if path.name in files or any(name in load_text(path) for name in shared)
    ]


def _variants(ledger: Source, project: Project) -> Iterator[Finding]:
    taken: dict[tuple[str, str], str] = {}
    for index, entry in enumerate(ledger.data["divergences"]):
        variant, at = entry.get("variant"), ("divergences", index, "variant")
        if variant is None:
            continue
        if variant["default"] not in variant["values"]:
            yield ledger.finding((*at, "default"), f"the default {variant['default']!r} is not among the values")
        apis = apis_of(entry["where"], project)
        if not apis:
            yield ledger.finding(at, "the variant belongs to no API: nothing in `where` is a part of one")
        for api in apis:
            name = f"{api}.{variant['name']}"
            owner = taken.setdefault((api, variant["name"]), entry["id"])
            if owner != entry["id"]:
                yield ledger.finding((*at, "name"), f"the variant {name} is that of {owner!r} already")


def _leads_somewhere(found: Any, fragment: str) -> bool:
    for part in pointer_of(fragment):
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and str(part).isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return False
    return found is not None
