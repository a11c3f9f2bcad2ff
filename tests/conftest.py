from collections.abc import Iterator

import httpx
import pytest
from kit import NOON, Mock

from fleetmock.app import create_app
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings


@pytest.fixture
def mock() -> Iterator[Mock]:
    clock = Clock(frozen_at=NOON)
    settings = Settings(port=0, log_format="off")
    app = create_app(settings, clock)
    with ThreadedServer(settings, app) as server:
        headers = {"authorization": "Bearer fleetmock"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=10) as client:
            yield Mock(server.url, client, clock, app)
