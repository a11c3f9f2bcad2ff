"""The dispatcher on a real namespace; nothing is awaited but what is due, so no test sleeps."""

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
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.namespace import Namespace, Order
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command

DOCUMENT = fleetmock_contracts.load("msgraph")
PROMISES = {"msgraph": Promise(offers(DOCUMENT), show)}
HAPPY = ["sentToTarget", "executing", "completed"]


@pytest.fixture
def namespace() -> Namespace:
    clock = Clock(frozen_at=NOON)
    behaviours = {"msgraph": behaviour(API, DOCUMENT)}
    return Namespace(clock, Ids(0, clock), MemoryStore(), worldfile.load(), behaviours)


@pytest.fixture
def dispatcher(namespace: Namespace) -> Dispatcher:
    return listening(namespace)


def listening(namespace: Namespace, **more: Any) -> Dispatcher:
    made = Dispatcher(namespace, PROMISES, AllowList(["loopback"]), **more)
    namespace.listeners.append(made.planned)
    return made


def send(namespace: Namespace, url: str | None, scenario: str | None = None) -> Command:
    device = namespace.world.devices("msgraph")[0]
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}, "postBackUri": url}
    return API.create(namespace, Order(device, body, scenario=scenario))


def later(namespace: Namespace, dispatcher: Dispatcher, seconds: float) -> None:
    namespace.clock.advance(seconds)
    asyncio.run(dispatcher.run_due(namespace.clock.now()))


def test_each_transition_arrives_once_in_order_and_as_get_showed_it(
    namespace: Namespace, dispatcher: Dispatcher, receiver: Any
) -> None:
    command = send(namespace, receiver.url())
    for seconds in (0.3, 0.2, 0.4, 0.8, 9999):
        later(namespace, dispatcher, seconds)
    assert receiver.statuses() == HAPPY
    assert [body for _, _, body in receiver.got] == [show(command, moment) for moment in command.due()]


def test_what_was_missed_by_a_jump_of_the_clock_is_told_in_order(
    namespace: Namespace, dispatcher: Dispatcher, receiver: Any
) -> None:
    send(namespace, receiver.url(), "canceled")
    later(namespace, dispatcher, 9999)
    assert receiver.statuses() == ["sentToTarget", "executing", "cancel", "cancelling", "canceled"]


def test_a_clock_that_stands_still_sends_nothing(namespace: Namespace, dispatcher: Dispatcher, receiver: Any) -> None:
    send(namespace, receiver.url())
    later(namespace, dispatcher, 0)
    assert receiver.got == []


def test_a_change_of_presence_changes_what_is_sent(namespace: Namespace, dispatcher: Dispatcher, receiver: Any) -> None:
    command = send(namespace, receiver.url())
    device = namespace.world.devices("msgraph")[0]
    namespace.set_presence(device, Presence.OFFLINE)
    later(namespace, dispatcher, 60)
    assert receiver.statuses() == ["retry"]
    namespace.set_presence(device, Presence.ONLINE)
    later(namespace, dispatcher, 60)
    assert receiver.statuses() == ["retry", *HAPPY]
    assert namespace.store.get(device.key, command.id) is not None


def test_a_cancel_changes_what_is_sent(namespace: Namespace, dispatcher: Dispatcher, receiver: Any) -> None:
    command = send(namespace, receiver.url(), "slow")
    later(namespace, dispatcher, 20)
    command = namespace.trigger(command, "request-cancel")
    later(namespace, dispatcher, 5)
    namespace.trigger(command, "begin-cancel")
    later(namespace, dispatcher, 9999)
    assert receiver.statuses() == ["sentToTarget", "cancel", "cancelling"]


def test_a_command_that_names_no_url_is_not_called_back_for(
    namespace: Namespace, dispatcher: Dispatcher, receiver: Any
) -> None:
    send(namespace, None)
    later(namespace, dispatcher, 60)
    assert receiver.got == []


def test_a_host_that_is_not_allowed_is_told_nothing_and_one_line_says_so(
    namespace: Namespace, dispatcher: Dispatcher, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    refused = send(namespace, receiver.url(host="127.1"))
    namespace.clock.advance(1.2)
    namespace.set_presence(namespace.world.devices("msgraph")[0], Presence.OFFLINE)
    later(namespace, dispatcher, 60)
    assert receiver.got == []
    assert [record.getMessage() for record in caplog.records] == [
        f"command {refused.id} gets no callbacks: the host is not on the list of --callbacks"
    ]


def test_one_too_many_is_told_nothing_and_one_line_says_so(
    namespace: Namespace, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    small = listening(namespace, commands=1)
    first, second = send(namespace, receiver.url("/204/first")), send(namespace, receiver.url("/204/second"))
    later(namespace, small, 60)
    assert {body["id"] for _, _, body in receiver.got} == {first.id}
    assert [record.getMessage() for record in caplog.records] == [
        f"command {second.id} gets no callbacks: 1 commands wait for theirs"
    ]


def test_what_a_receiver_refuses_is_not_sent_again(
    namespace: Namespace, dispatcher: Dispatcher, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    command = send(namespace, receiver.url("/307"))
    later(namespace, dispatcher, 60)
    assert [path for path, _, _ in receiver.got] == ["/307"] * 3
    assert (
        caplog.messages
        == [f"a callback of command {command.id} is lost: it answered 307, and redirects are not followed"] * 3
    )


def test_a_fault_of_our_own_is_logged_and_the_next_command_served(
    namespace: Namespace, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(command: Command, moment: float) -> Any:
        if command.fields["postBackUri"].endswith("fault"):
            raise ZeroDivisionError
        return {"id": command.id} if command.fields["postBackUri"].endswith("broken") else show(command, moment)

    made = Dispatcher(namespace, {"msgraph": Promise(offers(DOCUMENT), faulty)}, AllowList(["loopback"]))
    namespace.listeners.append(made.planned)
    for path in ("/204/fault", "/204/broken", "/204"):
        send(namespace, receiver.url(path))
    later(namespace, made, 60)
    assert receiver.statuses() == HAPPY
    assert sum('breaks the contract: : "status" is a required property' in line for line in caplog.messages) == 3
    assert sum(record.exc_info is not None for record in caplog.records) == 3


# In the background.


def test_it_follows_a_clock_that_runs_and_one_that_is_moved(namespace: Namespace, receiver: Any) -> None:
    async def story() -> None:
        async with listening(namespace).running():
            await asyncio.sleep(0.1)  # with nothing to wait for
            send(namespace, receiver.url(), "slow")
            await asyncio.sleep(0.1)
            assert receiver.got == []
            namespace.clock.advance(16)
            await arrival(receiver, 1)
            namespace.clock.advance(13.5)
            namespace.clock.resume()
            await arrival(receiver, 2)
            assert namespace.clock.now() - NOON >= 30

    asyncio.run(story())
    assert receiver.statuses() == HAPPY[:2]


def test_a_command_that_survived_a_restart_is_called_back_for(namespace: Namespace, receiver: Any) -> None:
    send(namespace, receiver.url(), "slow")
    namespace.clock.advance(20)  # while nobody listens

    async def story() -> None:
        async with listening(namespace).running():
            namespace.clock.advance(100)
            await arrival(receiver, 2)

    asyncio.run(story())
    assert receiver.statuses() == HAPPY[1:]


def test_nothing_is_sent_after_the_end(namespace: Namespace, receiver: Any) -> None:
    async def story() -> None:
        async with listening(namespace).running():
            send(namespace, receiver.url())
            await asyncio.sleep(0)
        namespace.clock.advance(60)
        send(namespace, receiver.url())
        await asyncio.sleep(0.3)

    asyncio.run(story())
    assert receiver.got == []


def test_receivers_that_never_answer_hold_up_neither_others_nor_the_end(namespace: Namespace, receiver: Any) -> None:
    async def story() -> float:
        async with listening(namespace).running():
            for _ in range(module.SENDS - 1):
                send(namespace, receiver.url("/slow"))
            send(namespace, receiver.url("/204"))
            namespace.clock.advance(60)
            await arrival(receiver, module.SENDS + 2)
            return time.monotonic()

    ended = asyncio.run(story())
    assert time.monotonic() - ended < 2
    paths = [path for path, _, _ in receiver.got]
    assert paths.count("/204") == 3
    assert paths.count("/slow") == module.SENDS - 1


def test_no_more_than_so_many_are_sent_at_a_time(namespace: Namespace, receiver: Any) -> None:
    async def story() -> None:
        async with listening(namespace).running():
            for _ in range(module.SENDS + 5):
                send(namespace, receiver.url("/slow"))
            namespace.clock.advance(60)
            await arrival(receiver, module.SENDS)
            await asyncio.sleep(0.2)

    asyncio.run(story())
    assert len(receiver.got) == module.SENDS


async def arrival(receiver: Any, number: int) -> None:
    async with asyncio.timeout(10):
        while len(receiver.got) < number:  # noqa: ASYNC110 - it arrives on another thread
            await asyncio.sleep(0.01)
