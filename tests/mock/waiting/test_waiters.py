"""Waiting on a real loop. What is waited for happens at once or when a test makes it happen."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from kit import NOON

from fleetmock.apis.registry import APIS
from fleetmock.app import create_fleet
from fleetmock.errors import Condition, Refusal
from fleetmock.events.hub import Events
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.timeline import Command
from fleetmock.settings import Settings
from fleetmock.waiting.counting import Counting
from fleetmock.waiting.reaching import Reaching
from fleetmock.waiting.waiters import PAUSE, Waiters

Result = dict[str, Any]


@pytest.fixture
def fleet() -> Fleet:
    return create_fleet(Settings(apis=("msgraph",)), Clock(frozen_at=NOON))


@pytest.fixture
def events() -> Events:
    return Events()


def send(fleet: Fleet, scenario: str | None = None) -> Command:
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
    return APIS["msgraph"].create(fleet, Order(fleet.world.devices("msgraph")[0], body, scenario=scenario))


def meanwhile(waiting: Awaitable[Result], *happen: Callable[[], Any]) -> Result:
    """The result of the wait, which must not be over before all of this has happened, one after the other."""

    async def story() -> Result:
        task = asyncio.ensure_future(waiting)
        for each in happen:
            await asyncio.sleep(PAUSE * 3)
            assert not task.done()
            each()
        async with asyncio.timeout(5):
            return await task

    return asyncio.run(story())


def test_what_is_met_already_is_said_at_once(fleet: Fleet, events: Events) -> None:
    command = send(fleet)
    result = meanwhile(Waiters(fleet, events).until(Reaching(fleet, command.id, "requesting"), 0))
    assert (result["met"], result["reason"], result["command"]["state"]) == (True, "met", "requesting")
    assert "detail" not in result


def test_what_can_never_be_is_said_at_once(fleet: Fleet, events: Events) -> None:
    command = send(fleet)
    fleet.clock.advance(60)
    result = meanwhile(Waiters(fleet, events).until(Reaching(fleet, command.id, "canceled"), 60))
    assert (result["met"], result["reason"]) == (False, "unreachable")
    assert result["detail"].startswith("No walk")


def test_a_clock_that_stands_still_moves_nothing_until_it_is_moved(fleet: Fleet, events: Events) -> None:
    goal = Reaching(fleet, send(fleet).id, "completed")
    waiting = Waiters(fleet, events).until(goal, 60)
    result = meanwhile(waiting, lambda: fleet.clock.advance(0.5), lambda: fleet.clock.advance(60))
    assert result["met"]


def test_a_clock_that_runs_is_waited_for_and_no_longer(fleet: Fleet, events: Events) -> None:
    command = send(fleet, "slow")
    fleet.clock.scale(1000)
    result = meanwhile(Waiters(fleet, events).until(Reaching(fleet, command.id, "completed"), 60))
    assert result["met"]
    assert result["elapsedMs"] < 5000


def test_the_clock_may_be_moved_on_another_thread(fleet: Fleet, events: Events) -> None:
    waiting = Waiters(fleet, events).until(Reaching(fleet, send(fleet).id, "completed"), 60)
    thread = threading.Thread(target=fleet.clock.advance, args=(60,))
    assert meanwhile(waiting, thread.start)["met"]
    thread.join()


def test_a_new_plan_is_noticed(fleet: Fleet, events: Events) -> None:
    device = fleet.world.devices("msgraph")[0]
    fleet.set_presence(device, Presence.OFFLINE)
    command = send(fleet)
    waiting = Waiters(fleet, events).until(Reaching(fleet, command.id, "completed"), 60)
    result = meanwhile(waiting, lambda: fleet.bring(command, "completed"))
    assert result["met"]


def test_the_plan_of_another_command_wakes_nobody(fleet: Fleet, events: Events) -> None:
    class Nosy(Reaching):
        looks = 0

        def look(self) -> str | None:
            Nosy.looks += 1
            return super().look()

    goal = Nosy(fleet, send(fleet).id, "completed")
    waiting = Waiters(fleet, events).until(goal, 60)

    def others() -> None:
        for _ in range(10):
            send(fleet)

    meanwhile(waiting, others, lambda: fleet.clock.advance(60))
    assert Nosy.looks == 2


def test_events_of_its_kind_are_counted(fleet: Fleet, events: Events) -> None:
    came = list[int]()

    def come() -> None:
        came.append(1)
        events.publish("request", lambda: None)

    waiting = Waiters(fleet, events).until(Counting("request", lambda: len(came), 2), 60)
    result = meanwhile(waiting, come, lambda: events.publish("callback", lambda: None), come)
    assert (result["met"], result["count"]) == (True, 2)


def test_many_events_are_counted_a_few_times(fleet: Fleet, events: Events) -> None:
    looks = list[int]()

    def count() -> int:
        looks.append(1)
        time.sleep(0.001)
        return 0

    async def story() -> Result:
        task = asyncio.ensure_future(Waiters(fleet, events).until(Counting("request", count, 1), 0.3))
        while not task.done():
            events.publish("request", lambda: None)
            await asyncio.sleep(0)
        return await task

    assert asyncio.run(story())["reason"] == "timeout"
    assert len(looks) <= 32  # pauses of ten times as long as a look, and one at the end


def test_after_so_many_seconds_it_ends_and_says_why(fleet: Fleet, events: Events) -> None:
    command = send(fleet)
    result = meanwhile(Waiters(fleet, events).until(Reaching(fleet, command.id, "completed"), 0.1))
    assert (result["met"], result["reason"]) == (False, "timeout")
    assert 100 <= result["elapsedMs"] < 3000
    assert result["command"]["dueAt"] == "2026-09-21T14:13:21.600Z"
    assert "stands still" in result["detail"]


def test_the_end_of_the_namespace_ends_it(fleet: Fleet, events: Events) -> None:
    waiters = Waiters(fleet, events)
    result = meanwhile(waiters.until(Reaching(fleet, send(fleet).id, "completed"), 60), events.close)
    assert (result["met"], result["reason"]) == (False, "closed")
    assert result["detail"].startswith("The namespace was reset")
    assert meanwhile(waiters.until(Counting("request", lambda: 0, 1), 60))["reason"] == "closed"


def test_one_too_many_is_refused_and_the_next_is_not(fleet: Fleet, events: Events) -> None:
    waiters = Waiters(fleet, events, limit=2)

    async def story() -> None:
        tasks = [asyncio.ensure_future(waiters.until(Counting("request", lambda: 0, 1), 60)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Refusal) as refused:
            await waiters.until(Counting("request", lambda: 9, 1), 60)
        assert refused.value.condition is Condition.CONFLICT
        tasks[0].cancel()
        await asyncio.wait(tasks[:1])
        assert (await waiters.until(Counting("request", lambda: 9, 1), 60))["met"]
        tasks[1].cancel()

    asyncio.run(story())


def test_nothing_is_left_behind(fleet: Fleet, events: Events) -> None:
    before = len(fleet.listeners), len(fleet.clock.listeners)
    meanwhile(Waiters(fleet, events).until(Reaching(fleet, send(fleet).id, "completed"), 0.01))
    assert (len(fleet.listeners), len(fleet.clock.listeners)) == before
    assert events.listeners == 0
