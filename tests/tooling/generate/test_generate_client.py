import ast
from pathlib import Path
from typing import Any

import pytest

import fleetmock_contracts
from fleetmock.contract.examples import operations
from fleetmock_contracts.clients.control import Ask, AsyncClient, Client, Result
from fleetmock_contracts.models import control as models
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.generate.client import snake, write_client

DOCUMENT: dict[str, Any] = {
    "info": {"title": "doors"},
    "servers": [{"url": "/v1"}],
    "paths": {
        "/doors/{doorId}": {
            "parameters": [{"name": "doorId", "in": "path", "schema": {"type": "string"}}],
            "get": {
                "operationId": "getDoor",
                "summary": "A door.",
                "parameters": [{"name": "withHinges", "in": "query", "schema": {"type": "boolean"}}],
                "responses": {
                    "404": {"description": "-"},
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Door"}}}},
                },
            },
            "delete": {"operationId": "dropDoor", "summary": "Drop it", "responses": {"204": {"description": "-"}}},
        },
        "/knocks": {
            "get": {
                "operationId": "hearKnocks",
                "summary": "Listen",
                "responses": {"200": {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
            }
        },
    },
}


class Asked(Exception):
    """Carries what was asked past the typed result."""

    def __init__(self, ask: Ask[Any]) -> None:
        super().__init__(ask)
        self.ask = ask


def stop(ask: Ask[Result], /) -> Result:
    raise Asked(ask)


def write(document: dict[str, Any], tmp_path: Path) -> ast.Module:
    output = tmp_path / "doors.py"
    write_client(document, output, header="# made", module="doors")
    return ast.parse(output.read_text("utf-8"))


def methods(module: ast.Module, name: str) -> dict[str, str]:
    (found,) = (each for each in module.body if isinstance(each, ast.ClassDef) and each.name == name)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {each.name: ast.unparse(each).split("\n")[0] for each in found.body if isinstance(each, kinds)}


def test_each_operation_is_a_method_with_its_types_but_for_streams(tmp_path: Path) -> None:
    module = write(DOCUMENT, tmp_path)
    assert methods(module, "Client") == {
        "__init__": "def __init__(self, send: Send) -> None:",
        "get_door": "def get_door(self, door_id: str, *, with_hinges: bool | None=None) -> models.Door:",
        "drop_door": "def drop_door(self, door_id: str) -> None:",
    }
    assert methods(module, "AsyncClient")["drop_door"] == "async def drop_door(self, door_id: str) -> None:"


def test_a_schema_without_a_name_is_refused(tmp_path: Path) -> None:
    get = DOCUMENT["paths"]["/doors/{doorId}"]["get"]
    nameless = {"200": {"content": {"application/json": {"schema": {"type": "object"}}}}}
    path = {**DOCUMENT["paths"]["/doors/{doorId}"], "get": {**get, "responses": nameless}}
    with pytest.raises(CannotRun, match="getDoor: a client needs a name"):
        write({**DOCUMENT, "paths": {"/doors/{doorId}": path}}, tmp_path)


def test_both_clients_of_the_control_plane_have_all_operations() -> None:
    known = {snake(each.id) for each in operations(fleetmock_contracts.load("control"))} - {"stream_events"}
    for client in (Client, AsyncClient):
        assert {name for name in vars(client) if not name.startswith("_")} == known


def test_what_a_method_asks_is_what_the_spec_says() -> None:
    with pytest.raises(Asked) as asked:
        Client(stop).get_device("msgraph", "device", "a/b")
    assert (asked.value.ask.method, asked.value.ask.path) == ("GET", "/__admin/devices/msgraph/device/a%2Fb")
    with pytest.raises(Asked) as asked:
        Client(stop).list_commands(api="msgraph", limit=0)
    assert asked.value.ask.query == {"api": "msgraph", "limit": 0}
    with pytest.raises(Asked) as asked:
        Client(stop).advance_clock(models.ClockAdvance(seconds=90))
    assert asked.value.ask.body == models.ClockAdvance(seconds=90)
    assert asked.value.ask.result is models.Clock


@pytest.mark.parametrize(("name", "snaked"), [("getDoor", "get_door"), ("doorId", "door_id"), ("reset", "reset")])
def test_names_are_those_of_python(name: str, snaked: str) -> None:
    assert snake(name) == snaked
