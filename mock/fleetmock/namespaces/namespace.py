"""One of many mocks in a process: a fleet of its own, and everything else that a test may change or look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fleetmock.apis.variants.registry import Variants
from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.contract.gate import Gate
from fleetmock.coverage.coverage import Coverage
from fleetmock.fleet.fleet import Fleet
from fleetmock.journal.journal import Journal
from fleetmock.namespaces.snapshot import Snapshot

DEFAULT = "default"
CONTROL = "control"


@dataclass(slots=True, kw_only=True)
class Namespace:
    """`variants` are by API; `seed` is what its ids and everything else that is random are made from.

    `closing` is called, last first, when the namespace is dropped; nobody may use it after that.
    """

    name: str
    seed: int
    fleet: Fleet
    gate: Gate
    variants: Mapping[str, Variants]
    journal: Journal
    coverage: Coverage
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    closing: list[Callable[[], None]] = field(default_factory=list)

    def observe(self, exchange: Exchange, reply: Reply, payload: bytes) -> None:
        """The request was answered, with this payload. What the control plane is asked is nobody's test."""
        if exchange.api != CONTROL:
            self.journal.record(exchange, reply, payload)
            self.coverage.meet(exchange, reply)

    def close(self) -> None:
        self.journal.clear()  # exchanges know their namespace, and a circle like that would stay in memory for long
        while self.closing:
            self.closing.pop()()
