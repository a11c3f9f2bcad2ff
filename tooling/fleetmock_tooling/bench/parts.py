"""The parts of the benchmark, as tables and charts show them."""

from dataclasses import dataclass
from typing import Final

BARE: Final = "bare Starlette"
STOCK: Final = "stock connexion"
CONNEXION_MOCK: Final = "connexion mock mode"
FLEETMOCK: Final = "fleetmock"
FLEETMOCK_QUIET: Final = "fleetmock, log off"
FLEETMOCK_ALL: Final = "fleetmock, all APIs"
PRISM: Final = "Prism"
MOCKOON: Final = "Mockoon"
SMALL: Final = "small store"
LARGE: Final = "large store"
MEMORY_STATE: Final = "memory"
SQLITE_STATE: Final = "sqlite"

INPROCESS: Final = "inprocess"
SOCKETS: Final = "sockets"
STARTUP: Final = "startup"
STATE: Final = "state"
FLAT: Final = "flat"


@dataclass(frozen=True, slots=True)
class Metric:
    name: str
    unit: str
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """`how` says how it was measured; `charted` metrics share a unit; `base` is the row that others are compared to."""

    name: str
    title: str
    how: str
    metrics: tuple[Metric, ...]
    charted: tuple[str, ...]
    base: str


PARTS: Final = {
    part.name: part
    for part in (
        Part(
            INPROCESS,
            "CPU per request, in-process",
            "ASGI calls with a prepared scope, no socket; CPU time of the process, each round with fresh applications.",
            (Metric("POST", "µs", 1), Metric("GET", "µs", 1)),
            ("POST", "GET"),
            BARE,
        ),
        Part(
            SOCKETS,
            "Requests per second over a socket",
            "wrk with 1 thread and 16 connections against a process of its own, started anew for each round.",
            (
                Metric("POST", "requests/s"),
                Metric("GET", "requests/s"),
                Metric("POST p50", "ms", 2),
                Metric("POST p99", "ms", 2),
                Metric("GET p50", "ms", 2),
                Metric("GET p99", "ms", 2),
            ),
            ("POST", "GET"),
            BARE,
        ),
        Part(
            STARTUP,
            "Start",
            "From spawning the process to its first correct answer; resident memory right after it.",
            (Metric("first answer", "ms"), Metric("resident", "MB", 1)),
            ("first answer",),
            STOCK,
        ),
        Part(
            STATE,
            "Planning, folding and keeping a command",
            "fleetmock in-process: POST with each kind of state; a plan with a time to live of its own; a command read "
            "from the store and all of its plan folded; CPU time of the process.",
            (Metric("POST", "µs", 1), Metric("plan", "µs", 1), Metric("fold", "µs", 1)),
            ("POST",),
            MEMORY_STATE,
        ),
        Part(
            FLAT,
            "Cost by the number of stored commands",
            "fleetmock in-process: GET of commands drawn from the whole store, others in each round; list pages of 20; "
            "CPU time of the process.",
            (
                Metric("commands", "stored"),
                Metric("GET", "µs", 1),
                Metric("first page", "µs", 1),
                Metric("middle page", "µs", 1),
                Metric("last page", "µs", 1),
                Metric("memory", "bytes per command"),
            ),
            ("GET", "first page", "middle page", "last page"),
            SMALL,
        ),
    )
}
