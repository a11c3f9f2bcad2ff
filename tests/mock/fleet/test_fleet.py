"""What can be done to a command from outside, on the built-in world."""

import pytest
from kit import NOON

from fleetmock.apis.registry import APIS
from fleetmock.app import create_fleet
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.lifecycle import IllegalStep
from fleetmock.fleet.timeline import Command
from fleetmock.settings import Settings

API = APIS["msgraph"]


@pytest.fixture
def fleet() -> Fleet:
    return create_fleet(Settings(apis=("msgraph",)), Clock(frozen_at=NOON))


def send(fleet: Fleet) -> Command:
    device = fleet.world.devices("msgraph")[0]
    return API.create(fleet, Order(device, {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}))


def test_a_command_is_brought_to_a_state_and_stays_there(fleet: Fleet) -> None:
    command = fleet.bring(send(fleet), "executing")
    fleet.clock.advance(10_000)
    assert fleet.store.get(command.owner, command.id) == command
    assert command.state(fleet.clock.now()) == "executing"


def test_what_is_behind_a_brought_command_stays_behind(fleet: Fleet) -> None:
    sent = send(fleet)
    fleet.clock.advance(0.5)
    command = fleet.bring(sent, "executionFailed", {"error": "It broke."})
    assert command.plan[0] == sent.plan[0]
    assert command.record(fleet.clock.now())["error"] == "It broke."


def test_there_is_no_way_back(fleet: Fleet) -> None:
    command = fleet.bring(send(fleet), "completed")
    with pytest.raises(IllegalStep):
        fleet.bring(command, "requesting")
    assert fleet.store.get(command.owner, command.id) == command


def test_a_look_at_a_brought_command_keeps_nothing(fleet: Fleet) -> None:
    command = send(fleet)
    assert fleet.brought(command, "completed").state(fleet.clock.now()) == "completed"
    assert fleet.store.get(command.owner, command.id) == command


def test_a_trigger_can_bring_something(fleet: Fleet) -> None:
    command = fleet.bring(send(fleet), "executing")
    failed = fleet.trigger(command, "fail", {"error": "No such app."})
    assert failed.record(fleet.clock.now())["error"] == "No such app."


def test_a_command_follows_another_scenario_from_where_it_stands(fleet: Fleet) -> None:
    command = fleet.follow(send(fleet), "execution-failed")
    fleet.clock.advance(60)
    assert command.state(fleet.clock.now()) == "executionFailed"
    kept = fleet.store.get(command.owner, command.id)
    assert kept is not None
    assert kept.scenario == "execution-failed"
    with pytest.raises(KeyError):
        fleet.follow(command, "nope")


def test_what_another_scenario_brings_can_be_said_too(fleet: Fleet) -> None:
    command = fleet.follow(send(fleet), "execution-failed", {"error": "No such app."})
    fleet.clock.advance(60)
    assert command.record(fleet.clock.now())["error"] == "No such app."


def test_a_scenario_without_a_way_on_is_not_followed(fleet: Fleet) -> None:
    command = fleet.bring(send(fleet), "executing")
    with pytest.raises(IllegalStep, match="'failed-to-send' has no way on from state 'executing'"):
        fleet.follow(command, "failed-to-send")
    assert fleet.store.get(command.owner, command.id) == command


def test_a_command_is_found_by_its_id_alone(fleet: Fleet) -> None:
    command = send(fleet)
    assert fleet.command(command.id) == command
    assert fleet.command("nobody") is None


def test_whoever_listens_hears_of_each_new_plan(fleet: Fleet) -> None:
    heard: list[Command] = []
    fleet.listeners.append(heard.append)
    command = send(fleet)
    heard_then = [command, fleet.bring(command, "executing")]
    assert heard == heard_then
