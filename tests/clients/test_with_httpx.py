"""An application that locks iPhones through Applivery, with httpx."""

import time

import httpx
import pytest

from fleetmock.kit.handle import Handle, NotMet

PHONE = "C39XK1ABCDEF"
COMMANDS = f"/organizations/acme/mdm/apple/enterprise/commands/device/{PHONE}"


class Locker:
    """The application under test."""

    def __init__(self, api: httpx.Client) -> None:
        self._api = api

    def lock(self) -> str:
        """Send the command; a server that is busy is asked again when it says so. Returns the command's id."""
        while True:
            answer = self._api.post(COMMANDS, json={"RequestType": "DeviceLock"})
            if answer.status_code != 429:
                break
            time.sleep(float(answer.headers["retry-after"]) * 0.01)  # an impatient application
        created: str = answer.raise_for_status().json()["data"]["id"]
        return created

    def outcome(self, command: str) -> str:
        """What has become of it so far, in a word for people."""
        data = self._api.get(f"{COMMANDS}/{command}").raise_for_status().json()["data"]
        match data["status"]:
            case "Acknowledged":
                return "locked"
            case "Tried":
                return "busy"
            case "Error" | "CommandFormatError":
                return "failed"
        return "waiting"


@pytest.fixture
def locker(fleetmock: Handle) -> Locker:
    return Locker(fleetmock.client("applivery-apple"))


def test_a_phone_is_locked(fleetmock: Handle, locker: Locker) -> None:
    command = locker.lock()
    assert locker.outcome(command) == "waiting"
    fleetmock.wait(command, "Acknowledged", timeout=10)
    assert locker.outcome(command) == "locked"


def test_a_phone_in_somebodys_pocket_is_busy_until_it_is_unlocked(fleetmock: Handle, locker: Locker) -> None:
    phone = fleetmock.device(PHONE)
    phone.lock()
    command = locker.lock()
    fleetmock.clock.advance(60)
    assert locker.outcome(command) == "busy"
    phone.unlock()
    fleetmock.clock.advance(3600)
    assert locker.outcome(command) == "locked"


@pytest.mark.fleetmock(scenario="error-with-chain")
def test_a_phone_may_refuse(fleetmock: Handle, locker: Locker) -> None:
    command = locker.lock()
    fleetmock.clock.advance(60)
    assert locker.outcome(command) == "failed"


def test_one_command_is_sent_however_often_the_server_is_busy(fleetmock: Handle, locker: Locker) -> None:
    fleetmock.faults.add("throttle", match={"method": "POST", "times": 2}, retryAfter=1)
    command = locker.lock()
    assert fleetmock.requests.count(method="POST", status=429) == 2
    assert fleetmock.requests.count(operationId="createCommand", status=200) == 1
    assert [each.id for each in fleetmock.control.list_commands(device="507f1f77bcf86cd799439014").commands].count(
        command
    ) == 1


def test_a_wait_for_what_does_not_happen_says_why(fleetmock: Handle, locker: Locker) -> None:
    fleetmock.clock.freeze()
    command = locker.lock()
    with pytest.raises(NotMet) as error:
        fleetmock.wait(command, "Acknowledged", timeout=0.05)
    assert "stands still" in str(error.value)


def test_a_moment_can_be_come_back_to(fleetmock: Handle, locker: Locker) -> None:
    command = locker.lock()
    fleetmock.clock.freeze()
    fleetmock.control.create_snapshot("sent")
    for outcome, state in (("locked", "Acknowledged"), ("failed", "Error")):
        fleetmock.command(command).bring(state)
        assert locker.outcome(command) == outcome
        fleetmock.control.restore_snapshot("sent")
    assert locker.outcome(command) == "waiting"
