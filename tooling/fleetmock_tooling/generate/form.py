"""What must hold before any library sees a bundled document.

Libraries fetch whatever a `$ref` or an `$id` names, wherever it stands, and unfold without end what contains itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.bundle import Bundle
from fleetmock_tooling.generate.grammar import GRAMMAR, Place, walk
from fleetmock_tooling.generate.source import Pointer, pointer_of, text_of

MAX_UNFOLDED = 500_000  # objects of a document with every reference replaced by what it means


def malformed(bundle: Bundle) -> list[Finding]:
    """Check a bundle that has no findings of its own."""
    return [*unknown_fields(bundle), *stray_references(bundle)] or list(_endless(bundle))


def unknown_fields(bundle: Bundle) -> Iterator[Finding]:
    """Find fields that OpenAPI 3.0 does not have, and what stands beside a $ref, where nothing else counts."""
    for place in walk(bundle.document):
        known = {"$ref"} if place.kind == "reference" else GRAMMAR[place.kind].keys()
        for name in place.value:
            if name not in known and "*" not in known and not name.startswith("x-"):
                yield bundle.finding((*place.pointer, name), _why(place, name))


def _why(place: Place, name: str) -> str:
    if place.kind == "reference":
        return f"{name!r} stands beside a $ref, where OpenAPI 3.0 ignores it"
    if place.kind == "schema":
        return f"{name!r} is not a schema keyword of OpenAPI 3.0"
    return f"{name!r} is not a field of the {place.kind} object of OpenAPI 3.0"


def stray_references(bundle: Bundle) -> Iterator[Finding]:
    """Find every key `$ref` that is no reference: in an example, a default, an x- value, or as a name."""
    references = {place.pointer for place in walk(bundle.document) if place.kind == "reference"}
    for pointer in _keys_named_ref(bundle.document, ()):
        if pointer[:-1] not in references:
            yield bundle.finding(pointer, "no reference may stand here, and any tool would take this for one")


def _keys_named_ref(value: object, pointer: Pointer) -> Iterator[Pointer]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield (*pointer, "$ref")
        for key, item in value.items():
            yield from _keys_named_ref(item, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _keys_named_ref(item, (*pointer, index))


def _endless(bundle: Bundle) -> Iterator[Finding]:
    """Find a component that contains itself, or one that refers to so much that nothing can hold it unfolded."""
    sizes: Counter[Pointer] = Counter()
    uses: defaultdict[Pointer, list[Pointer]] = defaultdict(list)
    for place in walk(bundle.document):
        owner = place.pointer[:3] if place.pointer[:1] == ("components",) else ()
        sizes[owner] += 1
        if place.kind == "reference":
            uses[owner].append(pointer_of(place.value["$ref"].removeprefix("#")))
    try:
        order = list(TopologicalSorter(uses).static_order())
    except CycleError as error:
        names = " -> ".join(text_of(each) for each in error.args[1])
        yield bundle.finding(error.args[1][0], f"it contains itself, and nothing can compile that: {names}")
        return
    for owner in order:
        sizes[owner] += sum(sizes[used] for used in uses[owner])
        if sizes[owner] > MAX_UNFOLDED:
            yield bundle.finding(owner, f"its references unfold to more than {MAX_UNFOLDED} objects")
            return
