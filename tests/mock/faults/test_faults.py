"""Faults on requests to a mock on a real socket."""

import time
from typing import Any

import httpx
import pytest
from kit import Mock
from wires import COMMANDS, DEVICES, created, settle

from fleetmock.faults.faults import LIMIT
from fleetmock.faults.kinds import BadFault
from fleetmock.journal.pattern import Pattern

LAUNCH = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
APPLE = "/v1/organizations/acme/mdm/apple/enterprise/commands/device"
LOCK = {"RequestType": "DeviceLock"}


def post(mock: Mock, **headers: str) -> httpx.Response:
    return mock.client.post(COMMANDS, json=LAUNCH, headers=headers)


def test_a_throttled_post_stores_nothing_and_says_when_to_come_back(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "throttle", "retryAfter": 7, "match": {"method": "POST", "times": 1}})
    throttled = post(mock)
    assert (throttled.status_code, throttled.headers["retry-after"]) == (429, "7")
    assert throttled.json()["error"]["code"] == "TooManyRequests"
    assert created(mock) == 0
    assert post(mock).status_code == 201
    assert created(mock) == 1


def test_a_rate_is_one_of_the_mocks_clock_and_of_each_token(mock: Mock) -> None:
    mock.namespace.gate.mode = "open"
    mock.namespace.faults.add({"kind": "throttle", "rate": {"perSecond": 0.25, "burst": 2}})
    mine, other = {"authorization": "Bearer a"}, {"authorization": "Bearer b"}
    assert [mock.client.get(DEVICES, headers=mine).status_code for _ in range(3)] == [200, 200, 429]
    assert mock.client.get(DEVICES, headers=other).status_code == 200
    wait = int(mock.client.get(DEVICES, headers=mine).headers["retry-after"])
    assert wait == 4
    mock.clock.advance(wait - 1)
    assert mock.client.get(DEVICES, headers=mine).headers["retry-after"] == "1"
    mock.clock.advance(1)
    assert [mock.client.get(DEVICES, headers=mine).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("error", "path", "status", "code"),
    [
        ({"condition": "NOT_CANCELLABLE"}, "cancel", 400, 5106),
        ({"status": 400, "code": 5050}, "cancel", 400, 5050),
        ({"status": 404}, "cancel", 404, 3001),
        ({"status": 400}, "", 400, 5209),
        ({"condition": "EXPIRED_TOKEN"}, "", 401, 4004),
        ({"condition": "THROTTLED"}, "", 429, 5003),
    ],
)
def test_any_documented_error(mock: Mock, *, error: dict[str, Any], path: str, status: int, code: int) -> None:
    mock.namespace.faults.add({"kind": "error", "error": error})
    url = f"{APPLE}/C39XK1ABCDEF/507f1f77bcf86cd799439011/cancel" if path else f"{APPLE}/C39XK1ABCDEF"
    response = mock.client.post(url, json=None if path else LOCK)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert "fleetmock-fault" not in response.headers
    assert ("retry-after" in response.headers) == (status == 429)


def test_an_operation_that_does_not_document_the_error_is_spared(mock: Mock) -> None:
    fault = mock.namespace.faults.add({"kind": "error", "error": {"condition": "NOT_CANCELLABLE"}})
    assert mock.client.post(f"{APPLE}/C39XK1ABCDEF", json=LOCK).status_code == 200
    assert fault.met == 0


@pytest.mark.parametrize("retry_after", [None, 30])
@pytest.mark.parametrize(("path", "code"), [(DEVICES, "serviceNotAvailable"), (f"{APPLE}/C39XK1ABCDEF", 5000)])
def test_unavailable(mock: Mock, *, retry_after: int | None, path: str, code: object) -> None:
    mock.namespace.faults.add({"kind": "unavailable"} | ({"retryAfter": retry_after} if retry_after else {}))
    response = mock.client.get(path) if path == DEVICES else mock.client.post(path, json=LOCK)
    assert (response.status_code, response.json()["error"]["code"]) == (503, code)
    assert response.headers.get("retry-after") == (str(retry_after) if retry_after else None)


def test_latencies_add_up_in_front_of_whatever_else_happens(mock: Mock) -> None:
    for _ in range(2):
        mock.namespace.faults.add({"kind": "latency", "delay": {"type": "fixed", "milliseconds": 150}})
    mock.namespace.faults.add({"kind": "unavailable", "match": {"times": 1}})
    mock.namespace.faults.add({"kind": "throttle"})
    began = time.monotonic()
    assert [mock.client.get(DEVICES).status_code for _ in range(2)] == [503, 429]
    assert time.monotonic() - began >= 0.6
    assert [(each.met, each.applied) for each in mock.namespace.faults.list()] == [(2, 2), (2, 2), (2, 1), (1, 1)]


def test_a_slow_request_holds_up_no_other(mock: Mock) -> None:
    slow = {"delay": {"type": "fixed", "milliseconds": 60_000}, "match": {"method": "GET"}}
    mock.namespace.faults.add({"kind": "latency", **slow})
    with pytest.raises(httpx.ReadTimeout):
        mock.client.get(DEVICES, timeout=0.2)
    assert post(mock).status_code == 201


def test_a_fault_counts_what_fits_it_and_is_spent(mock: Mock) -> None:
    definition = {"kind": "throttle", "match": {"operationId": "createCommand", "nth": 2, "times": 2}}
    fault = mock.namespace.faults.add(definition)
    assert fault.shown() == {"id": "fault-1", "definition": definition, "met": 0, "applied": 0, "spent": False}
    mock.client.get(DEVICES)
    assert [post(mock).status_code for _ in range(4)] == [201, 429, 429, 201]
    assert fault.shown() == {"id": "fault-1", "definition": definition, "met": 4, "applied": 2, "spent": True}


@pytest.mark.parametrize("headers", [{"authorization": "Bearer wrong"}, {"content-type": "text/plain"}])
def test_a_request_that_is_refused_anyway_meets_no_fault(mock: Mock, headers: dict[str, str]) -> None:
    fault = mock.namespace.faults.add({"kind": "reset", "match": {"times": 1}})
    assert post(mock, **headers).status_code in {401, 415}
    assert fault.met == 0


@pytest.mark.parametrize("name", ["507f1f77bcf86cd799439014", "C39XK1ABCDEF", "353912102345678"])
def test_a_device_is_meant_however_it_is_asked_for(mock: Mock, name: str) -> None:
    mock.namespace.faults.add({"kind": "throttle", "match": {"device": "c39xk1abcdef"}})
    assert mock.client.post(f"{APPLE}/{name}", json=LOCK).status_code == 429
    assert mock.client.post(f"{APPLE}/F9FXK7ABCPQR", json=LOCK).status_code == 200
    bulk = {"command": LOCK, "targetIds": ["F9FXK7ABCPQR", name]}
    assert mock.client.post(APPLE, json=bulk).status_code == 429
    assert mock.client.get(DEVICES).status_code == 200


def test_other_namespaces_have_faults_of_their_own(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "throttle"})
    assert mock.client.get(f"/ns/other{DEVICES}").status_code == 200
    assert mock.client.get(DEVICES).status_code == 429


def test_the_control_plane_never_fails_on_demand_so_that_it_can_end_it(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "reset", "before": True})
    with pytest.raises(httpx.TransportError):
        mock.client.get(DEVICES)
    assert mock.client.get("/__admin/faults", headers={"prefer": "code=404, fault=reset"}).status_code == 200
    assert mock.client.delete("/__admin/faults").status_code == 204
    assert mock.client.get(DEVICES).status_code == 200


def test_removed_faults_are_gone_and_ids_are_not_used_again(mock: Mock) -> None:
    faults = mock.namespace.faults
    first, second = (faults.add({"kind": "throttle"}) for _ in range(2))
    assert [each.id for each in faults.list()] == ["fault-1", "fault-2"]
    assert faults.remove(first.id)
    assert not faults.remove(first.id)
    assert (faults.get(first.id), faults.get(second.id)) == (None, second)
    assert mock.client.get(DEVICES).status_code == 429
    faults.clear()
    assert mock.client.get(DEVICES).status_code == 200
    assert faults.add({"kind": "throttle"}).id == "fault-3"


@pytest.mark.parametrize(
    ("definition", "pointer"),
    [
        ({"kind": "throttle", "match": {"api": "nothing"}}, "/match/api"),
        ({"kind": "throttle", "match": {"api": "msgraph", "operationId": "cancelCommand"}}, "/match/operationId"),
        ({"kind": "throttle", "match": {"operationId": "cancelCommand", "method": "GET"}}, "/match/method"),
        ({"kind": "error", "match": {"api": "msgraph"}, "error": {"condition": "NOT_CANCELLABLE"}}, "/error"),
        ({"kind": "error", "error": {"status": 418}}, "/error"),
        ({"kind": "error", "error": {"status": 404, "code": 1002}}, "/error"),
        ({"kind": "error", "error": {"condition": "BROKEN_CONTRACT"}}, "/error"),
        ({"kind": "latency", "delay": {"type": "uniform", "lower": 2, "upper": 1}}, "/delay/lower"),
    ],
)
def test_what_could_never_happen_is_refused(mock: Mock, definition: dict[str, Any], pointer: str) -> None:
    mock.client.get(DEVICES)
    with pytest.raises(BadFault) as error:
        mock.namespace.faults.add(definition)
    assert error.value.pointer == pointer
    assert mock.namespace.faults.list() == []


def test_there_is_a_limit(mock: Mock) -> None:
    for _ in range(LIMIT):
        mock.namespace.faults.add({"kind": "throttle"})
    with pytest.raises(BadFault, match="remove some first"):
        mock.namespace.faults.add({"kind": "throttle"})
    assert len(mock.namespace.faults.list()) == LIMIT


def test_the_seed_decides_who_is_hit(mock: Mock) -> None:
    def hit(namespace: str) -> list[int]:
        mock.client.get(f"/ns/{namespace}{DEVICES}")
        faults = mock.app.namespaces.get(namespace).faults
        faults.add({"kind": "throttle", "match": {"probability": 0.5}})
        return [mock.client.get(f"/ns/{namespace}{DEVICES}").status_code for _ in range(30)]

    assert hit("one") == hit("two")
    assert 5 < hit("three").count(429) < 25


def test_the_journal_says_what_happened_and_that_it_left_the_contract(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "latency", "delay": {"type": "fixed", "milliseconds": 20}})
    mock.namespace.faults.add({"kind": "reset", "match": {"nth": 2}})
    mock.client.get(DEVICES)
    with pytest.raises(httpx.TransportError):
        mock.client.get(DEVICES)
    settle(mock)
    late, reset = mock.namespace.journal.find(Pattern())[-2:]
    assert late.fault == {"kind": "latency", "id": "fault-1", "offContract": False, "delayMs": 20.0}
    assert reset.fault == {"kind": "reset", "id": "fault-2", "offContract": True, "delayMs": 20.0}


def test_a_client_has_not_met_an_answer_that_broke(mock: Mock) -> None:
    fault = mock.namespace.faults.add({"kind": "truncate"})
    with pytest.raises(httpx.TransportError):
        mock.client.get(DEVICES)
    settle(mock)
    assert mock.namespace.coverage.requests == 0
    mock.namespace.faults.remove(fault.id)
    mock.client.get(DEVICES)
    settle(mock)
    assert mock.namespace.coverage.requests == 1
