"""The whole mock on a real socket, and a real receiver."""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
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
TOKEN = {"authorization": "Bearer fleetmock"}
HAPPY = ["sentToTarget", "executing", "completed"]


@contextmanager
def mocking(*hosts: str, clock: Clock | None = None, **more: Any) -> Iterator[Mock]:
    settings, clock = Settings(port=0, log_format="off", callbacks=hosts, **more), clock or Clock()
    app = create_app(settings, clock)
    with ThreadedServer(settings, app) as server, httpx.Client(base_url=server.url, headers=TOKEN) as client:
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
        time.sleep(0.2)
        assert mock.client.get(f"{DEVICE}/{command}").json()["status"] == "completed"
    assert receiver.got == []


def test_a_dead_receiver_costs_the_client_nothing() -> None:
    with socket.socket() as dead, mocking("loopback", clock=Clock(frozen_at=NOON)) as mock:
        dead.bind(("127.0.0.1", 0))
        dead.listen(1)  # takes connections and answers none
        commands = [send(mock, f"http://127.0.0.1:{dead.getsockname()[1]}/") for _ in range(40)]
        mock.clock.advance(60)
        time.sleep(0.2)
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


def test_a_command_that_survived_a_restart_is_called_back_for(receiver: Any, tmp_path: Path) -> None:
    state = f"sqlite:{tmp_path / 'fleet.db'}"
    with mocking("loopback", clock=Clock(frozen_at=NOON), state=state) as mock:
        send(mock, receiver.url(), prefer="scenario=slow")
        mock.clock.advance(20)
        receiver.wait(1)
    with mocking("loopback", clock=Clock(frozen_at=NOON + 25), state=state) as mock:
        mock.clock.advance(100)
        receiver.wait(3)
    assert receiver.statuses() == HAPPY


# Through the control plane.


def control(mock: Mock, method: str, path: str, body: Any = None, namespace: str = "") -> Any:
    response = mock.client.request(method, f"{namespace}/__admin/{path}", json=body)
    assert response.status_code < 300, response.text
    return response.json() if response.content else None


def frozen(*hosts: str) -> AbstractContextManager[Mock]:
    return mocking(*(hosts or ("loopback",)), clock=Clock(frozen_at=NOON))


def test_they_are_waited_for_and_looked_up(receiver: Any) -> None:
    with frozen() as mock:
        command = send(mock, receiver.url())
        control(mock, "POST", "clock/advance", {"seconds": 60})
        waited = control(mock, "POST", "wait", {"callbacks": {"commandId": command, "count": 3}, "timeout": 10})
        assert (waited["met"], waited["count"]) == (True, 3)
        found = control(mock, "GET", f"callbacks?commandId={command}")
        assert (found["enabled"], found["hosts"], found["waiting"]) == (True, ["loopback"], 0)
        assert [(each["state"], each["outcome"]) for each in found["callbacks"]] == [(s, "delivered") for s in HAPPY]
        assert [each["body"] for each in found["callbacks"]] == [body for _, _, body in receiver.got]
        last = found["callbacks"][-1]
        assert control(mock, "GET", f"callbacks/{last['id']}") == last
        assert control(mock, "GET", "callbacks?outcome=lost")["callbacks"] == []
        assert control(mock, "GET", f"callbacks?since={last['id']}")["callbacks"] == []
        assert mock.client.get("/__admin/callbacks/999").status_code == 404


def test_one_is_sent_again(receiver: Any) -> None:
    with frozen() as mock:
        send(mock, receiver.url())
        control(mock, "POST", "clock/advance", {"seconds": 0.5})
        control(mock, "POST", "wait", {"callbacks": {}, "timeout": 10})
        response = mock.client.post("/__admin/callbacks/1/replay")
        assert response.status_code == 201
        again = response.json()
        assert (again["kind"], again["replayOf"], again["status"]) == ("replay", "1", 204)
        assert mock.client.get(response.headers["location"]).json() == again
    assert receiver.got[0][2] == receiver.got[1][2]


def test_a_receiver_that_fails_is_tried_again_when_the_clock_gets_there(receiver: Any) -> None:
    with frozen() as mock:
        control(mock, "POST", "settings", {"callbacks": {"backoff": 0.125}})
        send(mock, receiver.url("/503-503-204"))
        for tries in (1, 2, 3):
            control(mock, "POST", "clock/next-event")
            outcome = "delivered" if tries == 3 else "failed"
            wanted = {"callbacks": {"outcome": outcome, "count": 1 if tries == 3 else tries}, "timeout": 10}
            assert control(mock, "POST", "wait", wanted)["met"]
            assert len(receiver.got) == tries
    assert receiver.statuses() == HAPPY[:1] * 3


def test_each_namespace_has_its_own(receiver: Any) -> None:
    with frozen() as mock:
        control(mock, "POST", "settings", {"callbacks": {"duplicate": 1}}, "/ns/one")
        for namespace in ("/ns/one", "/ns/two"):
            body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}, "postBackUri": receiver.url()}
            mock.client.post(namespace + DEVICE, json=body)
        control(mock, "POST", "clock/advance", {"seconds": 60}, "/ns/one")
        assert control(mock, "POST", "wait", {"callbacks": {"count": 6}, "timeout": 10}, "/ns/one")["met"]
        assert control(mock, "GET", "callbacks", namespace="/ns/two")["callbacks"] == []
        assert control(mock, "GET", "callbacks", namespace="/ns/two")["waiting"] == 1
        assert control(mock, "GET", "callbacks")["callbacks"] == []
    assert len(receiver.got) == 6


def test_a_reset_forgets_what_was_waiting(receiver: Any) -> None:
    with frozen() as mock:
        send(mock, receiver.url("/204/before"))
        old = mock.namespace
        control(mock, "POST", "reset")
        assert control(mock, "GET", "callbacks")["waiting"] == 0
        send(mock, receiver.url("/204/after"))
        control(mock, "POST", "clock/advance", {"seconds": 60})
        assert control(mock, "POST", "wait", {"callbacks": {"count": 3}, "timeout": 10})["met"]
        assert old.fleet.clock is mock.namespace.fleet.clock
        assert len(mock.clock.listeners) == 1
    assert {path for path, _, _ in receiver.got} == {"/204/after"}


def test_deliveries_are_events(receiver: Any) -> None:
    with frozen() as mock, httpx.Client(base_url=mock.url, timeout=10) as listener:
        with listener.stream("GET", "/__admin/events?kind=callback") as response:
            lines = response.iter_lines()
            assert next(lines) == ":"
            send(mock, receiver.url())
            mock.clock.advance(0.5)
            data = json.loads(next(line for line in lines if line.startswith("data: "))[6:])
        shown = control(mock, "GET", "callbacks/1")
    assert shown == data | {"body": receiver.got[0][2], "bodyOmitted": False}


def test_a_mock_that_calls_nobody_back_does_not_load_what_it_would_take() -> None:
    program = "import sys, fleetmock.app as app; app.create_app(); print('fleetmock.callbacks.sender' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"


def test_a_thousand_namespaces_take_neither_tasks_nor_timers(receiver: Any) -> None:
    async def story() -> None:
        app = create_app(Settings(callbacks=("loopback",), log_format="off"), Clock(frozen_at=NOON))
        for number in range(1000):
            app.namespaces.get(f"n{number}")
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert [each.callbacks._ticker._timer for each in app.namespaces if each.callbacks] == [None] * 1001
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock", headers=TOKEN) as client:
            body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}, "postBackUri": receiver.url()}
            await client.post(f"/ns/n7{DEVICE}", json=body)
            await client.post("/ns/n7/__admin/clock/advance", json={"seconds": 60})
            answer = await client.post("/ns/n7/__admin/wait", json={"callbacks": {"count": 3}, "timeout": 10})
        assert answer.json()["met"]
        app.namespaces.close()

    asyncio.run(story())
    assert receiver.statuses() == HAPPY
