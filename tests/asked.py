"""A mock without a socket: when an answer is there, everything that follows it has happened too."""

import asyncio
from typing import Any

import httpx
from kit import NOON

from fleetmock.app import create_app
from fleetmock.coverage.coverage import Coverage
from fleetmock.fleet.clock import Clock
from fleetmock.journal.entry import Entry
from fleetmock.journal.journal import Journal
from fleetmock.journal.pattern import Pattern
from fleetmock.namespaces.namespace import Namespace
from fleetmock.settings import Settings

HEADERS = {"authorization": "Bearer fleetmock"}
SURFACE = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665"
COMMANDS = f"{SURFACE}/commands"
LAUNCH = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
APPLE = "/v1/organizations/acme/mdm/apple/enterprise/commands/device/C39XK1ABCDEF"
AOSP = "/v1/organizations/acme/mdm/aosp/enterprise/devices/507f1f77bcf86cd799439021/commands"


class Asked:
    """A mock whose clock stands still, and what it was asked."""

    def __init__(self, **settings: Any) -> None:
        self.clock = Clock(frozen_at=NOON)
        self.app = create_app(Settings(log_format="off", **settings), self.clock)

    def __call__(self, method: str, path: str, **request: Any) -> httpx.Response:
        """`request` is as httpx has it. A list of headers is sent as it is, a mapping with the usual token."""
        sent = request.get("headers", {})
        request["headers"] = sent if isinstance(sent, list) else HEADERS | sent
        return asyncio.run(self._ask(method, path, request))

    @property
    def namespace(self) -> Namespace:
        return self.app.namespace

    @property
    def journal(self) -> Journal:
        return self.namespace.journal

    @property
    def coverage(self) -> Coverage:
        return self.namespace.coverage

    @property
    def last(self) -> Entry:
        return self.journal.find(Pattern())[-1]

    async def _ask(self, method: str, path: str, request: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock.test") as client:
            return await client.request(method, path, **request)
