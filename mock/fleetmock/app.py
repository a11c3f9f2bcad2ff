"""The parts, put together: settings in, ASGI application out."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import fleetmock_contracts
from fleetmock import scenariofile, worldfile
from fleetmock.access import Access
from fleetmock.apis.handler import FleetApi
from fleetmock.apis.registry import APIS
from fleetmock.apis.variants.registry import Variants, started
from fleetmock.callbacks.allowlist import AllowList
from fleetmock.contract.gate import ControlGate, Gate
from fleetmock.contract.middleware import Application, Contract
from fleetmock.contract.operation import Operation, Surroundings
from fleetmock.control.api import API as CONTROL_API
from fleetmock.coverage.model import Model
from fleetmock.coverage.total import Total
from fleetmock.events.hub import Events
from fleetmock.events.transitions import TransitionWatch
from fleetmock.faults.faults import Faults
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Behaviour, Fleet
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.seeds import Seeds
from fleetmock.fleet.sqlite import SqliteStore
from fleetmock.fleet.statefile import UnusableState
from fleetmock.fleet.store import MemoryStore
from fleetmock.journal.journal import Journal
from fleetmock.journal.nearest import Nearest
from fleetmock.loopback import is_loopback
from fleetmock.namespaces.namespace import DEFAULT, Namespace
from fleetmock.namespaces.registry import Namespaces
from fleetmock.settings import Settings
from fleetmock.tokens import named
from fleetmock.waiting.waiters import Waiters
from fleetmock_contracts import CONTROL

if TYPE_CHECKING:
    from fleetmock.callbacks.setup import Setup

FLEET: Final = attrgetter("fleet")
GATE: Final = attrgetter("gate")


class UnknownApi(Exception):
    """Settings name an API that there is no spec of."""


class UnknownScenario(Exception):
    """Settings name a scenario that no API served has."""


def chosen(settings: Settings) -> dict[str, FleetApi]:
    """The APIs that the settings ask for. Raises UnknownApi."""
    for name in settings.apis:
        if name not in APIS:
            raise UnknownApi(f"there is no API named {name!r}; there are {', '.join(APIS)}")
    return {name: api for name, api in APIS.items() if not settings.apis or name in settings.apis}


def behaviour(api: FleetApi, document: Mapping[str, Any], folder: Path | None = None) -> Behaviour:
    """How the API's commands live, as its spec and the scenario files say. Raises BadScenario."""
    lifecycle = Lifecycle(document["components"]["schemas"][api.lifecycle]["x-lifecycle"])
    scenarios = scenariofile.load(api.name, lifecycle, folder)
    return Behaviour(lifecycle, scenarios.by_name, scenarios.default)


def with_default(behaviours: Mapping[str, Behaviour], scenario: str | None) -> dict[str, Behaviour]:
    """The behaviours with this scenario as the default of every API that has it. Raises UnknownScenario."""
    if scenario is None:
        return dict(behaviours)
    having = {name: replace(each, default=scenario) for name, each in behaviours.items() if scenario in each.scenarios}
    if not having:
        known = sorted({name for each in behaviours.values() for name in each.scenarios})
        raise UnknownScenario(f"there is no scenario named {scenario!r}; there are {', '.join(known)}")
    return {**behaviours, **having}


def store_for(state: str, behaviours: Mapping[str, Behaviour]) -> MemoryStore:
    """Where the settings want commands to be kept. Raises UnusableState."""
    if state == "memory":
        return MemoryStore()
    kind, _, path = state.partition(":")
    if kind != "sqlite" or not path:
        raise UnusableState(f"there is no state {state!r}; there are memory and sqlite:PATH")
    return SqliteStore(Path(path), behaviours)


class Builder:
    """Makes namespaces, all alike when they are new; what they share is read once."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        """`clock` is that of the default namespace; the others get one that starts as it did.

        Raises UnknownApi, UnknownPermission, UnknownScenario, UnknownVariant, BadScenario, BadHost or UnusableState.
        """
        self.settings = settings
        self.apis = chosen(settings)
        self.documents = {name: fleetmock_contracts.load(name) for name in self.apis}
        self._grants = named(settings.tokens)
        self._variants = {**started(settings.variants, self.apis), CONTROL: Variants()}
        self._allowed = AllowList(settings.callbacks)
        self._total = Total(Model(self.documents, {name: api.vendor.errors for name, api in self.apis.items()}))
        self._nearest = Nearest(self.documents)
        self._callbacks = self._callback_setup()
        self.operations: dict[tuple[str, str], Operation] = {}  # filled as the APIs are compiled
        self._clock = clock or Clock(frozen_at=settings.freeze_at)
        found = {name: behaviour(api, self.documents[name], settings.scenarios) for name, api in self.apis.items()}
        self._behaviours = with_default(found, settings.scenario)
        # Last of what can be refused: it opens the file that state is kept in.
        self._kept = store_for(settings.state, self._behaviours)
        self._is_used = False

    def namespace(self, name: str, seed: int | None = None) -> Namespace:
        """A new one; for the default one this is a reset from the second time on, of a state that is kept too."""
        seed = self.settings.seed if seed is None else seed
        fleet = self._kept_fleet(seed) if name == DEFAULT else self._fleet(self._clock.copy(), MemoryStore(), seed)
        events, setup = Events(), self._callbacks
        return Namespace(
            name=name,
            seed=seed,
            fleet=fleet,
            gate=Gate(self._grants, self.settings.auth),
            variants=self._variants,
            journal=Journal(name, self._nearest, self.settings.journal),
            coverage=self._total.open(),
            total=self._total,
            faults=Faults(fleet, seed, self.operations),
            seeds=Seeds(fleet.clock),
            events=events,
            watch=TransitionWatch(fleet, events),
            waiters=Waiters(fleet, events),
            callbacks=setup.callbacks(fleet, self._variants, events.publish) if setup else None,
        )

    def close(self) -> None:
        self._kept.close()

    def _callback_setup(self) -> "Setup | None":
        if not self.settings.callbacks:
            return None
        from fleetmock.callbacks.setup import Setup  # noqa: PLC0415 - the HTTP client behind it takes long to import

        return Setup(self.apis, self.documents, self._allowed)

    def _kept_fleet(self, seed: int) -> Fleet:
        """The fleet of the default namespace, whose state may outlive the process."""
        if self._is_used:
            self._kept.clear()
            self._clock.reset()
        self._is_used = True
        return self._fleet(self._clock, self._kept, self._kept.seed(seed))

    def _fleet(self, clock: Clock, store: MemoryStore, seed: int) -> Fleet:
        """With the devices and commands of the world file, or those of the state that is kept."""
        world = worldfile.load()
        world.adopt(store.devices)
        fleet = Fleet(
            clock=clock,
            ids=Ids(seed, clock),
            store=store,
            world=world,
            behaviours=dict(self._behaviours),
            presences=store.presences,
        )
        with store.newcomers(self.apis) as new:
            worldfile.send_commands(fleet, {name: self.apis[name] for name in new})
        return fleet


def create_fleet(settings: Settings, clock: Clock | None = None) -> Fleet:
    """A fleet as the default namespace of a mock has it. Raises as Builder does."""
    return Builder(settings, clock).namespace(DEFAULT).fleet


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Application:
    """The mock as an ASGI application. Raises as Builder does."""
    settings = settings or Settings()
    builder = Builder(settings, clock)
    namespaces = Namespaces(builder.namespace, limit=settings.namespaces, hold=settings.hold)
    access = Access(settings.log_format)

    @asynccontextmanager
    async def lifespan(_app: Application) -> AsyncIterator[None]:
        if namespaces.default.callbacks:
            namespaces.default.callbacks.start()  # of commands that survived a restart
        try:
            yield
        finally:
            namespaces.close()
            builder.close()
            access.flush()

    app = Application(Contract(namespaces, access), namespaces, lifespan)
    for name, api in builder.apis.items():
        around = Surroundings(api, FLEET, GATE, settings.max_body, builder.operations)
        app.add_bundled(builder.documents[name], around)
    gate = control_gate(settings)
    around = Surroundings(CONTROL_API, lambda namespace: namespace, lambda _: gate, settings.max_body)
    app.add_bundled(fleetmock_contracts.load(CONTROL), around)
    return app


def control_gate(settings: Settings) -> ControlGate:
    """Open on a loopback address; on any other, nobody gets in because somebody forgot to name a token."""
    if settings.control_token is None and not is_loopback(settings.host):
        return ControlGate(secrets.token_urlsafe(18))
    return ControlGate(settings.control_token)
