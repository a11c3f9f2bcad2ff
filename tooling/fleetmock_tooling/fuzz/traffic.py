"""Somebody who uses a vendor's API while the control plane is fuzzed: without, its journal would always be empty."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count

import requests

import fleetmock_contracts
from fleetmock.contract.examples import example_path, examples, operations

_API = "msgraph"
_WITHIN = 10.0
# Commands pile up, so most requests only look at the devices.
_EVERY = 10


class Traffic:
    """One request each time it is called. Now and then it creates a command that wants to be called back."""

    def __init__(self, root: str, token: str, hook: str) -> None:
        """`root` is the URL of the mock, `hook` one that takes callbacks."""
        by_id = {each.id: each for each in operations(fleetmock_contracts.load(_API))}
        create = by_id["createCommand"]
        self._devices = root + example_path(by_id["listDevices"])
        self._commands = root + example_path(create)
        self._body = examples(create.spec["requestBody"]["content"]["application/json"])[0] | {"postBackUri": hook}
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {token}"
        self._number = count()

    def __call__(self) -> None:
        """Whatever is answered: the fuzzer may have changed the settings."""
        if next(self._number) % _EVERY:
            self._session.get(self._devices, timeout=_WITHIN)
        else:
            self._session.post(self._commands, json=self._body, timeout=_WITHIN)


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # noqa: N802 - the name is the library's
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody wants to know."""


@contextmanager
def hook() -> Iterator[str]:
    """The URL of a server on this machine that takes every POST."""
    with HTTPServer(("127.0.0.1", 0), _Hook) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
