import re
from collections.abc import Iterator, Mapping
from typing import Any

from fleetmock.contract.examples import resolve
from fleetmock_tooling.fuzz.checks.answers import documented
from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MINE = "3f0c5b1e-8d27-4e6a-9b41-6a1d2c7e9f05"


def judge(history: History, step: Step) -> Iterator[Violation]:
    for name, header in _headers(history, step):
        value = step.headers.get(name.lower())
        if value is None:
            continue
        if header.get("x-unique"):
            earlier = history.once(name.lower(), value, step)
            if earlier is not None:
                message = f"{name} {value} was the name of an earlier answer already."
                yield at(step, f"{name}:unique", "A header that is to be unique is not", message, (earlier, step))
        if "x-echoes" in header:
            wanted = _echoed(step, header)
            if wanted is not None and value.lower() != wanted.lower():
                message = f"{name} is {value}; it was to be {wanted}."
                yield at(step, f"{name}:echo", "A header does not repeat what it should", message)


def _headers(history: History, step: Step) -> Iterator[tuple[str, Mapping[str, Any]]]:
    response = documented(history.contract, step) or {}
    for name, header in response.get("headers", {}).items():
        yield name, resolve(history.contract.document, header)


def _echoed(step: Step, header: Mapping[str, Any]) -> str | None:
    rule = header["x-echoes"]
    sent = step.request.header(rule["header"].lower())
    if sent is None:
        other = rule.get("otherwise")
        return step.headers.get(other.lower()) if other else None
    # What is no value of the header need not be repeated.
    return None if header.get("schema", {}).get("format") == "uuid" and not _UUID.fullmatch(sent) else sent


def probe(prober: Prober) -> Iterator[Violation]:
    """Send the header that is to be repeated, once to each operation with and without a token; `judge` sees to it."""
    names = {
        resolve(prober.contract.document, header)["x-echoes"]["header"]
        for operation in prober.contract.operations.values()
        for header in prober.contract.success(operation)[1].get("headers", {}).values()
        if "x-echoes" in resolve(prober.contract.document, header)
    }
    for operation in prober.contract.operations.values() if names else ():
        sent = dict.fromkeys(names, _MINE)
        prober.ask(operation, headers=sent)
        if prober.profile.negative:
            prober.ask(operation, headers=sent, authorization=None)
    yield from ()


CHECK = Check(
    id="header-rules",
    severity="medium",
    summary="Headers that name a request do so: unique where they must be, repeated where the client sent its own.",
    explanation="""\
x-unique on a header: no two answers have the same value. x-echoes: the header repeats one of the request, and another
header of the answer when the request had none.""",
    judge=judge,
    probe=probe,
)
