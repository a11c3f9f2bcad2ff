"""Callbacks over HTTP; how they are sent is told by the tests of the callbacks themselves."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from control_kit import COMMANDS, LAUNCH, Control
from kit import NOON

from fleetmock.app import create_app
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

STATES = ["sentToTarget", "executing", "completed"]


@pytest.fixture
def hook() -> Iterator[tuple[str, list[Any]]]:
    """A URL that takes every POST, and what it was sent."""
    got: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/hook", got
        server.shutdown()
        thread.join()


@pytest.fixture
def calling() -> Iterator[Control]:
    settings = Settings(port=0, log_format="off", callbacks=("loopback",))
    app = create_app(settings, Clock(frozen_at=NOON))
    with ThreadedServer(settings, app) as server:
        headers = {"authorization": "Bearer fleetmock"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=10) as client:
            yield Control(client, app)


def order(control: Control, url: str) -> str:
    """A command whose three callbacks have been delivered."""
    command = str(control.client.post(COMMANDS, json=LAUNCH | {"postBackUri": url}).json()["id"])
    control.post("/clock/advance", {"seconds": 60})
    waited = control.post("/wait", {"callbacks": {"commandId": command, "count": 3}, "timeout": 10})
    assert waited["met"], waited
    return command


def test_each_delivery_is_told(calling: Control, hook: tuple[str, list[Any]]) -> None:
    url, got = hook
    command = order(calling, url)
    found = calling.get("/callbacks")
    assert (found["enabled"], found["hosts"], found["waiting"]) == (True, ["loopback"], 0)
    assert [each["state"] for each in found["callbacks"]] == STATES
    assert [each["body"] for each in found["callbacks"]] == got
    for each in found["callbacks"]:
        assert (each["commandId"], each["url"], each["outcome"], each["status"]) == (command, url, "delivered", 204)
        assert calling.get(f"/callbacks/{each['id']}") == each


def test_the_list_can_be_narrowed(calling: Control, hook: tuple[str, list[Any]]) -> None:
    url, _ = hook
    first, second = order(calling, url), order(calling, url)
    assert {each["commandId"] for each in calling.get("/callbacks", commandId=second)["callbacks"]} == {second}
    assert [each["state"] for each in calling.get("/callbacks", commandId=first, state="executing")["callbacks"]] == [
        "executing"
    ]
    assert calling.get("/callbacks", outcome="lost")["callbacks"] == []
    assert [each["id"] for each in calling.get("/callbacks", since="4")["callbacks"]] == ["5", "6"]
    assert [each["id"] for each in calling.get("/callbacks", limit=1)["callbacks"]] == ["6"]


def test_one_can_be_sent_again(calling: Control, hook: tuple[str, list[Any]]) -> None:
    url, got = hook
    order(calling, url)
    response = calling.client.post("/__admin/callbacks/2/replay")
    again = response.json()
    assert (response.status_code, again["kind"], again["replayOf"], again["outcome"]) == (
        201,
        "replay",
        "2",
        "delivered",
    )
    assert calling.client.get(response.headers["location"]).json() == again
    assert got[3] == got[1]


def test_how_they_are_sent_can_be_set(calling: Control, hook: tuple[str, list[Any]]) -> None:
    url, _ = hook
    assert calling.post("/settings", {"callbacks": {"duplicate": 1}})["callbacks"] == {
        "attempts": 3,
        "timeout": 5.0,
        "backoff": 1.0,
        "duplicate": 1,
        "reorder": False,
    }
    order(calling, url)
    calling.post("/wait", {"callbacks": {"count": 6}, "timeout": 10})
    assert [each["kind"] for each in calling.get("/callbacks")["callbacks"]] == ["first", "duplicate"] * 3


def test_a_variant_that_is_set_is_the_callbacks_too(calling: Control, hook: tuple[str, list[Any]]) -> None:
    url, got = hook
    calling.post("/settings", {"variants": {"msgraph": {"casing": "pascal"}}})
    order(calling, url)
    assert [each["Status"] for each in got] == STATES


def test_without_callbacks_there_are_none(control: Control) -> None:
    assert control.get("/callbacks") == {"enabled": False, "hosts": [], "waiting": 0, "callbacks": []}
    assert control.missing("/callbacks/1")["detail"] == "The callback was not found."
    control.post("/callbacks/1/replay", status=404)


def test_an_id_is_a_number(control: Control) -> None:
    problem = control.client.get("/__admin/callbacks/first").json()
    assert (problem["status"], problem["errors"][0]["pointer"]) == (400, "#/id")
