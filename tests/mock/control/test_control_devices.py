"""Devices: where they are, what becomes of their commands, and new ones."""

from pathlib import Path
from typing import Any

import pytest
from control_kit import COMMANDS, LAUNCH, SURFACE, Control

from fleetmock import Mock
from fleetmock.control import devices
from fleetmock_contracts.models import control as models

DEVICE = f"/devices/msgraph/device/{SURFACE}"
IPHONE = "/devices/applivery-apple/device/C39XK1ABCDEF"
AOSP = "/v1/organizations/acme/mdm/aosp/enterprise/devices"
APPLE = "/v1/organizations/acme/mdm/apple/enterprise/commands"

PHONES = "/organizations/acme/mdm/apple/enterprise/commands/device"


def test_all_devices_of_the_world_are_listed(control: Control) -> None:
    listed = control.get("/devices")["devices"]
    assert [each["id"] for each in listed] == [each.id for each in control.app.namespace.fleet.world.state()]


def test_the_list_can_be_narrowed(control: Control) -> None:
    control.patch(DEVICE, {"presence": "offline"})
    assert {each["api"] for each in control.get("/devices", api="applivery-apple")["devices"]} == {"applivery-apple"}
    assert [each["id"] for each in control.get("/devices", presence="offline")["devices"]] == [SURFACE]
    assert control.get("/devices", api="applivery-apple", presence="offline")["devices"] == []


def test_a_device_is_found_by_its_other_names_too(control: Control) -> None:
    device = control.get(IPHONE)
    assert device == control.get(f"/devices/applivery-apple/device/{device['id'].upper()}")
    assert device["aliases"] == ["C39XK1ABCDEF", "353912102345678"]
    assert device["inventory"]["DeviceName"] == "iPhone 13 Pro"
    assert device["organization"] == "507f1f77bcf86cd799439012"


def test_it_says_how_many_commands_it_was_sent(control: Control) -> None:
    before = control.get(DEVICE)["commands"]
    control.launch()
    assert control.get(DEVICE)["commands"] == before + 1


@pytest.mark.parametrize(
    "path", ["/devices/applivery-apple/deviceUser/C39XK1ABCDEF", "/devices/applivery-aosp/device/C39XK1ABCDEF"]
)
def test_a_device_of_another_api_or_kind_is_not_found(control: Control, path: str) -> None:
    assert control.missing(path)["detail"] == "The device was not found."


def test_the_app_sees_that_a_device_went_offline(control: Control) -> None:
    def statuses() -> list[str]:
        return [each["status"] for each in control.client.get("/beta/me/devices").json()["value"]]

    pocket = "/devices/msgraph/device/a3d15e08-77c4-4f29-8b60-c9e1f2347d5a"
    control.patch(DEVICE, {"presence": "offline"})
    control.patch(pocket, {"presence": "offline"})
    # Graph never knew where a phone was.
    assert statuses() == ["Offline", "Online", "Unknown"]
    control.patch(DEVICE, {"presence": "standby"})
    assert statuses() == ["Online", "Online", "Unknown"]


def test_going_offline_changes_what_lies_ahead(control: Control) -> None:
    command = control.launch()
    assert control.patch(DEVICE, {"presence": "offline"})["presence"] == "offline"
    control.post("/clock/advance", {"seconds": 60})
    assert control.status(command) == "retry"
    control.patch(DEVICE, {"presence": "online"})
    control.post("/clock/advance", {"seconds": 60})
    assert control.status(command) == "completed"


def test_a_scenario_of_a_device_is_that_of_its_commands(control: Control) -> None:
    control.patch(DEVICE, {"scenario": "execution-failed"})
    command = control.launch()
    control.post("/clock/advance", {"seconds": 60})
    assert control.status(command) == "executionFailed"
    assert control.patch(DEVICE, {"scenario": None})["scenario"] is None
    assert control.get(f"/commands/{control.launch()}")["scenario"] == "happy"


def test_what_is_left_out_stays_as_it_is(control: Control) -> None:
    changed = control.patch(DEVICE, {"presence": "offline", "scenario": "slow"})
    assert control.patch(DEVICE, {"presence": "offline"}) == changed
    assert control.patch(DEVICE, {"scenario": "slow"}) == changed


def test_a_device_can_lose_its_push_token(control: Control) -> None:
    path = f"{AOSP}/507f1f77bcf86cd799439021/commands"
    assert control.client.post(path, json={"command": "LOCK"}).is_success
    control.patch("/devices/applivery-aosp/device/507f1f77bcf86cd799439021", {"pushToken": False})
    assert control.client.post(path, json={"command": "LOCK"}).json()["error"]["code"] == 5173


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"presence": "away"}, 400, "#/presence"),
        ({}, 400, "#"),
        ({"name": "x"}, 400, "#"),
        ({"presence": "offline", "scenario": "delivered"}, 422, "#/scenario"),
    ],
)
def test_a_bad_change_changes_nothing(control: Control, body: dict[str, Any], status: int, pointer: str) -> None:
    before = control.get(DEVICE)
    problem = control.patch(DEVICE, body, status)
    assert {each["pointer"] for each in problem["errors"]} == {pointer}
    assert control.get(DEVICE) == before


def test_a_new_device_of_graph_can_be_sent_commands(control: Control) -> None:
    made = control.post("/devices", {"api": "msgraph", "presence": "offline", "record": {"name": "Spare"}}, 201)
    assert (made["kind"], made["presence"], made["commands"]) == ("device", "offline", 0)
    shown = control.client.get("/beta/me/devices").json()["value"][-1]
    assert shown == {"id": made["id"], "name": "Spare"}
    created = control.client.post(COMMANDS.replace(SURFACE, made["id"]), json=LAUNCH)
    control.post("/clock/advance", {"seconds": 60})
    assert control.get(f"/commands/{created.json()['id']}")["state"] == "retry"


@pytest.mark.parametrize("name", ["my-laptop", "ABCDEFABCDEFABCDEFABCDEF"])
def test_the_location_of_a_new_device_is_where_it_is(control: Control, name: str) -> None:
    response = control.client.post("/__admin/devices", json={"api": "msgraph", "id": name})
    assert response.headers["location"].endswith(f"/__admin/devices/msgraph/device/{name}")
    assert control.client.get(response.headers["location"]).json() == response.json()


def test_a_new_android_device_is_listed_by_its_api(control: Control) -> None:
    made = control.post("/devices", {"api": "applivery-aosp", "record": {"displayName": "Dock", "tags": ["a"]}}, 201)
    listed = control.client.get(AOSP).json()["data"]["items"][-1]
    assert (listed["id"], listed["displayName"], listed["tags"]) == (made["id"], "Dock", ["a"])


def test_a_new_device_can_have_a_scenario_and_no_push_token(control: Control) -> None:
    made = control.post("/devices", {"api": "applivery-aosp", "pushToken": False, "scenario": "expired"}, 201)
    assert (made["pushToken"], made["scenario"]) == (False, "expired")
    path = f"{AOSP}/{made['id']}/commands"
    assert control.client.post(path, json={"command": "LOCK"}).json()["error"]["code"] == 5173
    control.patch(f"/devices/applivery-aosp/device/{made['id']}", {"pushToken": True})
    created = control.client.post(path, json={"command": "LOCK"}).json()["data"]
    assert control.get(f"/commands/{created['id']}")["scenario"] == "expired"


@pytest.mark.parametrize("kind", ["device", "deviceUser"])
def test_a_new_apple_device_answers_to_its_other_names(control: Control, kind: str) -> None:
    body = {"api": "applivery-apple", "kind": kind, "aliases": ["SERIAL1"], "inventory": {"DeviceName": "Mine"}}
    made = control.post("/devices", body, 201)
    command = {"RequestType": "DeviceInformation", "Queries": ["DeviceName"]}
    created = control.client.post(f"{APPLE}/{kind}/SERIAL1", json=command).json()["data"]
    assert created["targetId"] == made["id"]
    control.post("/clock/advance", {"seconds": 600})
    assert control.client.get(f"{APPLE}/{kind}/SERIAL1/{created['id']}").json()["data"]["data"] == {
        "DeviceName": "Mine"
    }


def test_a_name_that_is_taken_is_refused(control: Control) -> None:
    before = control.get("/devices")
    assert "already" in control.post("/devices", {"api": "msgraph", "id": SURFACE}, 409)["detail"]
    control.post("/devices", {"api": "applivery-apple", "aliases": ["NEW1", "C39XK1ABCDEF"]}, 409)
    assert control.get("/devices") == before
    assert control.missing("/devices/applivery-apple/device/NEW1")


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"api": "msgraph", "scenario": "delivered"}, 422, "#/scenario"),
        ({"api": "applivery-aosp", "organization": "nobody"}, 422, "#/organization"),
        ({"api": "msgraph", "pushToken": False}, 400, "#"),
        ({"api": "msgraph", "record": {"name": 5}}, 400, "#/record/name"),
        ({"api": "applivery-aosp", "id": "not-hexadecimal"}, 400, "#/id"),
    ],
)
def test_a_bad_device_is_not_made(control: Control, body: dict[str, Any], status: int, pointer: str) -> None:
    before = control.get("/devices")
    problem = control.post("/devices", body, status)
    assert pointer in {each["pointer"] for each in problem["errors"]}
    assert control.get("/devices") == before


def test_an_organization_goes_by_its_slug(control: Control) -> None:
    made = control.post("/devices", {"api": "applivery-aosp", "organization": "acme"}, 201)
    assert made["organization"] == "507f1f77bcf86cd799439012"


def test_there_is_a_limit(control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "LIMIT", 10)
    control.post("/devices", {"api": "msgraph"}, 201)
    assert "10 devices" in control.post("/devices", {"api": "msgraph"}, 409)["detail"]
    assert len(control.get("/devices")["devices"]) == 10


def test_devices_and_their_commands_survive_a_restart(tmp_path: Path) -> None:
    with Mock(state=f"sqlite:{tmp_path}/fleet.db") as handle:
        new = {"api": "applivery-apple", "aliases": ["SPARE"], "presence": "locked"}
        handle.control.create_device(models.DeviceRequest.model_validate(new))
        handle.device("C39XK1ABCDEF").update(scenario="slow")
        sent = handle.client("applivery-apple").post(f"{PHONES}/SPARE", json={"RequestType": "DeviceLock"})
        command = sent.json()["data"]
    with Mock(state=f"sqlite:{tmp_path}/fleet.db") as handle:
        found = handle.client("applivery-apple").get(f"{PHONES}/SPARE/{command['id']}").json()["data"]
        assert (found["id"], found["createdAt"]) == (command["id"], command["createdAt"])
        assert handle.device("SPARE").get().presence.value == "locked"
        assert handle.device("C39XK1ABCDEF").get().scenario == "slow"
        handle.reset()
        with pytest.raises(LookupError):
            handle.device("SPARE")
