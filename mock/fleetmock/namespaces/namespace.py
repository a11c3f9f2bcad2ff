"""One of many mocks in a process: a fleet of its own, and everything else that a test may change or look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fleetmock.apis.variants.registry import Variants
from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.contract.gate import Gate
from fleetmock.coverage.coverage import Coverage
from fleetmock.coverage.total import Total
from fleetmock.faults.faults import Faults
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.seeds import Seeds
from fleetmock.journal.journal import Journal
from fleetmock.namespaces.snapshot import Snapshot

DEFAULT = "default"
CONTROL = "control"


@dataclass(slots=True, kw_only=True)
class Namespace:
    """`variants` are by API; `seed` is what its ids and everything else that is random are made from.

    `total` is the coverage of all namespaces together.
    `closing` is called, last first, when the namespace is dropped; nobody may use it after that.
    """

    name: str
    seed: int
    fleet: Fleet
    gate: Gate
    variants: Mapping[str, Variants]
    journal: Journal
    coverage: Coverage
    total: Total
    faults: Faults
    seeds: Seeds
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    closing: list[Callable[[], None]] = field(default_factory=list)

    def observe(self, exchange: Exchange, reply: Reply, payload: bytes) -> None:
        """The request was answered, with this payload. What the control plane is asked is nobody's test.

        An answer that broke on its way is not one that the client has met.
        """
        if exchange.api != CONTROL:
            self.journal.record(exchange, reply, payload)
            if exchange.fault is None or not exchange.fault.off_contract:
                self.coverage.meet(exchange, reply)

    def close(self) -> None:
        self.total.close(self.coverage)
        self.journal.clear()  # exchanges know their namespace, and a circle like that would stay in memory for long
        while self.closing:
            self.closing.pop()()
