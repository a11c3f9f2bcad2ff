"""The parts, put together: settings in, ASGI application out."""

from collections.abc import Mapping
from typing import Any

import fleetmock_contracts
from fleetmock import worldfile
from fleetmock.access import Access
from fleetmock.apis.handler import Api
from fleetmock.apis.registry import APIS
from fleetmock.contract.gate import Gate
from fleetmock.contract.middleware import Application, Contract
from fleetmock.contract.operation import Surroundings
from fleetmock.fleet.clock import Clock, RealClock
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.namespace import Behaviour, Namespace
from fleetmock.fleet.scenario import load as load_scenarios
from fleetmock.fleet.store import MemoryStore
from fleetmock.settings import Settings


class UnknownApi(Exception):
    """Settings name an API that there is no spec of."""


def chosen(settings: Settings) -> dict[str, Api]:
    """The APIs that the settings ask for. Raises UnknownApi."""
    for name in settings.apis:
        if name not in APIS:
            raise UnknownApi(f"there is no API named {name!r}; there are {', '.join(APIS)}")
    return {name: api for name, api in APIS.items() if not settings.apis or name in settings.apis}


def behaviour(api: Api, document: Mapping[str, Any]) -> Behaviour:
    """How the API's commands live, as its spec says."""
    lifecycle = Lifecycle(document["components"]["schemas"][api.lifecycle]["x-lifecycle"])
    return Behaviour(lifecycle, load_scenarios(api.name, lifecycle))


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Application:
    """The mock as an ASGI application. Raises UnknownApi."""
    settings, clock = settings or Settings(), clock or RealClock()
    apis = chosen(settings)
    documents = {name: fleetmock_contracts.load(name) for name in apis}
    namespace = Namespace(
        clock=clock,
        ids=Ids(settings.seed, clock),
        store=MemoryStore(),
        world=worldfile.load(),
        behaviours={name: behaviour(api, documents[name]) for name, api in apis.items()},
    )
    worldfile.send_commands(namespace, apis)
    app = Application(Contract(namespace.ids, Access(settings.log_format)))
    gate = Gate(settings.tokens, settings.auth)
    for name, api in apis.items():
        app.add_api(documents[name], surroundings=Surroundings(api, namespace, gate, settings.max_body))
    return app
