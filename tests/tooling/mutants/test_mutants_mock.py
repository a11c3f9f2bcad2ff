import asyncio
from typing import Any

import pytest
from mutants_kit import Fresh

import fleetmock_contracts
from fleetmock.errors import Condition
from fleetmock_tooling.mutants.catalogue.places import G_COMMAND, G_COMMANDS, G_ID
from fleetmock_tooling.mutants.message import Request
from fleetmock_tooling.mutants.mock import Mock, Templates, Waited, asked

TEMPLATE = "/beta/me/devices/{device-id}/commands/{command-id}"


@pytest.mark.parametrize(
    ("method", "path", "template", "operation"),
    [
        ("GET", G_COMMAND, TEMPLATE, "getCommand"),
        ("GET", f"{G_COMMAND}/", TEMPLATE, "getCommand"),
        ("PUT", G_COMMAND, TEMPLATE, ""),
        ("GET", f"{G_COMMAND}/responsepayload", f"{TEMPLATE}/responsepayload", "getResponsePayloadOfSdks"),
        ("GET", f"{G_COMMAND}/else", "", ""),
        ("GET", "/", "", ""),
    ],
)
def test_a_request_is_placed(method: str, path: str, template: str, operation: str) -> None:
    placed = Templates(fleetmock_contracts.load("msgraph")).placed(Request(method, path))
    assert (placed.template, placed.operation) == (template, operation)


def test_arguments_are_decoded() -> None:
    placed = Templates(fleetmock_contracts.load("msgraph")).placed(Request("GET", f"{G_COMMANDS}/a%2Fb%FF"))
    assert placed.arguments["command-id"] == "a/b\udcff"
    assert placed.with_argument("device-id", "d").path == "/beta/me/devices/d/commands/a%2Fb%FF"


def test_a_refusal_is_the_one_that_the_mock_itself_would_give(fresh: Fresh) -> None:
    headers = (("host", "h"), ("authorization", "Bearer fleetmock"))
    request = Request("GET", G_COMMAND.replace(G_ID, "nobody"), "", headers)
    mock = Mock("msgraph", fresh("msgraph"), {})
    real, made = mock(request), mock.refuse(request, Condition.UNKNOWN_ENTITY)
    assert (real.status, real.json()["error"]["code"]) == (made.status, made.json()["error"]["code"])
    assert [name for name, _ in real.headers] == [name for name, _ in made.headers]


def test_what_waits_cannot_be_asked() -> None:
    async def waiting(*_: Any) -> None:
        await asyncio.sleep(0)

    with pytest.raises(Waited):
        asked(waiting, Request("GET", "/"))
