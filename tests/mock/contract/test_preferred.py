"""What one request may ask for, on a real socket."""

import time
from typing import Any

import httpx
import pytest
from kit import Mock
from wires import COMMANDS, DEVICES, created, settle

from fleetmock.journal.pattern import Pattern

LAUNCH = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
DONE = f"{COMMANDS}/0158355AD4D680CC4E2994CC009EFFD7337D1335FCA6ED266000000000000000"
ORGANIZATION = "/v1/organizations/acme/mdm"
APPLE = f"{ORGANIZATION}/apple/enterprise/commands/device"
LOCK = {"RequestType": "DeviceLock"}
AOSP = f"{ORGANIZATION}/aosp/enterprise/devices/507f1f77bcf86cd799439021/commands"


def post(mock: Mock, prefer: str, url: str = COMMANDS, body: Any = None) -> httpx.Response:
    return mock.client.post(url, json=body or LAUNCH, headers={"prefer": prefer})


def get(mock: Mock, prefer: str, url: str = DEVICES) -> httpx.Response:
    return mock.client.get(url, headers={"prefer": prefer})


def notes(mock: Mock) -> list[str]:
    settle(mock)
    return list(mock.namespace.journal.find(Pattern())[-1].notes)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "BadRequest"),
        (401, "InvalidAuthenticationToken"),
        (403, "accessDenied"),
        (404, "itemNotFound"),
        (413, "invalidRequest"),
        (415, "notSupported"),
        (429, "TooManyRequests"),
        (503, "serviceNotAvailable"),
    ],
)
def test_a_documented_error_is_answered_and_nothing_is_stored(mock: Mock, status: int, code: str) -> None:
    response = post(mock, f"code={status}")
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.headers["preference-applied"] == f"code={status}"
    assert "fleetmock-fault" not in response.headers
    assert ("www-authenticate" in response.headers) == (status == 401)
    assert response.headers.get("retry-after") == ("1" if status == 429 else None)
    assert created(mock) == 0


@pytest.mark.parametrize("preference", ["code=418", "code=404", "code=0x1", "code", "code=²⁰⁰"])
def test_a_code_that_is_not_documented_is_ignored_and_noted(mock: Mock, preference: str) -> None:
    response = mock.client.get(DEVICES, headers={b"prefer": preference.encode()})
    assert response.status_code == 200
    assert "preference-applied" not in response.headers
    assert [each.startswith("Prefer: code") for each in notes(mock)] == [True]


def test_a_documented_example_is_answered_with_the_headers_of_its_status(mock: Mock) -> None:
    response = post(mock, "code=201, example=appService")
    assert response.status_code == 201
    assert response.json()["appServiceName"] == "com.microsoft.test.cdppingpongservice"
    assert response.headers["location"].endswith(f"/commands/{response.json()['id']}")
    assert response.headers["preference-applied"] == "code=201, example=appService"
    assert created(mock) == 0
    refused = post(mock, "example=noToken")
    assert (refused.status_code, "www-authenticate" in refused.headers) == (401, True)


def test_an_example_of_another_code_is_ignored(mock: Mock) -> None:
    response = post(mock, "code=404, example=appService")
    assert (response.status_code, response.headers["preference-applied"]) == (404, "code=404")
    assert notes(mock) == ["Prefer: example=appService was ignored."]


def test_an_error_that_only_an_example_has(mock: Mock) -> None:
    url = f"{APPLE}/C39XK1ABCDEF/507f1f77bcf86cd799439011/cancel"
    response = mock.client.post(url, headers={"prefer": "code=400, example=documented"})
    assert (response.status_code, response.json()["error"]["code"]) == (400, 5050)


def test_a_variant_rewrites_a_documented_answer_too(mock: Mock) -> None:
    response = post(mock, 'code=404, variant="inner-error=lower"')
    assert "innererror" in response.json()["error"]


@pytest.mark.parametrize("state", ["sentToTarget", "executing", "completed", "canceled", "commandDropped"])
def test_a_new_command_is_in_the_state_at_once_and_stays_there(mock: Mock, state: str) -> None:
    response = post(mock, f"state={state}")
    assert (response.status_code, response.json()["status"]) == (201, state)
    assert response.headers["preference-applied"] == f"state={state}"
    mock.clock.advance(1_000_000)
    assert mock.client.get(response.headers["location"]).json()["status"] == state


def test_states_of_the_other_apis(mock: Mock) -> None:
    assert post(mock, "state=Tried", f"{APPLE}/C39XK1ABCDEF", LOCK).json()["data"]["status"] == "Tried"
    bulk = {"command": LOCK, "targetIds": ["C39XK1ABCDEF", "F9FXK7ABCPQR"]}
    both = post(mock, "state=Error", APPLE, bulk).json()["data"]
    assert [each["status"] for each in both] == ["Error", "Error"]
    push = post(mock, "state=delivered", AOSP, {"command": "REBOOT"}).json()["data"]["id"]
    assert mock.client.get(f"{AOSP}/{push}/push-status").json()["data"]["delivered"] is True


@pytest.mark.parametrize("state", ["requesting", "executing", "expired", "completed"])
def test_a_get_shows_the_command_as_if_it_were_there_and_keeps_nothing(mock: Mock, state: str) -> None:
    assert get(mock, f"state={state}", DONE).json()["status"] == state
    assert mock.client.get(DONE).json()["status"] == "completed"


def test_a_payload_as_if_the_command_had_completed(mock: Mock) -> None:
    body = {"type": "AppService", "packageFamilyName": "a", "appServiceName": "b"}
    url = post(mock, "", COMMANDS, body).headers["location"] + "/responsePayload"
    assert mock.client.get(url).status_code == 404
    assert get(mock, "state=completed", url).json()["Type"] == "Ok"
    assert mock.client.get(url).status_code == 404


@pytest.mark.parametrize("state", ["nothing", ""])
def test_a_state_that_there_is_not_is_ignored(mock: Mock, state: str) -> None:
    for response in (post(mock, f"state={state}"), get(mock, f"state={state}", DONE)):
        assert response.status_code in {200, 201}
        assert "preference-applied" not in response.headers
        assert len(notes(mock)) == 1


def test_the_kth_use_of_a_seed_gives_its_kth_ids_in_every_namespace(mock: Mock) -> None:
    def ids(prefix: str, *seeds: int) -> list[tuple[str, str]]:
        found = [post(mock, f"seed={seed}", prefix + COMMANDS) for seed in seeds]
        return [(each.json()["id"], each.headers["request-id"]) for each in found]

    one = ids("/ns/one", 7, 7, 8)
    post(mock, "", f"/ns/two{COMMANDS}")
    assert ids("/ns/two", 7, 8, 7) == [one[0], one[2], one[1]]
    assert len(set(one)) == 3


@pytest.mark.parametrize("seed", ["", "-1", "x", "1" * 19])
def test_a_seed_that_is_no_number_is_ignored(mock: Mock, seed: str) -> None:
    assert "preference-applied" not in post(mock, f"seed={seed}").headers


def test_a_delay_is_waited_for(mock: Mock) -> None:
    began = time.monotonic()
    response = get(mock, "delay=200")
    assert time.monotonic() - began >= 0.2
    assert response.headers["preference-applied"] == "delay=200"


@pytest.mark.parametrize("delay", ["60001", "-1", "1.5", "x", ""])
def test_a_delay_of_more_than_a_minute_is_ignored(mock: Mock, delay: str) -> None:
    assert "preference-applied" not in get(mock, f"delay={delay}").headers


@pytest.mark.parametrize(("kind", "status"), [("throttle", 429), ("unavailable", 503), ("garbage", 200), ("drip", 200)])
def test_a_fault_that_answers(mock: Mock, kind: str, status: int) -> None:
    response = get(mock, f"fault={kind}, delay=10")
    assert (response.status_code, response.headers["preference-applied"]) == (status, f"fault={kind}, delay=10")


@pytest.mark.parametrize("kind", ["reset", "empty", "truncate"])
def test_a_fault_that_does_not(mock: Mock, kind: str) -> None:
    with pytest.raises(httpx.TransportError):
        get(mock, f"fault={kind}")
    assert get(mock, "").status_code == 200


@pytest.mark.parametrize("kind", ["latency", "error", "nothing", ""])
def test_a_fault_that_says_too_little_is_ignored(mock: Mock, kind: str) -> None:
    assert "preference-applied" not in get(mock, f"fault={kind}").headers
    assert len(notes(mock)) == 1


def test_what_a_request_asks_for_goes_over_the_faults_of_the_namespace(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "throttle"})
    assert get(mock, "fault=unavailable").status_code == 503
    assert get(mock, "code=503").status_code == 429, "the fault comes before what would be answered"


def test_unknown_preferences_are_noted_wherever_they_come(mock: Mock) -> None:
    assert get(mock, "wait=10, respond-async, delay=1").headers["preference-applied"] == "delay=1"
    assert notes(mock) == ["Prefer: wait=10 was ignored.", "Prefer: respond-async was ignored."]
    assert get(mock, "delay=1", "/beta/nowhere").status_code == 404
    assert notes(mock) == ["Prefer: delay=1 was ignored."]
