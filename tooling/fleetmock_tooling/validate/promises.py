"""The x- keys that the fuzzer's checks read: whether what they name is there, and whether they contradict a life-cycle.

A rule about a property that no answer has would never be broken, and nobody would notice.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import jsonschema_rs

from fleetmock.contract.examples import resolve
from fleetmock_tooling.generate.bundle import Bundle
from fleetmock_tooling.generate.grammar import Place
from fleetmock_tooling.generate.source import Pointer
from fleetmock_tooling.validate.vocabulary import Vocabulary

Complaint = tuple[Pointer, str]


def check_promise(bundle: Bundle, place: Place, key: str, words: Vocabulary) -> Iterator[Complaint]:
    """Check the value of one key, whose form is right already. Pointers are from the key on."""
    check = _CHECKS.get(key)
    # In a shared file alone, what it names may lie in the spec that borrows it.
    if check is not None and bundle.main.path.parent.name != "common":
        yield from check(bundle.document, place, words)


def _record(document: dict[str, Any], place: Place, _words: Vocabulary) -> Iterator[Complaint]:
    record, properties = place.value["x-record"], place.value.get("properties", {})
    if not record["named-by"].startswith("$") and record["named-by"] not in properties:
        yield ("named-by",), f"there is no property {record['named-by']!r}"
    for word in ("fields", "always"):
        for index, name in enumerate(record.get(word, ())):
            if name not in properties:
                yield (word, name if word == "fields" else index), f"there is no property {name!r}"
    if "lifecycle" in record:
        lifecycle = _lifecycle(document, record["lifecycle"])
        if lifecycle is None:
            yield ("lifecycle",), f"{record['lifecycle']!r} is no component schema with an x-lifecycle"
        else:
            yield from _contradictions(record.get("fields", {}), lifecycle)


def _contradictions(fields: Mapping[str, str], lifecycle: Mapping[str, Any]) -> Iterator[Complaint]:
    for transition in lifecycle["transitions"]:
        for name, value in transition.get("set", {}).items():
            kind, removed = fields.get(name), isinstance(value, dict) and "remove" in value
            downwards = isinstance(value, dict) and value.get("add", 0) < 0
            if kind == "constant" and not removed:
                yield ("fields", name), f"constant, but the transition {transition['trigger']!r} writes it"
            elif kind == "rises" and downwards:
                yield ("fields", name), f"rises, but the transition {transition['trigger']!r} takes from it"


def _coherence(_document: dict[str, Any], place: Place, words: Vocabulary) -> Iterator[Complaint]:
    properties, seen = place.value.get("properties", {}), set[str]()
    for index, rule in enumerate(place.value["x-coherence"]):
        if rule["id"] in seen:
            yield (index, "id"), f"the id {rule['id']!r} is taken"
        seen.add(rule["id"])
        for item, why in words.strangers(rule["source"]):
            yield (index, "source", item), why
        span = rule.get("span", {})
        named = [*rule.get("order", ()), *rule.get("same", ()), *(span[word] for word in ("from", "to") if span)]
        for name in named:
            if name.split("/")[0] not in properties:
                yield (index,), f"there is no property {name.split('/')[0]!r}"
        yield from _is_schema(rule.get("schema", {}), (index, "schema"))


def _is_schema(schema: dict[str, Any], pointer: Pointer) -> Iterator[Complaint]:
    try:
        jsonschema_rs.Draft202012Validator(schema)
    except (jsonschema_rs.ValidationError, ValueError) as error:
        yield pointer, f"not a JSON Schema: {str(error).splitlines()[0]}"


def _echo(document: dict[str, Any], place: Place, _words: Vocabulary) -> Iterator[Complaint]:
    for pointer, rule in place.value["x-echo"].items():
        text = rule["of"] if isinstance(rule, dict) else rule
        where, _, name = text.removeprefix("$request.").partition(".")
        if place.kind == "operation" and where in {"path", "query"} and name not in _parameters(document, place, where):
            yield (pointer,), f"the operation has no {where} parameter {name!r}"
        if isinstance(rule, dict) and "when" in rule:
            yield from _is_schema(rule["when"], (pointer, "when"))


def _paging(document: dict[str, Any], place: Place, _words: Vocabulary) -> Iterator[Complaint]:
    known = _parameters(document, place, "query")
    for word, rule in place.value["x-paging"].items():
        if isinstance(rule, dict) and rule["parameter"] not in known:
            yield (word, "parameter"), f"the operation has no query parameter {rule['parameter']!r}"


def _available(document: dict[str, Any], place: Place, _words: Vocabulary) -> Iterator[Complaint]:
    rule = place.value["x-available"]
    schemas = document.get("components", {}).get("schemas", {})
    records = [each["x-record"] for each in schemas.values() if "x-record" in each]
    names = [each["lifecycle"] for each in records if each["resource"] == rule["resource"] and "lifecycle" in each]
    states = {state for name in names for state in (_lifecycle(document, name) or {}).get("states", ())}
    for index, state in enumerate(rule["states"]):
        if state not in states:
            yield ("states", index), f"no life-cycle of a {rule['resource']!r} has the state {state!r}"
    for word in ("surely", "never"):
        yield from _is_schema(rule.get(word, {}), (word,))


def _trigger(document: dict[str, Any], place: Place, _words: Vocabulary) -> Iterator[Complaint]:
    rule = place.value["x-trigger"]
    lifecycle = _lifecycle(document, rule["lifecycle"])
    if lifecycle is None:
        yield ("lifecycle",), f"{rule['lifecycle']!r} is no component schema with an x-lifecycle"
    elif rule["trigger"] not in {each["trigger"] for each in lifecycle["transitions"]}:
        yield ("trigger",), f"{rule['lifecycle']} has no transition {rule['trigger']!r}"
    if str(rule["refused"]["status"]) not in place.value["responses"]:
        yield ("refused", "status"), f"the operation has no response {rule['refused']['status']}"


def _lifecycle(document: dict[str, Any], name: str) -> Mapping[str, Any] | None:
    schema = document.get("components", {}).get("schemas", {}).get(name, {})
    found: Mapping[str, Any] | None = schema.get("x-lifecycle")
    return found


def _parameters(document: dict[str, Any], place: Place, where: str) -> set[str]:
    """The names of an operation's parameters of one kind, those of its path included."""
    item = document["paths"][place.pointer[1]]
    every = [*item.get("parameters", ()), *place.value.get("parameters", ())]
    return {each["name"] for each in (resolve(document, one) for one in every) if each.get("in") == where}


_CHECKS: Final[dict[str, Callable[[dict[str, Any], Place, Vocabulary], Iterator[Complaint]]]] = {
    "x-record": _record,
    "x-coherence": _coherence,
    "x-echo": _echo,
    "x-paging": _paging,
    "x-available": _available,
    "x-trigger": _trigger,
}
