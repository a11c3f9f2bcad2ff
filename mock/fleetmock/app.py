"""The parts, put together: settings in, ASGI application out."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import fleetmock_contracts
from fleetmock import scenariofile, worldfile
from fleetmock.access import Access
from fleetmock.apis.handler import Api
from fleetmock.apis.registry import APIS
from fleetmock.apis.variants.registry import Variants, started
from fleetmock.callbacks.allowlist import AllowList
from fleetmock.callbacks.dispatcher import Dispatcher
from fleetmock.callbacks.promise import Promise, offers
from fleetmock.contract.gate import Gate
from fleetmock.contract.middleware import Application, Contract
from fleetmock.contract.operation import Surroundings
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Behaviour, Fleet
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.sqlite import SqliteStore
from fleetmock.fleet.statefile import UnusableState
from fleetmock.fleet.store import MemoryStore
from fleetmock.settings import Settings
from fleetmock.tokens import named


class UnknownApi(Exception):
    """Settings name an API that there is no spec of."""


class UnknownScenario(Exception):
    """Settings name a scenario that no API served has."""


def chosen(settings: Settings) -> dict[str, Api]:
    """The APIs that the settings ask for. Raises UnknownApi."""
    for name in settings.apis:
        if name not in APIS:
            raise UnknownApi(f"there is no API named {name!r}; there are {', '.join(APIS)}")
    return {name: api for name, api in APIS.items() if not settings.apis or name in settings.apis}


def behaviour(api: Api, document: Mapping[str, Any], folder: Path | None = None) -> Behaviour:
    """How the API's commands live, as its spec and the scenario files say. Raises BadScenario."""
    lifecycle = Lifecycle(document["components"]["schemas"][api.lifecycle]["x-lifecycle"])
    scenarios = scenariofile.load(api.name, lifecycle, folder)
    return Behaviour(lifecycle, scenarios.by_name, scenarios.default)


def with_default(behaviours: Mapping[str, Behaviour], scenario: str | None) -> Mapping[str, Behaviour]:
    """The behaviours with this scenario as the default of every API that has it. Raises UnknownScenario."""
    if scenario is None:
        return behaviours
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


def promises(
    apis: Mapping[str, Api], documents: Mapping[str, Any], variants: Mapping[str, Variants]
) -> dict[str, Promise]:
    """The callbacks of those APIs that can show what is called back with."""
    return {
        name: Promise(offers(documents[name]), api.show, variants[name].default)
        for name, api in apis.items()
        if api.show
    }


def create_fleet(settings: Settings, clock: Clock | None = None) -> Fleet:
    """The fleet behind the mock, with the commands of the world file or of the state that is kept.

    Raises UnknownApi, UnknownScenario, BadScenario or UnusableState.
    """
    clock = clock or Clock(frozen_at=settings.freeze_at)
    apis = chosen(settings)
    found = {name: behaviour(api, fleetmock_contracts.load(name), settings.scenarios) for name, api in apis.items()}
    behaviours = with_default(found, settings.scenario)
    store = store_for(settings.state, behaviours)
    fleet = Fleet(
        clock=clock,
        ids=Ids(store.seed(settings.seed), clock),
        store=store,
        world=worldfile.load(),
        behaviours=behaviours,
        presences=store.presences,
    )
    with store.newcomers(apis) as new:
        worldfile.send_commands(fleet, {name: apis[name] for name in new})
    return fleet


def create_app(settings: Settings | None = None, clock: Clock | None = None, fleet: Fleet | None = None) -> Application:
    """The mock as an ASGI application, of a new fleet unless one is given.

    Raises UnknownApi, UnknownPermission, UnknownScenario, UnknownVariant, BadScenario, BadHost or UnusableState.
    """
    settings = settings or Settings()
    apis = chosen(settings)
    gate = Gate(named(settings.tokens), settings.auth)
    variants = started(settings.variants, apis)
    allowed = AllowList(settings.callbacks)
    documents = {name: fleetmock_contracts.load(name) for name in apis}
    # Last of what can be refused: it opens the file that state is kept in.
    fleet = fleet or create_fleet(settings, clock)
    dispatcher: Dispatcher | None = None
    if settings.callbacks:
        dispatcher = Dispatcher(fleet, promises(apis, documents, variants), allowed)
        fleet.listeners.append(dispatcher.planned)

    @asynccontextmanager
    async def lifespan(_app: Application) -> AsyncIterator[None]:
        with closing(fleet.store):
            async with dispatcher.running() if dispatcher else nullcontext():
                yield

    app = Application(Contract(fleet.ids, Access(settings.log_format)), fleet, lifespan)
    for name, api in apis.items():
        app.add_api(documents[name], surroundings=Surroundings(api, fleet, gate, settings.max_body, variants[name]))
    return app
