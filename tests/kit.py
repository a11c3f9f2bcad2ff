"""What tests share."""

from dataclasses import dataclass

import httpx

from fleetmock.contract.middleware import Application
from fleetmock.fleet.clock import Clock
from fleetmock.namespaces.namespace import Namespace

NOON = 1_790_000_000.0  # 2026-09-21T14:13:20Z; any moment will do as long as it is always the same


@dataclass(frozen=True)
class Mock:
    """A mock on a real socket whose clock stands still until a test moves it; `namespace` is its default one."""

    url: str
    client: httpx.Client
    clock: Clock
    app: Application

    @property
    def namespace(self) -> Namespace:
        return self.app.namespace
