from collections.abc import Iterator
from typing import Any

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation
from fleetmock_tooling.fuzz.checks.expectation import expect
from fleetmock_tooling.fuzz.checks.nearby import malformed, unknown
from fleetmock_tooling.fuzz.checks.prober import Prober

# Larger than any service of this kind takes, and sent to few operations.
_LARGE = 12_000_000
_LONG = 20_000
_METHODS = ("DELETE", "PUT", "PATCH", "POST", "GET")
_MORE = ("HEAD", "OPTIONS", "TRACE", "PROPFIND")


def probe(prober: Prober) -> Iterator[Violation]:
    if not prober.profile.negative:
        return
    for operation in prober.contract.operations.values():
        yield from _entities(prober, operation)
        yield from _queries(prober, operation)
        if "requestBody" in operation.spec:
            yield from _bodies(prober, operation)
    yield from _routes(prober)


def _entities(prober: Prober, operation: Described) -> Iterator[Violation]:
    """Each path parameter in turn names nothing, and then is none at all."""
    values = prober.example(operation)
    for parameter in operation.parameters:
        if parameter["in"] != "path":
            continue
        name = parameter["name"]
        # Without x-case nobody has said that its values are ids which cannot be guessed, or made up by a client.
        opaque = "x-case" in parameter or operation.method == "GET"
        nobody = unknown(parameter["schema"], values[name], prober.contract) if opaque else None
        if nobody is not None:
            step = prober.ask(operation, path={name: nobody})
            yield from expect(prober, step, "unknown-entity", f"unknown {name}")
        broken = malformed(parameter["schema"], values[name], prober.contract)
        if broken is not None:
            step = prober.ask(operation, path={name: broken})
            yield from expect(prober, step, "invalid-request", f"malformed {name}")


def _queries(prober: Prober, operation: Described) -> Iterator[Violation]:
    path = prober.reach(operation)
    for parameter in operation.parameters:
        if parameter["in"] == "query" and path is not None:
            for why, value in _outside(prober.contract.plain(parameter["schema"])):
                step = prober.ask(operation, path=path, query={parameter["name"]: value})
                yield from expect(prober, step, "invalid-request", f"{parameter['name']} {why}")
            # Both vendors' ledgers say so; a real endpoint may take the first or the last.
            if prober.context.own and "default" in prober.contract.plain(parameter["schema"]):
                value = prober.contract.plain(parameter["schema"])["default"]
                step = prober.ask(operation, path=path, query=[(parameter["name"], str(value))] * 2)
                yield from expect(prober, step, "invalid-request", f"{parameter['name']} given twice")


def _outside(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = schema.get("type")
    if kind in {"integer", "number"}:
        yield "not a number", "ten"
        if "minimum" in schema:
            yield "below its minimum", str(schema["minimum"] - 1)
        if "maximum" in schema:
            yield "above its maximum", str(schema["maximum"] + 1)
    if kind == "integer":
        yield "with a fraction", "1.5"
    if kind == "boolean":
        yield "not a boolean", "maybe"
    if "enum" in schema:
        yield "not of its list", "noSuchValue"
    if kind == "array" and "enum" in schema.get("items", {}):
        yield "not of its list", "noSuchValue"
    if kind == "string" and "pattern" in schema:
        yield "not of its pattern", "~ ~"


def _bodies(prober: Prober, operation: Described) -> Iterator[Violation]:
    good = prober.body(operation)
    broken: list[tuple[str, Any]] = [
        ("no JSON", b'{"a": '),
        ("no UTF-8", b'{"a": "\xff"}'),
        ("an empty body", b""),
        ("a list", []),
        ("a text", "text"),
        ("null", b"null"),
        ("an empty object", {}),
    ]
    for why, body in broken:
        wrong = prober.contract.request(operation).get("required") if body == b"" else True
        if wrong and not prober.contract.accepts(operation, body):
            step = prober.ask(operation, body=body)
            yield from expect(prober, step, "invalid-request", f"body: {why}")
    if good is not None:
        for why, kind in (("text", "text/plain"), ("XML", "application/xml"), ("no media type", None)):
            step = prober.ask(operation, body=good, content_type=kind)
            yield from expect(prober, step, "unsupported-media-type", f"body as {why}")
        step = prober.ask(operation, body=b'{"a": "' + b"x" * _LARGE + b'"}')
        yield from expect(prober, step, "body-too-large", "body of 12 MB")


def _routes(prober: Prober) -> Iterator[Violation]:
    base = prober.contract.base_url
    for method, url in [("GET", f"{base}/no-such-route"), ("POST", f"{base}/no-such-route")]:
        yield from expect(prober, prober.send(method, url), "unknown-route", "no such path", method)
    for operation in {each.template: each for each in prober.contract.operations.values()}.values():
        url = prober.url(operation.template, prober.example(operation))
        for why, wrong in _wrong(prober, url):
            step = prober.send(operation.method, wrong, body=prober.body(operation))
            yield from expect(prober, step, "unknown-route", why, operation.template)
        known = prober.contract.methods(operation.template)
        # A server may answer HEAD and OPTIONS by itself; ours does not.
        for method in _METHODS + (_MORE if prober.context.own else ()):
            if method not in known:
                yield from expect(prober, prober.send(method, url), "method-not-allowed", method, operation.template)
    step = prober.send("GET", f"{base}/{'a' * _LONG}")
    yield from expect(prober, step, "uri-too-long", "20,000 characters", "GET")


def _wrong(prober: Prober, url: str) -> Iterator[tuple[str, str]]:
    head, _, last = url.rpartition("/")
    for why, wrong in (
        ("a segment too much", f"{url}/more"),
        ("an empty segment", f"{head}//{last}"),
        ("another case", f"{head}/{last.swapcase()}"),
    ):
        if prober.contract.match(wrong) is None:
            yield why, wrong


CHECK = Check(
    id="error-taxonomy",
    severity="high",
    summary="Each mistake is answered with the status and the code that the spec documents for it.",
    explanation="""\
Requests with exactly one mistake are sent: a path parameter that names nothing or is none, a query parameter or a body
that the schema refuses, another media type, a body or a URL that is too large, a path or a method that does not exist.
The response whose x-conditions name that mistake must be answered, with the code that stands there.""",
    probe=probe,
)
