"""Applivery for Apple as a client meets it, on a real socket, with a clock that only the test moves."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from kit import Mock

from fleetmock import Mock as InProcess

COMMANDS = "/v1/organizations/507f1f77bcf86cd799439012/mdm/apple/enterprise/commands"
PHONE = f"{COMMANDS}/device/507f1f77bcf86cd799439014"
KNOWN = f"{PHONE}/507f1f77bcf86cd799439011"
QUERY = {"RequestType": "DeviceInformation", "Queries": ["DeviceName", "OSVersion"]}


def error(response: httpx.Response, status: int, code: int, message: str) -> None:
    assert response.status_code == status, response.text
    body = response.json()
    assert body["status"] is False
    assert (body["error"]["code"], body["error"]["message"]) == (code, message)


def data(response: httpx.Response) -> Any:
    assert response.status_code == 200, response.text
    assert response.json()["status"] is True
    return response.json()["data"]


def test_the_documented_command_is_there(mock: Mock) -> None:
    record = data(mock.client.get(KNOWN))
    assert record["id"] == "507f1f77bcf86cd799439011"
    assert record["status"] == "Acknowledged"
    assert record["UUID"] == "550e8400-e29b-41d4-a716-446655440000"
    assert record["data"] == {"DeviceName": "iPhone 13 Pro", "OSVersion": "17.2.1"}
    assert record["createdAt"] == "2026-02-10T12:00:00Z"


@pytest.mark.parametrize("target", ["C39XK1ABCDEF", "353912102345678", "507F1F77BCF86CD799439014"])
def test_asking_by_another_name_answers_with_the_id(mock: Mock, target: str) -> None:
    asked = mock.client.get(
        f"{COMMANDS}/device/{target}/507f1f77bcf86cd799439011".replace("507f1f77bcf86cd799439012", "acme")
    )
    assert data(asked) == data(mock.client.get(KNOWN))


def test_a_command_goes_its_way_with_time(mock: Mock) -> None:
    created = data(mock.client.post(PHONE, json=QUERY))
    assert created["status"] == "Pending"
    assert created["numTries"] == 0
    assert not {"sentAt", "triedAt", "receivedAt", "canceledAt", "data"} & set(created)
    seen: list[str] = []
    for _ in range(25):
        record = data(mock.client.get(f"{PHONE}/{created['id']}"))
        if not seen or seen[-1] != record["status"]:
            seen.append(record["status"])
        moments = [
            record[name] for name in ("createdAt", "sentAt", "triedAt", "receivedAt", "updatedAt") if name in record
        ]
        assert moments == sorted(moments)
        mock.clock.advance(0.1)
    assert seen == ["Pending", "Awaiting", "Acknowledged"]
    assert record["numTries"] == 1
    assert record["data"] == {"DeviceName": "iPhone 13 Pro", "OSVersion": "17.2.1"}


@pytest.mark.parametrize("queries", [[["x"]], [{"a": 1}], [1, None, True], "DeviceName", None])
def test_queries_that_make_no_sense_are_answered_with_what_does(mock: Mock, queries: object) -> None:
    body = {"RequestType": "DeviceInformation", "Queries": queries}
    where = f"{PHONE}/{data(mock.client.post(PHONE, json=body))['id']}"
    mock.clock.advance(10)
    expected = {} if isinstance(queries, list) else {"DeviceName": "iPhone 13 Pro"}
    assert expected.items() <= data(mock.client.get(where))["data"].items()
    assert data(mock.client.get(where))["status"] == "Acknowledged"


def test_many_targets_get_a_command_each(mock: Mock) -> None:
    body = {"command": {"RequestType": "DeviceLock"}, "targetIds": ["C39XK1ABCDEF", "FVFXC2ABQ6L4"]}
    records = data(mock.client.post(f"{COMMANDS}/device", json=body))
    assert [each["targetId"] for each in records] == ["507f1f77bcf86cd799439014", "507f1f77bcf86cd799439017"]
    mock.clock.advance(10)
    for each in records:
        shown = data(mock.client.get(f"{COMMANDS}/device/{each['targetId']}/{each['id']}"))
        assert shown["data"] == {"MessageResult": "Success"}


def test_one_unknown_target_means_no_command_at_all(mock: Mock) -> None:
    body = {"command": {"RequestType": "DeviceLock"}, "targetIds": ["C39XK1ABCDEF", "nobody"]}
    before = data(mock.client.post(PHONE, json=QUERY))["id"]
    error(mock.client.post(f"{COMMANDS}/device", json=body), 404, 3001, "Entity not found")
    after = data(mock.client.post(PHONE, json=QUERY))["id"]
    assert int(after, 16) == int(before, 16) + 1


def test_a_device_user_is_not_a_device(mock: Mock) -> None:
    assert data(mock.client.post(f"{COMMANDS}/deviceUser/ada", json=QUERY))["targetType"] == "deviceUser"
    error(mock.client.post(f"{COMMANDS}/device/ada", json=QUERY), 404, 3001, "Entity not found")


def test_a_pending_command_can_be_canceled_once(mock: Mock) -> None:
    where = f"{PHONE}/{data(mock.client.post(PHONE, json=QUERY))['id']}"
    assert data(mock.client.post(f"{where}/cancel")) == {"canceled": "OK"}
    mock.clock.advance(60)
    record = data(mock.client.get(where))
    assert record["status"] == "Cancel"
    assert record["canceledAt"] == record["createdAt"] == record["updatedAt"]
    error(mock.client.post(f"{where}/cancel"), 400, 5106, "AdmCommand not status pending or tried")


@pytest.mark.parametrize("seconds", [1.3, 60])
def test_a_command_that_the_device_has_fetched_cannot(mock: Mock, seconds: float) -> None:
    where = f"{PHONE}/{data(mock.client.post(PHONE, json=QUERY))['id']}"
    mock.clock.advance(seconds)
    error(mock.client.post(f"{where}/cancel"), 400, 5106, "AdmCommand not status pending or tried")


@pytest.mark.parametrize(
    "path",
    [
        f"{PHONE}/507f1f77bcf86cd799439099",
        f"{COMMANDS}/device/507f1f77bcf86cd799439017/507f1f77bcf86cd799439011",
        f"{COMMANDS}/deviceUser/507f1f77bcf86cd799439014/507f1f77bcf86cd799439011",
        KNOWN.replace("507f1f77bcf86cd799439012", "umbrella"),
    ],
)
def test_unknown_things_are_not_found(mock: Mock, path: str) -> None:
    error(mock.client.get(path), 404, 3001, "Entity not found")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (f"{PHONE}/7", "admCommandId"),
        (KNOWN.replace("device/", "tablet/"), "targetType"),
        (KNOWN.replace("507f1f77bcf86cd799439014", "a-b"), "targetId"),
        (KNOWN.replace("507f1f77bcf86cd799439014", "%C3%B1and%C3%BA"), "targetId"),
        (KNOWN.replace("507f1f77bcf86cd799439014", "abc%0A"), "targetId"),
        (KNOWN.replace("507f1f77bcf86cd799439012", "ab"), "organizationId"),
    ],
)
def test_ids_that_break_their_pattern_are_invalid_input(mock: Mock, path: str, place: str) -> None:
    refused = mock.client.get(path)
    error(refused, 400, 5209, "Invalid input")
    (problem,) = refused.json()["error"]["data"]["problems"][:1]
    assert (problem["in"], problem["pointer"]) == ("path", place)


@pytest.mark.parametrize("body", [{}, [], {"RequestType": ""}, {"RequestType": 1}, {"RequestType": "x" * 129}])
def test_a_command_needs_a_request_type(mock: Mock, body: object) -> None:
    error(mock.client.post(PHONE, json=body), 400, 5209, "Invalid input")


def test_the_two_401s_are_told_apart(mock: Mock) -> None:
    error(mock.client.get(KNOWN, headers={"authorization": ""}), 401, 4002, "No auth token")
    error(mock.client.get(KNOWN, headers={"authorization": "Bearer x"}), 401, 4004, "Invalid Token")


def test_unknown_paths_and_methods_are_answered_by_applivery(mock: Mock) -> None:
    error(mock.client.get("/v1/orgs/acme/devices"), 404, 1002, "Route not found")
    refused = mock.client.delete(KNOWN)
    error(refused, 405, 1002, "Route not found")
    assert refused.headers["allow"] == "GET"


def test_one_target_that_refuses_keeps_all_from_being_sent(tmp_path: Path) -> None:
    refusing = "scenarios: {nope: {description: It is not there., refuse: UNAVAILABLE}}"
    (tmp_path / "applivery-apple.yaml").write_text(refusing)
    with InProcess(scenarios=tmp_path) as handle:
        handle.device("F9FXK7ABCPQR").update(scenario="nope")
        before = handle.control.list_commands().meta.total
        body = {"command": {"RequestType": "DeviceLock"}, "targetIds": ["C39XK1ABCDEF", "F9FXK7ABCPQR"]}
        response = handle.client("applivery-apple").post(
            "/organizations/acme/mdm/apple/enterprise/commands/device", json=body
        )
        assert response.status_code == 503
        assert handle.control.list_commands().meta.total == before
