import json
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Final

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation
from fleetmock_tooling.fuzz.checks.expectation import expect, expect_one_of
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.variations import variations

# How lenient parsers read them, and no JSON boolean or integer. "1.0" is left out: to a schema it is an integer.
_BOOLEANS: Final = ("1", "yes", "TRUE", "on", "0", "no", "False", " true")
_INTEGERS: Final = ("+1", " 1", "1_0", "1 ", "1.5", "0x1", "1,0", "\uff11")


def probe(prober: Prober) -> Iterator[Violation]:
    if not prober.profile.negative:
        return
    turns = count()
    for operation in prober.contract.operations.values():
        yield from _paths(prober, operation)
        yield from _queries(prober, operation, turns)
        if prober.bodies(operation):
            yield from _bodies(prober, operation)
            yield from _more_than_a_document(prober, operation)


def _paths(prober: Prober, operation: Described) -> Iterator[Violation]:
    """A listed value in another case is another value; whether it is invalid or unknown is the endpoint's to say."""
    for parameter in operation.parameters:
        listed = prober.contract.plain(parameter["schema"]).get("enum", ()) if parameter["in"] == "path" else ()
        for value in listed:
            for other in sorted({str(value).swapcase(), str(value).upper()} - {str(each) for each in listed}):
                step = prober.ask(operation, path={parameter["name"]: other})
                if step is not None and step.operation is operation:
                    conditions = ("invalid-request", "unknown-entity")
                    yield from expect_one_of(prober, step, conditions, f"{parameter['name']} in another case")


def _queries(prober: Prober, operation: Described, turns: Iterator[int]) -> Iterator[Violation]:
    path = prober.reach(operation)
    for parameter in operation.parameters if path is not None else ():
        if parameter["in"] != "query":
            continue
        schema = prober.contract.plain(parameter["schema"])
        wrong = list(_misspelt(prober, schema))
        number = prober.profile.near_misses // 2 if prober.profile.max_examples == 1 else len(wrong)
        # Operations share their parameters; each goes on where the one before it has stopped.
        start = next(turns) * number
        for index in range(min(number, len(wrong))):
            why, value = wrong[(start + index) % len(wrong)]
            step = prober.ask(operation, path=path, query={parameter["name"]: value})
            yield from expect(prober, step, "invalid-request", f"{parameter['name']} {why}")


def _misspelt(prober: Prober, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = schema.get("type")
    if kind == "boolean":
        yield from ((f"written {value!r}", value) for value in _BOOLEANS)
    elif kind == "integer":
        yield from ((f"written {value!r}", value) for value in _INTEGERS)
    elif kind == "string":
        if "maxLength" in schema:
            yield "longer than its maxLength", "a" * (schema["maxLength"] + 1)
        if schema.get("minLength", 0) > 1:
            yield "shorter than its minLength", "a" * (schema["minLength"] - 1)
    listed = [*schema.get("enum", ()), *prober.contract.plain(schema.get("items", {})).get("enum", ())]
    for value in listed:
        if str(value).swapcase() not in listed:
            yield "in another case", str(value).swapcase()


def _bodies(prober: Prober, operation: Described) -> Iterator[Violation]:
    schema, tried = prober.contract.body_schema(operation), set[str]()
    for good in prober.bodies(operation):
        if prober.contract.accepts(operation, good):
            changed = variations(prober.contract, schema, good)
            for why, body in prober.untried(operation, changed, tried, valid=False):
                step = prober.ask(operation, body=json.dumps(body).encode())
                yield from expect(prober, step, "invalid-request", f"body: {why}")


def _more_than_a_document(prober: Prober, operation: Described) -> Iterator[Violation]:
    text = json.dumps(prober.body(operation)).encode()
    for why, body in (
        ("a bracket behind it", text + b"}"),
        ("a word behind it", text + b" x"),
        ("a second document", text + b"\n" + text),
    ):
        yield from expect(prober, prober.ask(operation, body=body), "invalid-request", f"body: {why}")


CHECK = Check(
    id="rejects-invalid",
    severity="high",
    summary="What the schemas forbid is refused: numbers as texts, texts too long, listed values in another case.",
    explanation="""\
Documented requests are made invalid by one change at a time, at each place that their schemas describe, also at
properties that the example lacks: another type, a number or a boolean written as a text, a value beyond its bounds by
one, a text too long or too short by one, a listed value in another case, a required property left out, one more where
none may be, something behind the JSON document, a query option spelled as only lenient parsers read it. Each must get
the documented answer to an invalid request.""",
    probe=probe,
)
