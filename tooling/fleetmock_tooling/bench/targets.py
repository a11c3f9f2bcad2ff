"""What fleetmock wants to reach, and whether it did."""

from dataclasses import dataclass
from typing import Final, Literal

from fleetmock_tooling.bench.parts import (
    BARE,
    FIXTURE,
    FLAT,
    FLEETMOCK,
    FLEETMOCK_ALL,
    INPROCESS,
    LARGE,
    MANY,
    MEMORY_STATE,
    NAMESPACES,
    PRISM,
    SMALL,
    SOCKETS,
    SQLITE_STATE,
    STARTUP,
    STATE,
    STOCK,
)
from fleetmock_tooling.bench.results import Results
from fleetmock_tooling.bench.workload import METHODS

Verdict = Literal["met", "missed", "not measured"]
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """The median in cell `of` (row, metric), divided by the one in `by` where there is one, against a bound."""

    name: str
    part: str
    of: Cell
    by: Cell | None
    operator: Literal["≤", "≥"]
    bound: float
    unit: str = "x"


@dataclass(frozen=True, slots=True)
class Outcome:
    target: Target
    measured: float | None
    verdict: Verdict


def _pair(name: str, part: str, rows: tuple[str, str], operator: Literal["≤", "≥"], bound: float) -> list[Target]:
    """The same target for both methods: the first row's median, divided by the second's."""
    of, by = rows
    return [Target(f"{name}, {each}", part, (of, each), (by, each), operator, bound) for each in METHODS]


TARGETS: Final = (
    *_pair("CPU per request, of bare Starlette", INPROCESS, (FLEETMOCK, BARE), "≤", 2.5),
    *_pair("CPU per request, stock connexion's of ours", INPROCESS, (STOCK, FLEETMOCK), "≥", 6),
    *_pair("requests/s, of bare Starlette", SOCKETS, (FLEETMOCK, BARE), "≥", 0.65),
    *_pair("requests/s, of Prism", SOCKETS, (FLEETMOCK, PRISM), "≥", 2.5),
    Target("p99 of the median latency, POST", SOCKETS, (FLEETMOCK, "POST p99"), (FLEETMOCK, "POST p50"), "≤", 3),
    Target("p99 of the median latency, GET", SOCKETS, (FLEETMOCK, "GET p99"), (FLEETMOCK, "GET p50"), "≤", 3),
    Target("first answer, of stock connexion", STARTUP, (FLEETMOCK, "first answer"), (STOCK, "first answer"), "≤", 1.3),
    Target("first answer, of Prism", STARTUP, (FLEETMOCK, "first answer"), (PRISM, "first answer"), "≤", 0.6),
    Target("resident memory at start, all APIs", STARTUP, (FLEETMOCK_ALL, "resident"), None, "≤", 90, "MB"),
    Target("planning a command", STATE, (MEMORY_STATE, "plan"), None, "≤", 20, "µs"),
    Target("folding a command", STATE, (MEMORY_STATE, "fold"), None, "≤", 5, "µs"),
    Target("POST rate with sqlite, of memory", STATE, (MEMORY_STATE, "POST"), (SQLITE_STATE, "POST"), "≥", 0.4),
    Target("creating a namespace", NAMESPACES, (MANY, "create"), None, "≤", 1, "ms"),
    Target("resetting a namespace", NAMESPACES, (MANY, "reset"), None, "≤", 1, "ms"),
    Target("resetting the default namespace", NAMESPACES, (MANY, "default reset"), None, "≤", 1, "ms"),
    Target("starting the pytest fixture, once", NAMESPACES, (FIXTURE, "start"), None, "≤", 700, "ms"),
    Target("the pytest fixture, each test", NAMESPACES, (FIXTURE, "each test"), None, "≤", 2, "ms"),
    Target("memory per command, payload included", FLAT, (LARGE, "memory"), None, "≤", 1024, "bytes"),
    Target("GET, large store of small", FLAT, (LARGE, "GET"), (SMALL, "GET"), "≤", 1.2),
    Target("first page, large store of small", FLAT, (LARGE, "first page"), (SMALL, "first page"), "≤", 1.2),
    Target("middle page, large store of small", FLAT, (LARGE, "middle page"), (SMALL, "middle page"), "≤", 1.2),
    Target("last page, large store of small", FLAT, (LARGE, "last page"), (SMALL, "last page"), "≤", 1.2),
)


def outcomes(results: Results) -> list[Outcome]:
    return [_outcome(each, _measured(each, results)) for each in TARGETS]


def _measured(target: Target, results: Results) -> float | None:
    value = results.median(target.part, *target.of)
    if target.by is None or value is None:
        return value
    base = results.median(target.part, *target.by)
    return value / base if base else None


def _outcome(target: Target, measured: float | None) -> Outcome:
    if measured is None:
        return Outcome(target, None, "not measured")
    met = measured <= target.bound if target.operator == "≤" else measured >= target.bound
    return Outcome(target, measured, "met" if met else "missed")
