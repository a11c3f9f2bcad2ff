"""One of many mocks in a process: a fleet of its own, and everything else that a test may change or look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from fleetmock.apis.variants.registry import Variants
from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.contract.gate import Gate
from fleetmock.coverage.coverage import Coverage
from fleetmock.coverage.total import Total
from fleetmock.events import requests
from fleetmock.events.hub import Events
from fleetmock.events.transitions import TransitionWatch
from fleetmock.faults.faults import Faults
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.seeds import Seeds
from fleetmock.journal.entry import unpack
from fleetmock.journal.journal import Journal
from fleetmock.namespaces.snapshot import Snapshot
from fleetmock.waiting.waiters import Waiters
from fleetmock_contracts import CONTROL

if TYPE_CHECKING:  # imported by a mock that calls somebody back, because its HTTP client takes long
    from fleetmock.callbacks.callbacks import Callbacks
    from fleetmock.namespaces.registry import Namespaces

DEFAULT = "default"


@dataclass(slots=True, kw_only=True)
class Namespace:
    """`variants` are by API; `seed` is what its ids and everything else that is random are made from.

    `total` is the coverage of all namespaces together. `callbacks` is None in a mock that calls nobody back.
    `closing` is called, last first, when the namespace is dropped; nobody may use it after that.
    """

    server: "Namespaces" = field(init=False, repr=False)  # which it is one of
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
    events: Events
    watch: TransitionWatch
    waiters: Waiters
    callbacks: "Callbacks | None"
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    closing: list[Callable[[], None]] = field(default_factory=list)

    def observe(self, exchange: Exchange, reply: Reply, payload: bytes) -> None:
        """The request was answered, with this payload. What the control plane is asked is nobody's test.

        An answer that broke on its way is not one that the client has met.
        """
        if exchange.api != CONTROL:
            if exchange.fault is None or not exchange.fault.off_contract:
                self.coverage.meet(exchange, reply)
            packed = self.journal.record(exchange, reply, payload)
            if self.events.listeners:
                self.events.publish("request", partial(requests.shown, unpack(packed, self.journal.recorded)))

    def restore(self, snapshot: Snapshot) -> None:
        snapshot.restore(self.fleet)
        self.watch.restart()
        if self.callbacks:
            self.callbacks.start()

    def serve_variants(self, variants: Mapping[str, Variants]) -> None:
        """From now on those of some APIs are others."""
        self.variants = {**self.variants, **variants}
        if self.callbacks:
            self.callbacks.vary(self.variants)

    def announce_reset(self) -> None:
        """Tell those who listen, before the end."""
        time = rfc3339_milliseconds(self.fleet.clock.now())
        self.events.publish("reset", lambda: {"time": time, "namespace": self.name})

    def close(self) -> None:
        self.faults.pauses.close()
        self.events.close()
        self.watch.stop()
        if self.callbacks:
            self.callbacks.close()
        self.total.close(self.coverage)
        self.journal.clear()  # whoever still knows the namespace needs none of it
        while self.closing:
            self.closing.pop()()
