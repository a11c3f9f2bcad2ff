"""Which requests a test means."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from fleetmock.journal.match import TextMatch, expression, holds, text_match, unusable
from fleetmock.journal.view import NOTHING, View

# How long one look through the journal may hold up everybody else, in seconds.
PATIENCE: Final = 1.0

Test = Callable[[View], bool]


class Patience:
    """Runs out a while after it was made."""

    def __init__(self) -> None:
        self._end = time.perf_counter() + PATIENCE

    def check(self) -> None:
        """Raises Refusal once it has run out."""
        if time.perf_counter() > self._end:
            raise unusable("", f"takes longer than {PATIENCE:g} s to look for; narrow it by operationId or after")


class Pattern:
    """A conjunction of tests, the cheap ones first. Without any it fits every request."""

    __slots__ = ("_tests",)

    def __init__(self, tests: tuple[Test, ...] = ()) -> None:
        self._tests = tests

    @classmethod
    def of(cls, wire: Mapping[str, Any]) -> "Pattern":
        """From a valid RequestPattern of the control plane; what is no member of one is left alone. Raises Refusal."""
        return cls(tuple(_tests(wire)))

    def fits(self, view: View) -> bool:
        return all(test(view) for test in self._tests)


def _tests(wire: Mapping[str, Any]) -> Iterator[Test]:
    for name, test in FACTS.items():
        if name in wire:
            yield test(wire[name])
    if "since" in wire:
        yield _since(wire["since"])
    if "pathPattern" in wire:
        fits = expression(wire["pathPattern"], "/pathPattern")
        yield lambda view: fits(view.path)
    for name, each in wire.get("headers", {}).items():
        yield _header(name.lower(), text_match(each, f"/headers/{_escaped(name)}"))
    for name, each in wire.get("query", {}).items():
        yield _query(name, text_match(each, f"/query/{_escaped(name)}"))
    if "bodyMatches" in wire:
        expected = wire["bodyMatches"]
        yield lambda view: view.body is not NOTHING and holds(view.body, expected)
    if "device" in wire:
        yield _device(wire["device"])
    if "command" in wire:
        yield _command(wire["command"])


# What an entry says without being decoded, by member of the pattern.
FACTS: Final[Mapping[str, Callable[[Any], Test]]] = {
    "after": lambda sequence: lambda view: view.entry.sequence > sequence,
    "method": lambda method: lambda view: view.entry.method == method,
    "api": lambda api: lambda view: view.entry.api == api,
    "operationId": lambda name: lambda view: view.operation_id == name,
    "status": lambda status: lambda view: view.entry.status == status,
    "unmatched": lambda wanted: lambda view: view.entry.is_unmatched == wanted,
    "path": lambda path: lambda view: view.path == path,
}


def _since(text: str) -> Test:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise unusable("/since", "is no date and time as in 2026-02-10T12:00:00Z") from None
    seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    # Moments are shown in milliseconds, and what is shown can be given back.
    return lambda view: view.entry.moment >= seconds - 0.0005


def _header(name: str, fits: TextMatch) -> Test:
    return lambda view: fits(view.headers.get(name))


def _query(name: str, fits: TextMatch) -> Test:
    """Of a field that is given several times, one has to fit."""
    absent: list[str | None] = [None]
    return lambda view: any(map(fits, view.query.get(name, absent)))


def _device(name: str) -> Test:
    """The request names it: in its path, or in its body."""
    return lambda view: name in view.parameters.values() or name in _texts(view.body)


def _command(name: str) -> Test:
    """The request names it in its path, or the answer shows it."""
    return lambda view: name in view.parameters.values() or name in _ids(view.answer)


def _texts(body: Any) -> Iterator[str]:
    """The texts that are members of an object, or elements of a list that is one."""
    for each in body.values() if isinstance(body, dict) else ():
        yield from (text for text in (each if isinstance(each, list) else [each]) if isinstance(text, str))


def _ids(answer: Any) -> Iterator[Any]:
    """The ids of the things in an answer: it is one, or holds one or a list of them, in an envelope or not."""
    things = [answer]
    for _ in range(3):
        for each in things:
            if isinstance(each, dict) and "id" in each:
                yield each["id"]
        inner = (each.values() if isinstance(each, dict) else each for each in things)
        things = [thing for each in inner if not isinstance(each, str) for thing in each if _is_nested(thing)]


def _is_nested(thing: Any) -> bool:
    return isinstance(thing, dict | list)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
