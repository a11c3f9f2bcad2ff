import pytest
from kit import NOON

from fleetmock.apis.registry import APIS
from fleetmock.app import create_fleet
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.timeline import Command
from fleetmock.settings import Settings
from fleetmock.waiting.goal import MET, TIMEOUT, UNREACHABLE
from fleetmock.waiting.reaching import Reaching


@pytest.fixture
def fleet() -> Fleet:
    return create_fleet(Settings(), Clock(frozen_at=NOON))


def send(fleet: Fleet, scenario: str | None = None) -> Command:
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
    return APIS["msgraph"].create(fleet, Order(fleet.world.devices("msgraph")[0], body, scenario=scenario))


def test_a_state_is_met_once_the_command_is_in_it(fleet: Fleet) -> None:
    command = send(fleet)
    goal = Reaching(fleet, command.id, "executing")
    due = command.created + command.plan[1].after
    assert (goal.look(), goal.due()) == (None, due)
    fleet.clock.freeze(due)
    assert goal.look() == MET


def test_a_state_is_met_when_the_command_has_been_in_it(fleet: Fleet) -> None:
    command = send(fleet)
    fleet.clock.advance(60)
    goal = Reaching(fleet, command.id, "sentToTarget")
    assert goal.look() == MET
    assert goal.shown() == {
        "command": {
            "id": command.id,
            "api": "msgraph",
            "state": "completed",
            "reachedAt": "2026-09-21T14:13:20.400Z",
            "dueAt": None,
        }
    }
    assert Reaching(fleet, command.id, "requesting").look() == MET


def test_without_a_state_any_end_will_do(fleet: Fleet) -> None:
    command = send(fleet, "failed-to-send")
    goal = Reaching(fleet, command.id, None)
    assert goal.look() is None
    fleet.clock.freeze(goal.due())
    assert goal.look() == MET
    assert goal.shown()["command"]["state"] == "failedToSend"


def test_what_the_life_cycle_does_not_have_any_more_is_unreachable(fleet: Fleet) -> None:
    command = send(fleet)
    goal = Reaching(fleet, command.id, "canceled")
    assert goal.look() is None
    fleet.clock.advance(60)
    assert goal.look() == UNREACHABLE
    assert goal.detail(UNREACHABLE) == "No walk of the life-cycle leads from completed to canceled."
    assert goal.shown()["command"] == {
        "id": command.id,
        "api": "msgraph",
        "state": "completed",
        "reachedAt": None,
        "dueAt": None,
    }


def test_what_is_not_planned_may_still_come(fleet: Fleet) -> None:
    fleet.set_presence(fleet.world.devices("msgraph")[0], Presence.OFFLINE)
    command = send(fleet)
    goal = Reaching(fleet, command.id, "completed")
    assert (goal.look(), goal.due()) == (None, None)
    assert goal.detail(TIMEOUT).startswith(
        "The command is in requesting, and nothing that is planned takes it to compl"
    )
    fleet.set_presence(fleet.world.devices("msgraph")[0], Presence.ONLINE)
    assert goal.look() is None
    assert goal.due() is not None
    assert goal.shown()["command"]["dueAt"] is not None


def test_a_long_way_is_told_in_figures_that_can_be_read(fleet: Fleet) -> None:
    command = send(fleet, "offline-until-expiry")
    assert ", 3,600 s before expired, and" in Reaching(fleet, command.id, "expired").detail(TIMEOUT)


def test_why_a_wait_was_in_vain_and_what_helps(fleet: Fleet) -> None:
    command = send(fleet, "slow")
    goal = Reaching(fleet, command.id, "sentToTarget")
    ahead = command.plan[0].after
    stands = f"The command is in requesting, {ahead:g} s before sentToTarget, and its clock stands still; advance it."
    assert goal.detail(TIMEOUT) == stands
    fleet.clock.resume()
    assert goal.detail(TIMEOUT).endswith("s of its clock lie before sentToTarget; advance it, or wait longer.")


def test_a_command_of_any_api_is_found(fleet: Fleet) -> None:
    for command in fleet.store.commands():
        goal = Reaching(fleet, command.id, None)
        assert goal.shown()["command"]["api"] == command.owner.split("/")[0]


def test_a_command_that_is_not_there_is_refused(fleet: Fleet) -> None:
    with pytest.raises(Refusal) as refused:
        Reaching(fleet, "nobody", "completed")
    assert refused.value.condition is Condition.UNPROCESSABLE
    assert refused.value.problems[0].pointer == "/command/id"


def test_a_state_that_the_life_cycle_does_not_have_is_refused(fleet: Fleet) -> None:
    with pytest.raises(Refusal) as refused:
        Reaching(fleet, send(fleet).id, "Acknowledged")
    assert refused.value.condition is Condition.UNPROCESSABLE
    (problem,) = refused.value.problems
    assert problem.pointer == "/command/state"
    assert problem.reason.startswith("is no state of msgraph; there are requesting, sentToTarget, ")


def test_a_command_that_went_with_a_snapshot_is_unreachable(fleet: Fleet) -> None:
    command = send(fleet)
    goal = Reaching(fleet, command.id, "completed")
    fleet.store.replace_all(())
    assert goal.look() == UNREACHABLE
    assert "snapshot" in goal.detail(UNREACHABLE)
    assert goal.shown()["command"]["state"] == "requesting"
