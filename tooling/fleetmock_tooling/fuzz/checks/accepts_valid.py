import json
from collections.abc import Iterator
from typing import Any, Final

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step
from fleetmock_tooling.fuzz.checks.variations import Variation, variations

# What an open object may hold: every kind of value, nested, with texts that careless code mangles.
_RICH: Final = {
    "a": [1, 1.5, None, True, {"b": "é\u2028\U0001f600"}],
    "": "",
    "null": None,
    "n": -0.25,
    "big": 2**53,
    "text": "<b>&amp;</b> \"'\\%20+",
}


def probe(prober: Prober) -> Iterator[Violation]:
    if not prober.profile.negative:
        return
    creating = {each.id for each in prober.creating()}
    for operation in prober.contract.operations.values():
        path = prober.reach(operation) if operation.method == "GET" else None
        if path is not None:
            yield from _queries(prober, operation, path)
        elif operation.id in creating:
            yield from _bodies(prober, operation)
            yield from _media_types(prober, operation)


def _queries(prober: Prober, operation: Described, path: Any) -> Iterator[Violation]:
    yield from _accepted(prober.ask(operation, path=path, query={"no-such-option": "1"}), "an unknown query option")
    for accept in ("*/*", "application/json"):
        step = prober.ask(operation, path=path, headers={"Accept": accept})
        yield from _accepted(step, f"Accept {accept}")
    for parameter in operation.parameters:
        schema = prober.contract.plain(parameter["schema"])
        for why, value in _inside(schema) if parameter["in"] == "query" else ():
            step = prober.ask(operation, path=path, query={parameter["name"]: value})
            yield from _accepted(step, f"{parameter['name']} {why}")


def _inside(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if schema.get("type") in {"integer", "number"}:
        for word in ("minimum", "maximum", "default"):
            if word in schema:
                yield f"at its {word}", str(schema[word])
    if schema.get("type") == "boolean":
        yield "true", "true"
        yield "false", "false"
    for value in [*schema.get("enum", ()), *schema.get("items", {}).get("enum", ())]:
        yield "one of its list", str(value)


def _bodies(prober: Prober, operation: Described) -> Iterator[Violation]:
    schema, tried = prober.contract.body_schema(operation), set[str]()
    for good in prober.bodies(operation):
        if isinstance(good, dict):
            changed = (*variations(prober.contract, schema, good, lists=False), *_open(good))
            for why, body in prober.untried(operation, changed, tried, valid=True):
                yield from _accepted(prober.ask(operation, body=json.dumps(body).encode()), f"a body: {why}")


def _open(good: dict[str, Any]) -> Iterator[Variation]:
    for name, value in good.items():
        if isinstance(value, dict):
            yield f"{name} with more in it", {**good, name: {**value, **_RICH}}
            yield f"{name} empty", {**good, name: {}}


def _media_types(prober: Prober, operation: Described) -> Iterator[Violation]:
    request = prober.contract.request(operation)
    if "application/json" not in request.get("content", {}):
        return
    for kind in ("application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"):
        yield from _accepted(prober.ask(operation, content_type=kind), f"Content-Type {kind}")


def _accepted(step: Step | None, why: str) -> Iterator[Violation]:
    # What is refused for the state that things are in, or for what a text in it names, is no word on the request.
    if step is not None and not step.succeeded and step.status not in {401, 403, 409, 412, 422, 423, 429}:
        message = f"The request is valid ({why}), and was answered {step.status}."
        yield at(step, why, "A valid request was refused", message)


CHECK = Check(
    id="accepts-valid",
    severity="high",
    summary="What the spec allows is accepted: optional parts left out, unknown ones added, values at their bounds.",
    explanation="""\
Requests that succeed are varied within what the spec allows: query parameters at their bounds, options and properties
that the spec does not know, optional properties left out, or null where that is allowed, numbers with a fraction, texts
as long as they may be or in another case where the pattern takes both, open objects with every kind of value, the
spellings of the media type. Each must succeed; what it echoes is judged too.""",
    probe=probe,
)
