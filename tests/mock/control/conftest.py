"""One server for all tests of a module; each test begins with a reset."""

from collections.abc import Iterator

import httpx
import pytest
from control_kit import Control
from kit import NOON

from fleetmock.app import create_app
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings


@pytest.fixture(scope="module")
def running() -> Iterator[Control]:
    settings = Settings(port=0, log_format="off")
    app = create_app(settings, Clock(frozen_at=NOON))
    with ThreadedServer(settings, app) as server:
        headers = {"authorization": "Bearer fleetmock"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=10) as client:
            yield Control(client, app)


@pytest.fixture
def control(running: Control) -> Control:
    for each in running.get("/namespaces")["namespaces"]:
        running.delete(f"/namespaces/{each['name']}")
    return running
