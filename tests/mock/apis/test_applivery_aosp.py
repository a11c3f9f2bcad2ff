"""Applivery for AOSP as a client meets it, on a real socket, with a clock that only the test moves."""

from typing import Any

import httpx
import pytest
from kit import NOON, Mock

from fleetmock.fleet.clock import rfc3339

DEVICES = "/v1/organizations/acme/mdm/aosp/enterprise/devices"
SCANNER = f"{DEVICES}/507f1f77bcf86cd799439021"
DAY = 86_400


def data(response: httpx.Response) -> Any:
    assert response.status_code == 200, response.text
    assert response.json()["status"] is True
    return response.json()["data"]


def create(mock: Mock, **more: Any) -> str:
    record = data(mock.client.post(f"{SCANNER}/commands", json={"command": "REBOOT", **more}))
    assert record["status"] == "PENDING"
    return f"{SCANNER}/commands/{record['id']}/push-status"


def test_the_documented_request_answers_as_documented(mock: Mock) -> None:
    status = data(mock.client.get(f"{SCANNER}/commands/507f1f77bcf86cd799439022/push-status"))
    assert status["delivered"] is True
    assert status["pendingDevices"] == 0


def test_a_push_is_queued_and_then_delivered(mock: Mock) -> None:
    where = create(mock)
    times = {"sentAt": rfc3339(NOON), "expiresAt": rfc3339(NOON + 30 * DAY)}
    assert data(mock.client.get(where)) == {"delivered": False, "pendingDevices": 1, **times}
    mock.clock.advance(5)
    assert data(mock.client.get(where)) == {"delivered": True, "pendingDevices": 0, **times}


def test_the_provider_forgets_a_push_two_days_after_its_delivery(mock: Mock) -> None:
    where = create(mock)
    mock.clock.advance(2 * DAY)
    assert "sentAt" in data(mock.client.get(where))
    mock.clock.advance(5)
    assert data(mock.client.get(where)) == {"delivered": True}


def test_a_short_push_expires_before_the_device_takes_it(mock: Mock) -> None:
    where = create(mock, duration=1)
    assert data(mock.client.get(where))["expiresAt"] == rfc3339(NOON + 1)
    mock.clock.advance(1.1)
    listed = data(mock.client.get(f"{SCANNER}/commands?sort=createdAt:desc"))["items"][0]
    assert listed["status"] == "EXPIRED"
    # "Delivered" means no more than "no longer reported as pending".
    assert data(mock.client.get(where))["delivered"] is True


def test_a_device_without_push_token_takes_no_command(mock: Mock) -> None:
    refused = mock.client.post(f"{DEVICES}/507f1f77bcf86cd799439023/commands", json={"command": "REBOOT"})
    assert refused.status_code == 400
    assert refused.json() == {
        "status": False,
        "error": {"code": 5173, "message": "No pushNotification token configured"},
    }


def test_devices_are_listed_in_pages(mock: Mock) -> None:
    first = data(mock.client.get(f"{DEVICES}?limit=1"))
    assert [each["displayName"] for each in first.pop("items")] == ["Warehouse scanner 1"]
    assert first == {
        "totalDocs": 2,
        "limit": 1,
        "page": 1,
        "totalPages": 2,
        "hasPrevPage": False,
        "hasNextPage": True,
        "prevPage": None,
        "nextPage": 2,
    }
    assert data(mock.client.get(f"{DEVICES}?limit=1&page=2"))["items"][0]["displayName"] == "Warehouse scanner 2"


def test_commands_are_listed_either_way_round(mock: Mock) -> None:
    for _ in range(3):
        create(mock)
    oldest = [each["id"] for each in data(mock.client.get(f"{SCANNER}/commands"))["items"]]
    newest = [each["id"] for each in data(mock.client.get(f"{SCANNER}/commands?sort=createdAt:desc"))["items"]]
    assert len(oldest) == 5
    assert newest == oldest[::-1]


def test_a_page_beyond_the_last_is_empty(mock: Mock) -> None:
    page = data(mock.client.get(f"{SCANNER}/commands?page=9"))
    assert (page["items"], page["hasNextPage"], page["totalPages"]) == ([], False, 1)


def test_records_do_not_show_the_push(mock: Mock) -> None:
    for each in data(mock.client.get(f"{SCANNER}/commands"))["items"]:
        assert not {"delivered", "pendingDevices", "sentAt", "expiresAt"} & set(each)


@pytest.mark.parametrize(
    "body",
    [{}, {"command": "DANCE"}, {"command": "REBOOT", "duration": -1}, {"command": "REBOOT", "params": []}, "REBOOT"],
)
def test_what_the_spec_does_not_allow_is_invalid_input(mock: Mock, body: object) -> None:
    refused = mock.client.post(f"{SCANNER}/commands", json=body)
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == 5209
    assert refused.json()["error"]["data"]["problems"][0]["in"] == "body"


@pytest.mark.parametrize("query", ["page=0", "limit=0", "limit=x", "sort=a:b:c"])
def test_pages_that_make_no_sense_are_invalid_input(mock: Mock, query: str) -> None:
    assert mock.client.get(f"{DEVICES}?{query}").json()["error"]["code"] == 5209


def test_unknown_commands_are_not_found(mock: Mock) -> None:
    other = f"{DEVICES}/507f1f77bcf86cd799439023/commands/507f1f77bcf86cd799439022/push-status"
    for path in (f"{SCANNER}/commands/507f1f77bcf86cd799439099/push-status", other):
        assert mock.client.get(path).json()["error"]["code"] == 3001
