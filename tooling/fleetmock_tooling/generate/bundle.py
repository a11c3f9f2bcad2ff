"""One document out of a spec and what it borrows from common/, names kept.

prance has a translator for this, but it renames what it moves and puts responses among the schemas.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from keyword import iskeyword
from pathlib import Path
from typing import Any

from fleetmock_tooling.errors import CannotRun, Finding
from fleetmock_tooling.generate.grammar import GRAMMAR, Place, walk
from fleetmock_tooling.generate.source import Pointer, Source, pointer_of, text_of

Load = Callable[[Path], Source]
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\.yaml")
FILE = re.compile(r"(common/)?[A-Za-z0-9][A-Za-z0-9._-]*\.yaml")


@dataclass(slots=True)
class Bundle:
    """A single-file document. `findings` lists the references that lead nowhere; those stay as they were."""

    main: Source
    document: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    borrowed: dict[Pointer, Source] = field(default_factory=dict)

    def finding(self, pointer: Pointer, message: str) -> Finding:
        """Make a finding about a place of the document, told by the file that place comes from."""
        return self.borrowed.get(pointer[:3], self.main).finding(pointer, message)


def bundle(main: Source, load: Load) -> Bundle:
    """Bundle the spec `main`; `load` reads the files it refers to.

    Raises CannotRun when one cannot be read, or the spec's name cannot be that of an API.
    """
    if not NAME.fullmatch(main.path.name) or iskeyword(main.path.stem):
        raise CannotRun(
            f"{main.name}: the name of a spec is words of a-z and 0-9 with - between them, no keyword of Python, and "
            "ends in .yaml; rename the file"
        )
    if not isinstance(main.data, dict) or "openapi" not in main.data:
        raise CannotRun(f"{main.name}: not an OpenAPI document; it must be a mapping with an `openapi` key")
    result = Bundle(main, main.data)
    # Bundling writes into what it has read, so each bundle reads for itself, and each file once.
    load = cache(load)
    waiting = [(main, place) for place in walk(main.data) if place.kind == "reference"]
    while waiting:
        source, place = waiting.pop(0)
        try:
            other, target = _target(main, source, place.value["$ref"], load)
            waiting.extend(_borrow(result, other, target))
            place.value["$ref"] = text_of(target)
        except _BadReference as error:
            result.findings.append(source.finding((*place.pointer, "$ref"), str(error)))
    return result


class _BadReference(Exception):
    """Why a reference cannot be followed."""


def _target(main: Source, source: Source, reference: object, load: Load) -> tuple[Source, Pointer]:
    """Give the file and the component that a reference in `source` means."""
    if not isinstance(reference, str):
        raise _BadReference("a $ref is a string")
    file, _, fragment = reference.partition("#")
    target = pointer_of(fragment)
    if len(target) != 3 or target[0] != "components" or target[1] not in GRAMMAR["components"]:
        raise _BadReference(f"$ref {reference!r} does not name a component (#/components/<kind>/<name>)")
    other = _file(main, source, file, load) if file else source
    found: Any = other.data
    for part in target:
        found = found.get(part) if isinstance(found, dict) else None
    if found is None:
        raise _BadReference(f"$ref {reference!r} leads nowhere: {other.name} has no #{fragment}")
    return other, target


def _file(main: Source, source: Source, name: str, load: Load) -> Source:
    # A reference is part of the input, so it may only name a file that is meant to be shared: no URL, nothing outside.
    shared = main.path.parent.resolve() / "common"
    path = (source.path.parent / name).resolve() if FILE.fullmatch(name) else None
    if path == main.path.resolve():
        return main
    if path is None or path.parent != shared:
        raise _BadReference(f"$ref to {name!r} refused: only common/*.yaml beside the spec may be borrowed from")
    if not path.is_file():
        raise _BadReference(f"$ref to {name!r} leads nowhere: there is no such file")
    return load(path)


def _borrow(result: Bundle, other: Source, target: Pointer) -> list[tuple[Source, Place]]:
    """Put the component into the document; give the references that came with it."""
    if other is result.main or result.borrowed.get(target) is other:
        return []
    kind, name = map(str, target[1:])
    components = _map_in(_map_in(result.document, "components"), kind)
    if name in components:
        owner = result.borrowed.get(target, result.main)
        raise _BadReference(f"{owner.name} and {other.name} both define components/{kind}/{name}; rename one")
    components[name] = other.data["components"][kind][name]
    result.borrowed[target] = other
    inside = walk(components[name], GRAMMAR["components"][kind].strip("{}"), target)
    return [(other, place) for place in inside if place.kind == "reference"]


def _map_in(mapping: dict[str, Any], key: str) -> dict[str, Any]:
    found = mapping.setdefault(key, {})
    if not isinstance(found, dict):
        raise _BadReference(f"the component has no place to go: {key!r} is not a mapping")
    return found
