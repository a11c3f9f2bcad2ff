"""The control plane as a test in any language would use it: over HTTP, with plain JSON."""

from dataclasses import dataclass
from typing import Any

import httpx

from fleetmock.contract.middleware import Application

SURFACE = "6841b3db-2b55-467b-ad84-79a41a4ef665"
COMMANDS = f"/beta/me/devices/{SURFACE}/commands"
LAUNCH = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}


@dataclass(frozen=True)
class Control:
    """The control plane of a mock whose clock stands still, and its vendors' APIs."""

    client: httpx.Client
    app: Application

    def get(self, path: str, **query: Any) -> Any:
        return self._body(self.client.get(f"/__admin{path}", params=query), 200)

    def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        return self._body(self._send("POST", path, body), status)

    def patch(self, path: str, body: Any, status: int = 200) -> Any:
        return self._body(self._send("PATCH", path, body), status)

    def put(self, path: str, status: int = 200) -> Any:
        return self._body(self._send("PUT", path, None), status)

    def delete(self, path: str, status: int = 204) -> Any:
        return self._body(self._send("DELETE", path, None), status)

    def missing(self, path: str) -> Any:
        """The problem of a GET that finds nothing."""
        return self._body(self.client.get(f"/__admin{path}"), 404)

    def launch(self, **headers: str) -> str:
        """The id of a new command."""
        response = self.client.post(COMMANDS, json=LAUNCH, headers=headers)
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    def status(self, command: str) -> str:
        """As a client of Graph sees it."""
        return str(self.client.get(f"{COMMANDS}/{command}").json()["status"])

    def _send(self, method: str, path: str, body: Any) -> httpx.Response:
        return self.client.request(method, f"/__admin{path}", **({} if body is None else {"json": body}))

    @staticmethod
    def _body(response: httpx.Response, status: int) -> Any:
        assert response.status_code == status, response.text
        return response.json() if response.content else None
