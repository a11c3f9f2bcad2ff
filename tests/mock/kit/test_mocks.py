"""The mock in the process and on a port, as the tests of somebody's application have it."""

import asyncio
import threading
import time
from typing import Any

import httpx
import pytest
from kit import NOON

import fleetmock
from fleetmock import Mock, Server
from fleetmock.app import UnknownScenario
from fleetmock.fleet.clock import Clock
from fleetmock.kit import inprocess
from fleetmock.kit.connection import ControlError
from fleetmock.kit.handle import Handle, NotMet
from fleetmock.kit.inprocess import Lifespan
from fleetmock.settings import Settings
from fleetmock_contracts.models import control as models

COMMANDS = "/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"
LAUNCH = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}


def send(handle: Handle) -> str:
    created: str = handle.client("msgraph").post(COMMANDS, json=LAUNCH).raise_for_status().json()["id"]
    return created


@pytest.mark.parametrize("kind", [Mock, Server])
def test_both_kinds_are_driven_alike(kind: type[Mock] | type[Server]) -> None:
    with kind(clock=Clock(frozen_at=NOON)) as handle:
        command = send(handle)
        assert handle.command(command).state == "requesting"
        handle.clock.advance(90)
        assert handle.command(command).state == "completed"
        assert handle.requests.count(operationId="createCommand") == 1


@pytest.mark.parametrize("kind", [Mock, Server])
def test_options_are_those_of_settings(kind: type[Mock] | type[Server]) -> None:
    with kind(Settings(port=0, log_format="off", seed=3), scenario="failed-to-send") as handle:
        settings = handle.settings()
        assert (settings.seed, settings.scenarios["msgraph"]) == (3, "failed-to-send")
    with pytest.raises(UnknownScenario):
        kind(scenario="nope")


def test_a_mock_without_a_socket_listens_nowhere() -> None:
    with Mock() as handle:
        assert handle.client("msgraph").get("/me/devices").status_code == 200
        with httpx.Client(trust_env=False) as plain, pytest.raises(httpx.ConnectError):
            plain.get("http://127.0.0.1:1/beta/me/devices")


@pytest.mark.parametrize("patience", [0.0, 5.0])
def test_whoever_still_waits_when_a_mock_ends_is_told(patience: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inprocess, "LAST_SECONDS", patience)
    ends = list[object]()

    def wait(client: httpx.Client) -> None:
        try:
            body = {"requests": {"pattern": {}}, "timeout": 60}
            ends.append(client.post("/__admin/wait", json=body).json()["reason"])
        except httpx.ReadError as error:
            ends.append(str(error))

    with Mock() as handle, handle._make(base_url="http://localhost") as client:
        client.post("/__admin/wait", json={"requests": {"pattern": {}}, "timeout": 0})
        waiting = threading.Thread(target=wait, args=(client,), daemon=True)
        waiting.start()
        time.sleep(0.5)
    waiting.join(10)
    # Without patience the end may still be quick enough to be told politely.
    assert ends in ([["closed"]] if patience else [["closed"], ["the mock has stopped"]])


@pytest.mark.parametrize("kind", [Mock, Server])
@pytest.mark.parametrize("options", [{"control_token": "sesame"}, {"host": "0.0.0.0"}])  # noqa: S104 - for a moment
def test_a_handle_has_the_token_of_its_control_plane(kind: type[Mock] | type[Server], options: dict[str, Any]) -> None:
    with kind(**options) as handle, handle.client("msgraph") as graph:
        assert handle.namespace("other").clock.advance(1).frozen is False
        refused = graph.get(f"{handle.url()}/__admin/clock")
        assert refused.status_code == 401


def test_a_handle_has_the_first_token_however_it_is_spelled() -> None:
    with Mock(tokens=("a=b=Device.Read", "c")) as handle, handle.client("msgraph") as graph:
        assert handle.token == "a=b"
        assert graph.get("/me/devices").status_code == 200


def test_all_that_the_journal_has_is_found() -> None:
    with Mock() as handle, handle.client("msgraph") as graph:
        for _ in range(120):
            graph.get("/me/devices")
        assert len(handle.requests.all()) == handle.requests.count() == 120


def test_nothing_is_left_of_a_mock() -> None:
    before = threading.active_count()
    for kind in (Mock, Server):
        with kind() as handle:
            client = handle.client("msgraph")
            client.get("/me/devices")
        assert client.is_closed
    assert threading.active_count() == before


def test_a_mock_is_awaited_where_it_is_entered_so() -> None:
    async def run() -> list[str]:
        async with Mock(clock=Clock(frozen_at=NOON)) as handle:
            api = handle.client("msgraph")
            command = (await api.post(COMMANDS, json=LAUNCH)).json()["id"]
            states = [(await handle.control.get_command(command)).state]
            await handle.control.advance_clock(models.ClockAdvance(seconds=90))
            states.append((await handle.control.get_command(command)).state)
            other = handle.namespace("other")
            with pytest.raises(ControlError):
                await other.control.get_command(command)
            await handle.control.clear_requests()
        assert api.is_closed
        return states

    assert asyncio.run(run()) == ["requesting", "completed"]


def test_the_wait_of_one_does_not_hold_up_the_others() -> None:
    with Mock(clock=Clock(frozen_at=NOON)) as handle:
        command = send(handle)
        waiting = threading.Thread(target=handle.wait, args=(command, "completed"))
        waiting.start()
        handle.wait_for_requests(1, operationId="createCommand")
        handle.clock.advance(90)
        waiting.join(20)
        assert not waiting.is_alive()


def test_what_cannot_happen_any_more_is_said_at_once() -> None:
    with Mock() as handle:
        command = send(handle)
        handle.command(command).bring("executionFailed", error="It broke.")
        with pytest.raises(NotMet) as error:
            handle.wait(command, "completed")
        assert error.value.result.reason is models.WaitReason.UNREACHABLE


def test_an_error_of_the_control_plane_names_what_is_wrong() -> None:
    with Mock() as handle:
        with pytest.raises(ControlError, match=r"422 .*body #/scenario: .*'nope'") as error:
            handle.settings(scenario="nope")
        assert error.value.status == 422
        with pytest.raises(LookupError, match=r"no device is named 'nope'; there are 6841b3db-.*, C39XK1ABCDEF,"):
            handle.device("nope")
        with pytest.raises(LookupError, match=r"no API is named 'graph'; there are .*msgraph"):
            handle.client("graph")


def test_tokens_devices_and_faults_of_a_namespace() -> None:
    with Mock() as handle:
        reader = handle.namespace("reader")
        token = reader.mint("Device.Read")
        api = reader.client("msgraph", headers={"authorization": f"Bearer {token}"})
        assert api.get("/me/devices").status_code == 200
        assert api.post(COMMANDS, json=LAUNCH).status_code == 403
        device = reader.device("6841b3db-2b55-467b-ad84-79a41a4ef665")
        assert [device.lock().presence.value, device.offline().presence.value, device.standby().presence.value] == [
            "locked",
            "offline",
            "standby",
        ]
        assert device.unlock().presence is device.get().presence is models.Presence.ONLINE
        fault = reader.faults.add("unavailable")
        assert api.get("/me/devices").status_code == 503
        reader.faults.remove(fault.id)
        reader.faults.add("throttle")
        assert len(reader.faults.all()) == 1
        reader.faults.clear()
        assert api.get("/me/devices").status_code == 200
        assert api.get("/me/gadgets").status_code == 404
        (unmatched,) = reader.requests.unmatched()
        assert unmatched.nearest[0].operation_id == "listDevices"
        reader.requests.clear()
        assert reader.requests.all() == []
        reader.close()


@pytest.mark.parametrize(
    ("kind", "definition", "why"),
    [
        ("throtle", {}, r"^no fault has the kind 'throtle'$"),
        ("error", {"status": 403}, r"^error: Field required$"),
        ("throttle", {"rate": {"perSecond": 0}}, r"^rate/perSecond: Input should be greater than or equal to "),
    ],
)
def test_a_fault_that_is_none_is_told_in_one_line(kind: str, definition: dict[str, Any], why: str) -> None:
    with Mock() as handle:
        with pytest.raises(ValueError, match=why):
            handle.faults.add(kind, **definition)
        assert handle.faults.all() == []


def test_a_seed_begins_anew() -> None:
    with Mock() as handle:
        first = send(handle)
        handle.reset(seed=4)
        second = send(handle)
        handle.reset()
        assert first != second
        assert handle.settings().seed in {0, 4}


def test_time_goes_as_the_test_wants_it() -> None:
    with Mock() as handle:
        handle.clock.freeze("2026-10-10T12:00:00Z")
        assert handle.clock.now.isoformat() == "2026-10-10T12:00:00+00:00"
        command = send(handle)
        happened = handle.clock.next_event()
        assert [each.command for each in happened.events] == [command]
        handle.clock.freeze(handle.clock.now.replace(year=2027))
        assert handle.clock.now.year == 2027
        assert handle.clock.scale(60).factor == 60
        handle.clock.reset()


def test_an_application_that_cannot_start_says_so() -> None:
    async def app(_scope: object, receive: object, send: object) -> None:
        await receive()  # type: ignore[operator] # as ASGI has it
        await send({"type": "lifespan.startup.failed"})  # type: ignore[operator] # as above

    with pytest.raises(RuntimeError, match=r"lifespan\.startup\.failed"):
        asyncio.run(Lifespan(app).start())


def test_the_package_has_no_other_names() -> None:
    assert fleetmock.Mock is Mock
    assert (fleetmock.Handle, fleetmock.NotMet, fleetmock.ControlError) == (Handle, NotMet, ControlError)
    with pytest.raises(AttributeError, match="nope"):
        fleetmock.nope  # noqa: B018 - the access is what is tested
