"""The x- keys: known, in their place, of the right form, and true to what they name."""

from collections.abc import Iterator

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.bundle import Bundle
from fleetmock_tooling.generate.grammar import Place, walk
from fleetmock_tooling.validate.lifecycle import check_lifecycle
from fleetmock_tooling.validate.promises import check_promise
from fleetmock_tooling.validate.shape import misfits
from fleetmock_tooling.validate.vocabulary import Vocabulary


def extensions(bundle: Bundle, words: Vocabulary) -> Iterator[Finding]:
    """Check every x- key of the document against extensions.yaml."""
    for place in walk(bundle.document):
        carrier = _carrier(place)
        for key in place.value:
            if key.startswith("x-"):
                yield from _check(bundle, words, place, key)
        for key, entry in words.extensions.items():
            if carrier in entry.get("required-at", ()) and key not in place.value:
                yield bundle.finding(place.pointer, f"the {carrier} has no {key}")


def _carrier(place: Place) -> str:
    """Name the object as extensions.yaml does, where a schema is one that stands under components."""
    if place.kind == "schema" and (len(place.pointer) != 3 or place.pointer[:2] != ("components", "schemas")):
        return "schema inside another object"
    return place.kind


def _check(bundle: Bundle, words: Vocabulary, place: Place, key: str) -> Iterator[Finding]:
    pointer = (*place.pointer, key)
    entry = words.extensions.get(key)
    if entry is None:
        yield bundle.finding(pointer, f"unknown x- key {key!r}; extensions.yaml lists them all")
        return
    if _carrier(place) not in entry["at"]:
        yield bundle.finding(pointer, f"{key} may not stand on a {_carrier(place)}, only on: {', '.join(entry['at'])}")
    wrong = list(misfits(entry["schema"], place.value[key]))
    for inside, why in wrong:
        yield bundle.finding((*pointer, *inside), why)
    if wrong:
        return
    if key == "x-source":
        for index, why in words.strangers(place.value[key]):
            yield bundle.finding((*pointer, index), why)
    if key == "x-lifecycle":
        for inside, why in check_lifecycle(place.value, words):
            yield bundle.finding((*pointer, *inside), why)
    for inside, why in check_promise(bundle, place, key, words):
        yield bundle.finding((*pointer, *inside), why)
