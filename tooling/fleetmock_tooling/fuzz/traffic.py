"""Somebody who uses the mock while its control plane is fuzzed: without, there would be nothing for it to show."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from typing import Final

import httpx

import fleetmock_contracts
from fleetmock.contract.examples import base_path, example_path, examples, operations
from fleetmock.faults.faults import Fault

_API: Final = "msgraph"
_WITHIN: Final = 10.0
# Commands pile up, so most requests only look at the devices.
_EVERY: Final = 10


# A fault that changes nothing.
_FAULT: Final = {"kind": "latency", "delay": {"type": "fixed", "milliseconds": 0}}


class Traffic:
    """One request each time it is called. Now and then it creates a command that wants to be called back."""

    def __init__(self, root: str, token: str, hook: str, faults: Callable[[], list[Fault]]) -> None:
        """`root` is the URL of the mock, `hook` one that takes callbacks; `faults` tells those that there are."""
        by_id = {each.id: each for each in operations(fleetmock_contracts.load(_API))}
        create = by_id["createCommand"]
        self._devices = root + example_path(by_id["listDevices"])
        self._commands = root + example_path(create)
        self._body = examples(create.spec["requestBody"]["content"]["application/json"])[0] | {"postBackUri": hook}
        self._faults = faults
        self._faults_url = f"{root}{base_path(fleetmock_contracts.load(fleetmock_contracts.CONTROL))}/faults"
        # Not through `requests`: what that sends goes over the wire of the run, which counts and judges it.
        headers = {"Authorization": f"Bearer {token}"}
        self._session = httpx.Client(trust_env=False, headers=headers, timeout=_WITHIN)
        self._number = count()

    def close(self) -> None:
        self._session.close()

    def __call__(self) -> None:
        """Whatever is answered: the fuzzer may have changed the settings. With its faults, answers would take hours."""
        faults = self._faults()
        if not faults:
            self._session.post(self._faults_url, json=_FAULT)
            # Without faults it was reset, and its commands and callbacks are gone too.
            self._number = count()
        elif any(each.definition != _FAULT for each in faults):
            return
        if next(self._number) % _EVERY:
            self._session.get(self._devices)
        else:
            self._session.post(self._commands, json=self._body)


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody wants to know."""


class _Server(HTTPServer):
    # Of connections. A client waits for a second when there is no room for it.
    request_queue_size = 128


@contextmanager
def hook() -> Iterator[str]:
    """The URL of a server on this machine that takes every POST."""
    with _Server(("127.0.0.1", 0), _Hook) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
