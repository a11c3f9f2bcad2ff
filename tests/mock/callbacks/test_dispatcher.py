"""The dispatcher on a real fleet; nothing is awaited but what is due, so no test sleeps."""

import asyncio
import time
from typing import Any

import pytest
from kit import NOON

import fleetmock_contracts
from fleetmock import worldfile
from fleetmock.apis.msgraph import API, show
from fleetmock.app import behaviour
from fleetmock.callbacks import dispatcher as module
from fleetmock.callbacks.allowlist import AllowList
from fleetmock.callbacks.dispatcher import Dispatcher
from fleetmock.callbacks.promise import Promise, offers
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command

DOCUMENT = fleetmock_contracts.load("msgraph")
PROMISES = {"msgraph": Promise(offers(DOCUMENT), show)}
HAPPY = ["sentToTarget", "executing", "completed"]


@pytest.fixture
def fleet() -> Fleet:
    clock = Clock(frozen_at=NOON)
    behaviours = {"msgraph": behaviour(API, DOCUMENT)}
    return Fleet(clock, Ids(0, clock), MemoryStore(), worldfile.load(), behaviours)


@pytest.fixture
def dispatcher(fleet: Fleet) -> Dispatcher:
    return listening(fleet)


def listening(fleet: Fleet, **more: Any) -> Dispatcher:
    made = Dispatcher(fleet, PROMISES, AllowList(["loopback"]), **more)
    fleet.listeners.append(made.planned)
    return made


def send(fleet: Fleet, url: str | None, scenario: str | None = None) -> Command:
    device = fleet.world.devices("msgraph")[0]
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}, "postBackUri": url}
    return API.create(fleet, Order(device, body, scenario=scenario))


def later(fleet: Fleet, dispatcher: Dispatcher, seconds: float) -> None:
    fleet.clock.advance(seconds)
    asyncio.run(dispatcher.run_due(fleet.clock.now()))


def test_each_transition_arrives_once_in_order_and_as_get_showed_it(
    fleet: Fleet, dispatcher: Dispatcher, receiver: Any
) -> None:
    command = send(fleet, receiver.url())
    for seconds in (0.3, 0.2, 0.4, 0.8, 9999):
        later(fleet, dispatcher, seconds)
    assert receiver.statuses() == HAPPY
    assert [body for _, _, body in receiver.got] == [show(command, moment) for moment in command.due()]


def test_what_was_missed_by_a_jump_of_the_clock_is_told_in_order(
    fleet: Fleet, dispatcher: Dispatcher, receiver: Any
) -> None:
    send(fleet, receiver.url(), "canceled")
    later(fleet, dispatcher, 9999)
    assert receiver.statuses() == ["sentToTarget", "executing", "cancel", "cancelling", "canceled"]


def test_a_clock_that_stands_still_sends_nothing(fleet: Fleet, dispatcher: Dispatcher, receiver: Any) -> None:
    send(fleet, receiver.url())
    later(fleet, dispatcher, 0)
    assert receiver.got == []


def test_a_change_of_presence_changes_what_is_sent(fleet: Fleet, dispatcher: Dispatcher, receiver: Any) -> None:
    command = send(fleet, receiver.url())
    device = fleet.world.devices("msgraph")[0]
    fleet.set_presence(device, Presence.OFFLINE)
    later(fleet, dispatcher, 60)
    assert receiver.statuses() == ["retry"]
    fleet.set_presence(device, Presence.ONLINE)
    later(fleet, dispatcher, 60)
    assert receiver.statuses() == ["retry", *HAPPY]
    assert fleet.store.get(device.key, command.id) is not None


def test_a_cancel_changes_what_is_sent(fleet: Fleet, dispatcher: Dispatcher, receiver: Any) -> None:
    command = send(fleet, receiver.url(), "slow")
    later(fleet, dispatcher, 20)
    command = fleet.trigger(command, "request-cancel")
    later(fleet, dispatcher, 5)
    fleet.trigger(command, "begin-cancel")
    later(fleet, dispatcher, 9999)
    assert receiver.statuses() == ["sentToTarget", "cancel", "cancelling"]


def test_a_command_that_names_no_url_is_not_called_back_for(
    fleet: Fleet, dispatcher: Dispatcher, receiver: Any
) -> None:
    send(fleet, None)
    later(fleet, dispatcher, 60)
    assert receiver.got == []


def test_a_host_that_is_not_allowed_is_told_nothing_and_one_line_says_so(
    fleet: Fleet, dispatcher: Dispatcher, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    refused = send(fleet, receiver.url(host="127.1"))
    fleet.clock.advance(1.2)
    fleet.set_presence(fleet.world.devices("msgraph")[0], Presence.OFFLINE)
    later(fleet, dispatcher, 60)
    assert receiver.got == []
    assert [record.getMessage() for record in caplog.records] == [
        f"command {refused.id} gets no callbacks: the host is not on the list of --callbacks"
    ]


def test_one_too_many_is_told_nothing_and_one_line_says_so(
    fleet: Fleet, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    small = listening(fleet, commands=1)
    first, second = send(fleet, receiver.url("/204/first")), send(fleet, receiver.url("/204/second"))
    later(fleet, small, 60)
    assert {body["id"] for _, _, body in receiver.got} == {first.id}
    assert [record.getMessage() for record in caplog.records] == [
        f"command {second.id} gets no callbacks: 1 commands wait for theirs"
    ]


def test_what_a_receiver_refuses_is_not_sent_again(
    fleet: Fleet, dispatcher: Dispatcher, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    command = send(fleet, receiver.url("/307"))
    later(fleet, dispatcher, 60)
    assert [path for path, _, _ in receiver.got] == ["/307"] * 3
    assert (
        caplog.messages
        == [f"a callback of command {command.id} is lost: it answered 307, and redirects are not followed"] * 3
    )


def test_a_fault_of_our_own_is_logged_and_the_next_command_served(
    fleet: Fleet, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(command: Command, moment: float) -> Any:
        if command.fields["postBackUri"].endswith("fault"):
            raise ZeroDivisionError
        return {"id": command.id} if command.fields["postBackUri"].endswith("broken") else show(command, moment)

    made = Dispatcher(fleet, {"msgraph": Promise(offers(DOCUMENT), faulty)}, AllowList(["loopback"]))
    fleet.listeners.append(made.planned)
    for path in ("/204/fault", "/204/broken", "/204"):
        send(fleet, receiver.url(path))
    later(fleet, made, 60)
    assert receiver.statuses() == HAPPY
    assert sum('breaks the contract: : "status" is a required property' in line for line in caplog.messages) == 3
    assert sum(record.exc_info is not None for record in caplog.records) == 3


# In the background.


def test_it_follows_a_clock_that_runs_and_one_that_is_moved(fleet: Fleet, receiver: Any) -> None:
    async def story() -> None:
        async with listening(fleet).running():
            await asyncio.sleep(0.1)  # with nothing to wait for
            send(fleet, receiver.url(), "slow")
            await asyncio.sleep(0.1)
            assert receiver.got == []
            fleet.clock.advance(16)
            await arrival(receiver, 1)
            fleet.clock.advance(13.5)
            fleet.clock.resume()
            await arrival(receiver, 2)
            assert fleet.clock.now() - NOON >= 30

    asyncio.run(story())
    assert receiver.statuses() == HAPPY[:2]


def test_a_command_that_survived_a_restart_is_called_back_for(fleet: Fleet, receiver: Any) -> None:
    send(fleet, receiver.url(), "slow")
    fleet.clock.advance(20)  # while nobody listens

    async def story() -> None:
        async with listening(fleet).running():
            fleet.clock.advance(100)
            await arrival(receiver, 2)

    asyncio.run(story())
    assert receiver.statuses() == HAPPY[1:]


def test_nothing_is_sent_after_the_end(fleet: Fleet, receiver: Any) -> None:
    async def story() -> None:
        async with listening(fleet).running():
            send(fleet, receiver.url())
            await asyncio.sleep(0)
        fleet.clock.advance(60)
        send(fleet, receiver.url())
        await asyncio.sleep(0.3)

    asyncio.run(story())
    assert receiver.got == []


def test_receivers_that_never_answer_hold_up_neither_others_nor_the_end(fleet: Fleet, receiver: Any) -> None:
    async def story() -> float:
        async with listening(fleet).running():
            for _ in range(module.SENDS - 1):
                send(fleet, receiver.url("/slow"))
            send(fleet, receiver.url("/204"))
            fleet.clock.advance(60)
            await arrival(receiver, module.SENDS + 2)
            return time.monotonic()

    ended = asyncio.run(story())
    assert time.monotonic() - ended < 2
    paths = [path for path, _, _ in receiver.got]
    assert paths.count("/204") == 3
    assert paths.count("/slow") == module.SENDS - 1


def test_no_more_than_so_many_are_sent_at_a_time(fleet: Fleet, receiver: Any) -> None:
    async def story() -> None:
        async with listening(fleet).running():
            for _ in range(module.SENDS + 5):
                send(fleet, receiver.url("/slow"))
            fleet.clock.advance(60)
            await arrival(receiver, module.SENDS)
            await asyncio.sleep(0.2)

    asyncio.run(story())
    assert len(receiver.got) == module.SENDS


async def arrival(receiver: Any, number: int) -> None:
    async with asyncio.timeout(10):
        while len(receiver.got) < number:  # noqa: ASYNC110 - it arrives on another thread
            await asyncio.sleep(0.01)
