"""The whole mock on a real socket, and a real receiver."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from kit import NOON, Mock

import fleetmock_contracts
from fleetmock.app import create_app
from fleetmock.callbacks.allowlist import BadHost
from fleetmock.callbacks.promise import offers
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

DEVICE = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"
HAPPY = ["sentToTarget", "executing", "completed"]


@contextmanager
def mocking(*hosts: str, clock: Clock | None = None, **more: Any) -> Iterator[Mock]:
    settings, clock = Settings(port=0, log_format="off", callbacks=hosts, **more), clock or Clock()
    app = create_app(settings, clock)
    with ThreadedServer(settings, app) as server:
        headers = {"authorization": "Bearer fleetmock"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=10) as client:
            yield Mock(server.url, client, clock, app)


def send(mock: Mock, url: str, name: str = "postBackUri", **headers: str) -> str:
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}, name: url}
    response = mock.client.post(DEVICE, json=body, headers=headers)
    assert response.status_code == 201
    return str(response.json()["id"])


def test_each_transition_is_told_when_it_happens(receiver: Any) -> None:
    with mocking("loopback") as mock:
        began = time.monotonic()
        command = send(mock, receiver.url("/204/hook", host="localhost"))
        receiver.wait(3)
        assert time.monotonic() - began >= 1.6
        assert receiver.got[-1][2] == mock.client.get(f"{DEVICE}/{command}").json()
    assert receiver.statuses() == HAPPY
    (offer,) = offers(fleetmock_contracts.load("msgraph"))
    assert all(offer.schema.is_valid(body) and body["id"] == command for _, _, body in receiver.got)


@pytest.mark.parametrize("name", ["postBackUri", "PostBackUri", "postbackURI", "postBackURI"])
def test_every_spelling_of_the_property_is_understood(receiver: Any, name: str) -> None:
    with mocking(f"127.0.0.1:{receiver.port}", clock=Clock(frozen_at=NOON)) as mock:
        send(mock, receiver.url(), name)
        mock.clock.advance(60)
        receiver.wait(3)
    assert receiver.statuses() == HAPPY


def test_another_scenario_is_told_as_it_is(receiver: Any) -> None:
    with mocking("loopback", clock=Clock(frozen_at=NOON)) as mock:
        send(mock, receiver.url(), prefer="scenario=retry-then-deliver")
        mock.clock.advance(60)
        receiver.wait(4)
    assert receiver.statuses() == ["retry", *HAPPY]


def test_a_variant_of_the_server_is_the_callbacks_too(receiver: Any) -> None:
    with mocking("loopback", clock=Clock(frozen_at=NOON), variants=("msgraph.casing=pascal",)) as mock:
        send(mock, receiver.url())
        mock.clock.advance(60)
        receiver.wait(3)
    assert [body["Status"] for _, _, body in receiver.got] == HAPPY


@pytest.mark.parametrize("hosts", [(), ("example.org",), ("loopback:1",)])
def test_nothing_is_sent_where_it_is_not_allowed(receiver: Any, hosts: tuple[str, ...]) -> None:
    with mocking(*hosts, clock=Clock(frozen_at=NOON)) as mock:
        command = send(mock, receiver.url())
        mock.clock.advance(60)
        time.sleep(0.6)
        assert mock.client.get(f"{DEVICE}/{command}").json()["status"] == "completed"
    assert receiver.got == []


def test_a_dead_receiver_costs_the_client_nothing() -> None:
    with socket.socket() as dead, mocking("loopback", clock=Clock(frozen_at=NOON)) as mock:
        dead.bind(("127.0.0.1", 0))
        dead.listen(1)  # takes connections and answers none
        commands = [send(mock, f"http://127.0.0.1:{dead.getsockname()[1]}/") for _ in range(40)]
        mock.clock.advance(60)
        time.sleep(0.6)
        began = time.monotonic()
        for each in commands:
            assert mock.client.get(f"{DEVICE}/{each}").json()["status"] == "completed"
        assert time.monotonic() - began < 2
        began = time.monotonic()
    assert time.monotonic() - began < 3


def test_what_is_no_host_stops_the_start() -> None:
    with pytest.raises(BadHost):
        create_app(Settings(callbacks=("http://localhost",)))
    command = [sys.executable, "-m", "fleetmock_tooling", "serve", "--port", "0", "--callbacks", "*"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "'*' is no host to call back" in done.stderr
