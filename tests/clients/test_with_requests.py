"""An application that asks whether a push was delivered, with requests and urllib3's own resending."""

from collections.abc import Iterator

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from fleetmock.kit.handle import Handle

SCANNER = "507f1f77bcf86cd799439021"
COMMANDS = f"/organizations/acme/mdm/aosp/enterprise/devices/{SCANNER}/commands"


@pytest.fixture
def session(fleetmock: Handle) -> Iterator[requests.Session]:
    with requests.Session() as found:
        found.trust_env = False
        found.headers["authorization"] = f"Bearer {fleetmock.token}"
        found.mount("http://", HTTPAdapter(max_retries=Retry(3, status_forcelist=[503], backoff_factor=0.01)))
        yield found


def reboot(session: requests.Session, fleetmock: Handle) -> str:
    answer = session.post(fleetmock.url("applivery-aosp") + COMMANDS, json={"command": "REBOOT"}, timeout=10)
    answer.raise_for_status()
    created: str = answer.json()["data"]["id"]
    return created


def is_delivered(session: requests.Session, fleetmock: Handle, command: str) -> bool:
    answer = session.get(f"{fleetmock.url('applivery-aosp')}{COMMANDS}/{command}/push-status", timeout=10)
    answer.raise_for_status()
    return bool(answer.json()["data"]["delivered"])


def test_a_push_is_delivered_in_time(fleetmock: Handle, session: requests.Session) -> None:
    command = reboot(session, fleetmock)
    assert not is_delivered(session, fleetmock, command)
    fleetmock.clock.advance(5)
    assert is_delivered(session, fleetmock, command)


def test_a_scanner_that_is_off_gets_its_push_when_it_is_on(fleetmock: Handle, session: requests.Session) -> None:
    scanner = fleetmock.device(SCANNER)
    scanner.offline()
    command = reboot(session, fleetmock)
    fleetmock.clock.advance(600)
    assert not is_delivered(session, fleetmock, command)
    scanner.online()
    fleetmock.clock.advance(60)
    assert is_delivered(session, fleetmock, command)


def test_a_get_is_sent_again_when_the_service_is_away(fleetmock: Handle, session: requests.Session) -> None:
    command = reboot(session, fleetmock)
    fleetmock.faults.add("unavailable", match={"operationId": "getPushStatus", "times": 2})
    is_delivered(session, fleetmock, command)
    assert [each.response.status for each in fleetmock.requests.find(operationId="getPushStatus")] == [503, 503, 200]


def test_a_connection_that_breaks_is_an_error_of_the_application(fleetmock: Handle, session: requests.Session) -> None:
    fleetmock.faults.add("reset", match={"method": "POST"})
    with pytest.raises(requests.ConnectionError):
        reboot(session, fleetmock)
