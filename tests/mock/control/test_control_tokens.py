"""Bearer tokens for the vendors' APIs."""

from typing import Any

import pytest
from control_kit import COMMANDS, LAUNCH, Control

from fleetmock import tokens
from fleetmock.control import tokens as handlers


def status(control: Control, token: str, method: str = "GET", path: str = "/beta/me/devices") -> int:
    body: Any = LAUNCH if method == "POST" else None
    return control.client.request(method, path, json=body, headers={"authorization": f"Bearer {token}"}).status_code


def test_the_tokens_of_the_start_are_known(control: Control) -> None:
    assert control.get("/tokens") == {"tokens": [{"token": "fleetmock"}]}


def test_a_minted_token_passes_everywhere_and_is_not_listed(control: Control) -> None:
    made = control.post("/tokens", {}, 201)
    assert made == {"token": tokens.mint(tokens.Grant())}
    assert status(control, made["token"]) == 200
    assert len(control.get("/tokens")["tokens"]) == 1


def test_permissions_hold(control: Control) -> None:
    body = {"api": "msgraph", "permissions": ["Device.Read"]}
    made = control.post("/tokens", body, 201)
    assert {name: made[name] for name in body} == body
    assert status(control, made["token"]) == 200
    assert status(control, made["token"], "POST", COMMANDS) == 403
    assert status(control, made["token"], path="/v1/organizations/acme/mdm/aosp/enterprise/devices") == 401


def test_a_token_expires_by_the_clock_of_the_mock(control: Control) -> None:
    made = control.post("/tokens", {"name": "soon-over", "expiresIn": 60}, 201)
    assert made["expiresAt"] == "2026-09-21T14:14:20.000Z"
    assert status(control, "soon-over") == 200
    control.post("/clock/advance", {"seconds": 60})
    assert status(control, "soon-over") == 401
    assert status(control, control.post("/tokens", {"expiresIn": -1}, 201)["token"]) == 401


def test_a_name_is_known_in_its_own_namespace_until_the_reset(control: Control) -> None:
    control.post("/tokens", {"name": "mine"}, 201)
    assert control.get("/tokens")["tokens"] == [{"token": "fleetmock"}, {"token": "mine"}]
    assert (status(control, "mine"), status(control, "mine", path="/ns/gw1/beta/me/devices")) == (200, 401)
    control.post("/reset", status=204)
    assert status(control, "mine") == 401


def test_a_name_can_be_given_other_permissions(control: Control) -> None:
    control.post("/tokens", {"name": "mine"}, 201)
    control.post("/tokens", {"name": "mine", "permissions": ["Device.Command"]}, 201)
    assert status(control, "mine") == 403


@pytest.mark.parametrize(
    ("body", "status_code", "pointer"),
    [
        ({"permissions": ["Device.Everything"]}, 422, "#/permissions"),
        ({"api": "applivery-aosp", "permissions": ["Device.Read"]}, 422, "#/permissions"),
        ({"name": "with space"}, 400, "#/name"),
        ({"api": "graph"}, 400, "#/api"),
        ({"expiresIn": "soon"}, 400, "#/expiresIn"),
    ],
)
def test_a_bad_token_is_not_made(control: Control, body: dict[str, Any], status_code: int, pointer: str) -> None:
    problem = control.post("/tokens", {"name": "mine", **body}, status_code)
    assert pointer in {each["pointer"] for each in problem["errors"]}
    assert len(control.get("/tokens")["tokens"]) == 1


def test_there_is_a_limit(control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "LIMIT", 2)
    control.post("/tokens", {"name": "one"}, 201)
    assert "2 tokens" in control.post("/tokens", {"name": "two"}, 409)["detail"]
    control.post("/tokens", {"name": "one", "expiresIn": 5}, 201)
