"""Waiting and listening over HTTP; when each is woken is told by the tests of waiting and events themselves."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from control_kit import Control
from kit import NOON

from fleetmock.app import create_app
from fleetmock.events.stream import LISTENERS
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings


def later(function: Any, seconds: float = 0.1) -> threading.Timer:
    timer = threading.Timer(seconds, function)
    timer.start()
    return timer


def test_a_wait_ends_when_the_command_gets_there(control: Control) -> None:
    command = control.launch()
    timer = later(lambda: control.post("/clock/advance", {"seconds": 60}))
    result = control.post("/wait", {"command": {"id": command, "state": "completed"}, "timeout": 10})
    timer.join()
    assert (result["met"], result["reason"], result["command"]["state"]) == (True, "met", "completed")
    assert 50 < result["elapsedMs"] < 9000


def test_a_wait_in_vain_is_no_error(control: Control) -> None:
    command = control.launch()
    result = control.post("/wait", {"command": {"id": command, "state": "completed"}, "timeout": 0.05})
    assert (result["met"], result["reason"], result["command"]["state"]) == (False, "timeout", "requesting")
    assert result["detail"]
    assert control.post("/wait", {"requests": {"pattern": {}, "count": 9}, "timeout": 0})["count"] == 1


def test_a_wait_takes_an_id_of_applivery_in_any_case(control: Control) -> None:
    command = "507f1f77bcf86cd799439011"
    result = control.post("/wait", {"command": {"id": command.upper()}, "timeout": 0})
    assert (result["met"], result["command"]["id"]) == (True, command)


def test_a_wait_for_requests_counts_those_that_fit(control: Control) -> None:
    timer = later(control.launch)
    body = {"requests": {"pattern": {"operationId": "createCommand"}}, "timeout": 10}
    assert control.post("/wait", body)["count"] == 1
    timer.join()


def test_a_reset_tells_those_who_wait(control: Control) -> None:
    command = control.launch()
    timer = later(lambda: control.post("/reset", status=204))
    result = control.post("/wait", {"command": {"id": command}, "timeout": 10})
    timer.join()
    assert (result["met"], result["reason"]) == (False, "closed")


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"command": {"id": "nobody"}}, 422, "#/command/id"),
        ({"command": {"id": "507f1f77bcf86cd799439024", "state": "completed"}}, 422, "#/command/state"),
        ({"requests": {"pattern": {"pathPattern": "("}}}, 422, "#/requests/pattern/pathPattern"),
        ({"command": {"id": "x"}, "timeout": 301}, 400, "#/timeout"),
        ({}, 400, "#"),
    ],
)
def test_what_cannot_be_waited_for_is_said_at_once(
    control: Control, body: dict[str, Any], status: int, pointer: str
) -> None:
    problem = control.post("/wait", body, status)
    assert pointer in {each["pointer"] for each in problem["errors"]}


def test_nobody_is_held_longer_than_the_server_holds() -> None:
    settings = Settings(port=0, log_format="off", hold=0.05)
    with ThreadedServer(settings, create_app(settings, Clock(frozen_at=NOON))) as server:
        began = time.monotonic()
        result = httpx.post(f"{server.url}/__admin/wait", json={"callbacks": {}}, timeout=10).json()
        assert result["reason"] == "timeout"
        assert set(httpx.get(f"{server.url}/__admin/events", timeout=10).text) == {":", "\n"}
        assert time.monotonic() - began < 5


def events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    kind = ""
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, json.loads(value)


def test_what_happens_is_told_as_it_happens(control: Control) -> None:
    with control.client.stream("GET", "/__admin/events") as response:
        assert response.headers["content-type"] == "text/event-stream"
        lines = response.iter_lines()
        assert next(lines) == ":"
        told = events(lines)
        with httpx.Client(base_url=control.client.base_url, headers=control.client.headers, timeout=10) as other:
            second = Control(other, control.app)
            command = second.launch()
            kind, request = next(told)
            assert (kind, request["operationId"], request["status"]) == ("request", "createCommand", 201)
            second.post("/clock/next-event")
            kind, transition = next(told)
            assert (kind, transition["commandId"], transition["to"]) == ("transition", command, "sentToTarget")
            second.post("/reset", status=204)
        assert [kind for kind, _ in told] == ["reset"]


def test_only_the_kinds_that_are_asked_for_are_told(control: Control) -> None:
    with control.client.stream("GET", "/__admin/events", params={"kind": "reset,transition"}) as response:
        lines = response.iter_lines()
        next(lines)
        with httpx.Client(base_url=control.client.base_url, headers=control.client.headers, timeout=10) as other:
            second = Control(other, control.app)
            second.launch()
            second.post("/reset", status=204)
        assert [kind for kind, _ in events(lines)] == ["reset"]


def test_a_stream_ends_after_its_timeout(control: Control) -> None:
    assert control.client.get("/__admin/events", params={"timeout": 0}).text == ":\n\n"


def test_there_is_a_limit_of_listeners(control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control.app.namespace.events, "streams", LISTENERS)
    assert f"{LISTENERS} are listening" in control.client.get("/__admin/events").json()["detail"]
