"""What can be changed of a namespace while it lives."""

import pytest
from control_kit import Control

from fleetmock.apis.registry import APIS
from fleetmock.apis.variants.registry import VARIANTS


def test_they_show_every_api_and_every_variant(control: Control) -> None:
    settings = control.get("/settings")
    assert (settings["namespace"], settings["seed"], settings["auth"]) == ("default", 0, "strict")
    assert set(settings["scenarios"]) == set(APIS)
    assert settings["variants"] == {api: {each.name: each.default for each in VARIANTS[api]} for api in APIS}


def test_an_open_gate_asks_for_no_token(control: Control) -> None:
    stranger = {"authorization": "Bearer nobody"}
    assert control.client.get("/beta/me/devices", headers=stranger).status_code == 401
    assert control.post("/settings", {"auth": "open"})["auth"] == "open"
    assert control.client.get("/beta/me/devices", headers=stranger).status_code == 200


def test_a_scenario_is_that_of_every_api_that_has_it(control: Control) -> None:
    before = control.get("/settings")["scenarios"]
    after = control.post("/settings", {"scenario": "slow"})["scenarios"]
    assert after == before | {"msgraph": "slow", "applivery-apple": "slow"}
    assert control.get(f"/commands/{control.launch()}")["scenario"] == "slow"


def test_scenarios_by_api_change_only_those(control: Control) -> None:
    before = control.get("/settings")["scenarios"]
    after = control.post("/settings", {"scenarios": {"msgraph": "execution-failed"}})["scenarios"]
    assert after == before | {"msgraph": "execution-failed"}


def test_a_variant_is_served_from_now_on(control: Control) -> None:
    control.post("/settings", {"variants": {"msgraph": {"casing": "pascal"}}})
    assert "Name" in control.client.get("/beta/me/devices").json()["value"][0]
    variants = control.post("/settings", {"variants": {"msgraph": {"envelope": "value"}}})["variants"]["msgraph"]
    assert (variants["casing"], variants["envelope"]) == ("pascal", "value")


def test_another_namespace_keeps_its_own(control: Control) -> None:
    control.post("/settings", {"auth": "open", "scenario": "slow", "variants": {"msgraph": {"casing": "pascal"}}})
    other = control.client.get("/ns/gw1/__admin/settings").json()
    assert (other["auth"], other["scenarios"]["msgraph"]) == ("strict", "happy")
    assert other["variants"]["msgraph"]["casing"] == "camel"
    assert "name" in control.client.get("/ns/gw1/beta/me/devices").json()["value"][0]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"scenario": "fast"}, "#/scenario"),
        ({"scenarios": {"msgraph": "delivered"}}, "#/scenarios/msgraph"),
        ({"variants": {"msgraph": {"casing": "snake"}}}, "#/variants/msgraph"),
        ({"variants": {"applivery-aosp": {"casing": "camel"}}}, "#/variants/applivery-aosp"),
    ],
)
def test_what_there_is_not_changes_nothing(control: Control, body: dict[str, object], pointer: str) -> None:
    before = control.get("/settings")
    problem = control.post("/settings", {"auth": "open", **body}, 422)
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert "there are" in problem["detail"]
    assert control.get("/settings") == before


def test_callbacks_cannot_be_set_where_nobody_is_called_back(control: Control) -> None:
    before = control.get("/settings")
    problem = control.post("/settings", {"auth": "open", "callbacks": {"duplicate": 1}}, 409)
    assert "--callbacks" in problem["detail"]
    assert control.get("/settings") == before
