"""A mock of one API has a control plane of that API alone."""

from collections.abc import Iterator

import httpx
import pytest
from control_kit import Control

from fleetmock.app import create_app
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings


@pytest.fixture
def graph() -> Iterator[Control]:
    settings = Settings(apis=("msgraph",), port=0, log_format="off")
    app = create_app(settings)
    with (
        ThreadedServer(settings, app) as server,
        httpx.Client(base_url=server.url, headers={"authorization": "Bearer fleetmock"}, timeout=10) as client,
    ):
        yield Control(client, app)


def test_it_shows_nothing_of_the_others(graph: Control) -> None:
    assert graph.get("/version")["apis"] == ["msgraph"]
    assert [each["api"] for each in graph.get("/openapi")["documents"]] == ["msgraph", "control"]
    assert {each["api"] for each in graph.get("/devices")["devices"]} == {"msgraph"}
    assert {each["api"] for each in graph.get("/commands")["commands"]} == {"msgraph"}
    assert [each["api"] for each in graph.get("/coverage")["apis"]] == ["msgraph"]
    assert set(graph.get("/settings")["variants"]) == set(graph.get("/settings")["scenarios"]) == {"msgraph"}
    graph.missing("/openapi/applivery-aosp")
    graph.missing("/devices/applivery-apple/device/C39XK1ABCDEF")


def test_it_takes_nothing_of_the_others(graph: Control) -> None:
    for path, body, pointer in (
        ("/devices", {"api": "applivery-aosp"}, "#/api"),
        ("/tokens", {"api": "applivery-aosp"}, "#/api"),
        ("/settings", {"scenarios": {"applivery-aosp": "expired"}}, "#/scenarios/applivery-aosp"),
        ("/settings", {"variants": {"applivery-aosp": {}}}, "#/variants/applivery-aosp"),
    ):
        problem = graph.post(path, body, 422)
        assert problem["errors"][0] == {
            "in": "body",
            "pointer": pointer,
            "detail": "there is no API 'applivery-aosp'; there are msgraph",
        }


def test_commands_move_all_the_same(graph: Control) -> None:
    command = graph.launch()
    graph.post("/clock/advance", {"seconds": 60})
    assert graph.get(f"/commands/{command}")["state"] == "completed"
