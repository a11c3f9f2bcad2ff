import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step

_DEEP = 20_000
# Deeper than what was thought of, and far from what a parser refuses.
_LEVELS = (6, 20)
# One more than a column or a buffer often holds.
_LENGTHS = (256, 1000)
_QUERIES = ({"": ""}, {"a" * 500: "1"}, {"\0": "\0"})
_HEADERS = (
    ("Accept", "*/*;q=x,,"),
    ("Prefer", '="";;,variant="'),
    ("client-request-id", "no-guid"),
    ("client-request-id", "1" * 4000),
    ("Content-Encoding", "gzip"),
    ("Range", "bytes=9-1"),
    ("If-None-Match", "*"),
)
_VALUES = ("", "0x10", "1e3", "\uff11", "9" * 30, "-0", "+1", "null", "'", "\0", "[]", "1,2", "\U0001f600", "%")


def judge(_history: History, step: Step) -> Iterator[Violation]:
    if step.status >= 500 and step.probe is not None:
        message = f"Whatever is asked for, a server does not fail: {step.status}."
        yield at(step, str(step.status), "The server failed", message)


def probe(prober: Prober) -> Iterator[Violation]:
    """Send what parsers stumble over; `judge` looks at the answers."""
    if not prober.profile.negative:
        return
    turn, lengths = cycle(_VALUES), cycle(_LENGTHS)
    for operation in prober.contract.operations.values():
        for query in prober.share(_QUERIES, operation):
            prober.ask(operation, query=query)
        for name, value in prober.share(_HEADERS, operation):
            prober.ask(operation, headers={name: value})
        for parameter in operation.parameters:
            # Each parameter goes on where the one before it has stopped, so that all values get their turn.
            for value in islice(turn, prober.profile.near_misses // 2 if parameter["in"] == "query" else 0):
                prober.ask(operation, query={parameter["name"]: value})
        _long_ids(prober, operation, lengths)
        if "requestBody" in operation.spec:
            for body in _bodies(prober, operation):
                prober.ask(operation, body=body)
    yield from ()


def _long_ids(prober: Prober, operation: Described, lengths: Iterator[int]) -> None:
    for name, value in prober.example(operation).items():
        for length in islice(lengths, max(prober.profile.near_misses // 6, 1)):
            prober.ask(operation, path={name: (value * length)[:length]})


def _bodies(prober: Prober, operation: Described) -> Iterator[bytes]:
    good = prober.body(operation)
    text = json.dumps(good)
    yield b"\xef\xbb\xbf" + text.encode()
    yield text.encode("utf-16")
    yield b"[" * _DEEP
    yield b"[" * _DEEP + b"]" * _DEEP
    yield b'{"a":' * _DEEP + b"1" + b"}" * _DEEP
    yield b"\0"
    yield b"NaN"
    yield b"1e999"
    yield b'"\\ud800"'
    if isinstance(good, dict):
        for levels in _LEVELS:
            yield json.dumps({**good, "x-more": _nested(levels)}).encode()
        for name in good:
            for value in _odd():
                yield json.dumps({**good, name: value}).encode()
        yield (text[:-1] + f', "more": {text}, "more": 1' + "}").encode()
        yield (text[:-1] + ', "big": ' + "9" * 400 + "}").encode()


def _nested(levels: int) -> Any:
    value: Any = "end"
    for level in range(levels):
        value = {"a": value} if level % 2 else [value]
    return value


def _odd() -> Iterator[Any]:
    yield from (None, "", "\0", "\ud83d\ude00", -1, 2**63, 2**64, 1e308, [], [None], {}, {"": None}, True)


CHECK = Check(
    id="odd-input",
    severity="critical",
    summary="No input makes the server fail: no 5xx, and an answer to everything.",
    explanation="""\
Bodies that parsers stumble over (byte order marks, deep nesting, huge numbers, NUL, lone surrogates, doubled keys), odd
queries and headers and very long ids are sent to each operation. What they are answered is for other checks; this one
sees to it that no request of any check is answered 5xx or not at all.""",
    judge=judge,
    probe=probe,
)
