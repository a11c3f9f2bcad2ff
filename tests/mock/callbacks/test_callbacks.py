"""Callbacks of a real fleet to a real receiver; its clock stands still, so no test sleeps for what is due."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from typing import Any
from weakref import ref

import pytest
from kit import NOON

import fleetmock_contracts
from fleetmock import worldfile
from fleetmock.apis.msgraph import API, show
from fleetmock.apis.variants.registry import started
from fleetmock.app import behaviour
from fleetmock.callbacks import callbacks as module
from fleetmock.callbacks.allowlist import AllowList
from fleetmock.callbacks.callbacks import Callbacks
from fleetmock.callbacks.deliveries import Wanted
from fleetmock.callbacks.promise import Promise, offers
from fleetmock.callbacks.sender import Sender
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command
from fleetmock.namespaces.snapshot import Snapshot

DOCUMENT = fleetmock_contracts.load("msgraph")
PROMISES = {"msgraph": Promise(offers(DOCUMENT), show)}
HAPPY = ["sentToTarget", "executing", "completed"]


@pytest.fixture
def fleet() -> Fleet:
    clock = Clock(frozen_at=NOON)
    behaviours = {"msgraph": behaviour(API, DOCUMENT)}
    return Fleet(clock, Ids(0, clock), MemoryStore(), worldfile.load(), behaviours)


@pytest.fixture
def callbacks(fleet: Fleet) -> Iterator[Callbacks]:
    made = calling(fleet)
    yield made
    made.close()


def calling(fleet: Fleet, promises: Any = PROMISES, publish: Any = None, **more: Any) -> Callbacks:
    return Callbacks(fleet, promises, AllowList(["loopback"]), Sender(), publish or (lambda *_: None), **more)


def send(fleet: Fleet, url: str | None, scenario: str | None = None) -> Command:
    device = fleet.world.devices("msgraph")[0]
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}, "postBackUri": url}
    return API.create(fleet, Order(device, body, scenario=scenario))


def later(fleet: Fleet, callbacks: Callbacks, seconds: float) -> None:
    """Until all that is due by then was sent, on a loop of its own."""

    async def story() -> None:
        fleet.clock.advance(seconds)
        await until(lambda: not callbacks._sends and (callbacks.next_due() or NOON * 2) > fleet.clock.now())

    asyncio.run(story())


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - what it waits for happens on another thread, or between two looks
            await asyncio.sleep(0.002)


async def arrival(receiver: Any, number: int) -> None:
    await until(lambda: len(receiver.got) >= number)


def journal(callbacks: Callbacks, *members: str) -> list[tuple[Any, ...]]:
    return [tuple(each.shown()[name] for name in members) for each in callbacks.deliveries.find(Wanted())]


def test_each_transition_arrives_once_in_order_and_as_get_showed_it(
    fleet: Fleet, callbacks: Callbacks, receiver: Any
) -> None:
    command = send(fleet, receiver.url())
    for seconds in (0.3, 0.2, 0.4, 0.8, 9999):
        later(fleet, callbacks, seconds)
    assert receiver.statuses() == HAPPY
    assert [body for _, _, body in receiver.got] == [show(command, moment) for moment in command.due()]


def test_what_was_missed_by_a_jump_of_the_clock_is_told_in_order(
    fleet: Fleet, callbacks: Callbacks, receiver: Any
) -> None:
    send(fleet, receiver.url(), "canceled")
    later(fleet, callbacks, 9999)
    assert receiver.statuses() == ["sentToTarget", "executing", "cancel", "cancelling", "canceled"]


def test_a_clock_that_stands_still_sends_nothing(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    send(fleet, receiver.url())
    later(fleet, callbacks, 0)
    assert receiver.got == []


def test_a_change_of_presence_changes_what_is_sent(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    command = send(fleet, receiver.url())
    device = fleet.world.devices("msgraph")[0]
    fleet.set_presence(device, Presence.OFFLINE)
    later(fleet, callbacks, 60)
    assert receiver.statuses() == ["retry"]
    fleet.set_presence(device, Presence.ONLINE)
    later(fleet, callbacks, 60)
    assert receiver.statuses() == ["retry", *HAPPY]
    assert fleet.store.get(device.key, command.id) is not None


def test_a_cancel_changes_what_is_sent(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    command = send(fleet, receiver.url(), "slow")
    later(fleet, callbacks, 20)
    command = fleet.trigger(command, "request-cancel")
    later(fleet, callbacks, 5)
    fleet.trigger(command, "begin-cancel")
    later(fleet, callbacks, 9999)
    assert receiver.statuses() == ["sentToTarget", "cancel", "cancelling"]


def test_a_command_that_names_no_url_is_not_called_back_for(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    send(fleet, None)
    later(fleet, callbacks, 60)
    assert receiver.got == []


def test_a_host_that_is_not_allowed_is_told_nothing_and_one_line_says_so(
    fleet: Fleet, callbacks: Callbacks, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    refused = send(fleet, receiver.url(host="127.1"))
    fleet.clock.advance(1.2)
    fleet.set_presence(fleet.world.devices("msgraph")[0], Presence.OFFLINE)
    later(fleet, callbacks, 60)
    assert receiver.got == []
    assert [record.getMessage() for record in caplog.records] == [
        f"command {refused.id} gets no callbacks: the host is not on the list of --callbacks"
    ]


def test_one_too_many_is_told_nothing_and_one_line_says_so(
    fleet: Fleet, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    small = calling(fleet, commands=1)
    first, second = send(fleet, receiver.url("/204/first")), send(fleet, receiver.url("/204/second"))
    assert small.waiting == 1
    later(fleet, small, 60)
    assert {body["id"] for _, _, body in receiver.got} == {first.id}
    assert caplog.messages == [f"command {second.id} gets no callbacks: 1 commands wait for theirs"]
    assert small.waiting == 0


# What is not taken.


def test_what_a_receiver_refuses_is_sent_again_after_a_while_by_the_clock(
    fleet: Fleet, callbacks: Callbacks, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    send(fleet, receiver.url("/500-503-204"))
    later(fleet, callbacks, 0.5)
    assert len(receiver.got) == 1
    assert callbacks.next_due() == NOON + 1.5
    later(fleet, callbacks, 0.75)
    assert len(receiver.got) == 1
    later(fleet, callbacks, 0.25)
    assert len(receiver.got) == 2
    assert callbacks.next_due() == NOON + 3.5
    later(fleet, callbacks, 2)
    assert receiver.statuses() == ["sentToTarget"] * 3 + ["executing", "completed"]
    assert journal(callbacks, "kind", "attempt", "outcome", "status")[:4] == [
        ("first", 1, "failed", 500),
        ("retry", 2, "failed", 503),
        ("retry", 3, "delivered", 204),
        ("first", 1, "delivered", 204),
    ]
    assert caplog.messages == []


def test_what_nobody_takes_is_given_up_and_one_line_says_so(
    fleet: Fleet, callbacks: Callbacks, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    callbacks.manner = callbacks.manner.changed({"attempts": 2, "backoff": 10})
    command = send(fleet, receiver.url("/307-307-204"))
    later(fleet, callbacks, 1)
    later(fleet, callbacks, 10)
    assert receiver.statuses() == [HAPPY[0], *HAPPY]
    why = "it answered 307, and redirects are not followed"
    assert caplog.messages == [f"a callback of command {command.id} is lost: {why} (attempt 2 of 2)"]
    assert journal(callbacks, "outcome", "retryAt", "error")[:2] == [
        ("failed", "2026-09-21T14:13:31.000Z", why),
        ("lost", None, why),
    ]


def test_the_tries_of_one_command_do_not_hold_up_another(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    send(fleet, receiver.url("/500-204"))
    send(fleet, receiver.url("/204/other"))
    later(fleet, callbacks, 0.9)
    assert [path for path, _, _ in receiver.got].count("/204/other") == 2
    later(fleet, callbacks, 60)
    assert len(receiver.got) == 7


def test_a_try_takes_no_longer_than_it_may(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    callbacks.manner = callbacks.manner.changed({"timeout": 0.2, "attempts": 1})
    send(fleet, receiver.url("/slow"))
    began = time.monotonic()
    later(fleet, callbacks, 0.5)
    assert time.monotonic() - began < 3
    assert journal(callbacks, "outcome", "status", "error") == [("lost", None, "no answer within 0.2 s")]
    assert callbacks.deliveries.find(Wanted())[0].duration >= 0.2


# On demand.


def test_what_was_taken_comes_again(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    callbacks.manner = callbacks.manner.changed({"duplicate": 2})
    send(fleet, receiver.url("/204-500-204"))
    later(fleet, callbacks, 60)
    assert receiver.statuses() == [state for state in HAPPY for _ in range(3)][1:]
    assert journal(callbacks, "state", "kind", "attempt", "outcome")[:4] == [
        ("sentToTarget", "first", 1, "delivered"),
        ("sentToTarget", "duplicate", 1, "lost"),
        ("executing", "first", 1, "delivered"),
        ("executing", "duplicate", 1, "delivered"),
    ]


def test_neighbours_change_places(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    callbacks.manner = callbacks.manner.changed({"reorder": True})
    send(fleet, receiver.url())
    for seconds in (0.5, 0.5, 60):
        later(fleet, callbacks, seconds)
    assert receiver.statuses() == ["executing", "sentToTarget", "completed"]
    assert [body for _, _, body in receiver.got][1]["status"] == "sentToTarget"


def test_a_variant_is_what_is_sent_from_then_on(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    send(fleet, receiver.url())
    later(fleet, callbacks, 0.5)
    callbacks.vary(started(["msgraph.casing=pascal"], ["msgraph"]))
    later(fleet, callbacks, 60)
    assert [body.get("Status") for _, _, body in receiver.got] == [None, *HAPPY[1:]]
    assert [body.get("Status") for (body,) in journal(callbacks, "body")] == [None, *HAPPY[1:]]


# The journal.


def test_each_try_is_in_the_journal_with_what_was_sent(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    command = send(fleet, receiver.url("/201/hook?a=b").replace("//", "//user:pass@"))
    later(fleet, callbacks, 60)
    first, _, third = callbacks.deliveries.find(Wanted())
    assert first.shown() | {"durationMs": 0} == {
        "id": "1",
        "time": "2026-09-21T14:14:20.000Z",
        "api": "msgraph",
        "operationId": "createCommand",
        "commandId": command.id,
        "state": "sentToTarget",
        "happenedAt": "2026-09-21T14:13:20.400Z",
        "url": f"http://[redacted]@127.0.0.1:{receiver.port}/201/hook?a=b",
        "kind": "first",
        "attempt": 1,
        "outcome": "delivered",
        "status": 201,
        "error": None,
        "retryAt": None,
        "durationMs": 0,
        "body": receiver.got[0][2] | {"postBackUri": f"http://[redacted]@127.0.0.1:{receiver.port}/201/hook?a=b"},
        "bodyOmitted": False,
    }
    assert 0 < first.duration < 10
    assert (third.id, third.errand.state) == ("3", "completed")


def test_what_is_refused_is_in_the_journal(fleet: Fleet, callbacks: Callbacks) -> None:
    send(fleet, "http://example.org/")
    error = "the host is not on the list of --callbacks"
    assert journal(callbacks, "outcome", "attempt", "error", "body") == [("refused", 0, error, None)]


def test_each_try_is_published(fleet: Fleet, receiver: Any) -> None:
    published = list[tuple[str, Any]]()
    mine = calling(fleet, publish=lambda kind, render: published.append((kind, render())))
    send(fleet, receiver.url())
    later(fleet, mine, 0.5)
    ((kind, data),) = published
    assert kind == "callback"
    shown = mine.deliveries.find(Wanted())[0].shown()
    assert data == {name: value for name, value in shown.items() if not name.startswith("body")}


def test_a_delivery_can_be_sent_again(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    send(fleet, receiver.url("/204-500"))
    later(fleet, callbacks, 0.5)
    first = callbacks.deliveries.get("1")
    assert first is not None
    again = asyncio.run(callbacks.replay(first))
    assert [body for _, _, body in receiver.got] == [first.shown()["body"]] * 2
    assert (again.id, again.outcome, again.status, again.retry_at) == ("2", "lost", 500, None)
    assert again.shown()["replayOf"] == "1"
    assert callbacks.deliveries.get("2") == again


def test_what_was_refused_is_refused_again(fleet: Fleet, callbacks: Callbacks) -> None:
    send(fleet, "http://127.1/")
    first = callbacks.deliveries.get("1")
    assert first is not None
    again = asyncio.run(callbacks.replay(first))
    assert (again.outcome, again.attempt, again.error) == ("refused", 0, first.error)


def test_a_fault_of_our_own_is_logged_and_the_next_command_served(
    fleet: Fleet, receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(command: Command, moment: float) -> Any:
        if command.fields["postBackUri"].endswith("fault"):
            raise ZeroDivisionError
        return {"id": command.id} if command.fields["postBackUri"].endswith("broken") else show(command, moment)

    mine = calling(fleet, {"msgraph": Promise(offers(DOCUMENT), faulty)})
    for path in ("/204/fault", "/204/broken", "/204"):
        send(fleet, receiver.url(path))
    later(fleet, mine, 60)
    assert receiver.statuses() == HAPPY
    assert sum('breaks the contract: : "status" is a required property' in line for line in caplog.messages) == 3
    assert sum(record.exc_info is not None for record in caplog.records) == 3
    errors = {error for _, error in journal(mine, "attempt", "error")}
    assert errors == {None, "fleetmock failed", 'it breaks the contract: : "status" is a required property'}


# Loops, restarts and the end.


@pytest.mark.usefixtures("callbacks")
def test_it_follows_a_clock_that_runs_and_one_that_is_moved(fleet: Fleet, receiver: Any) -> None:
    async def story() -> None:
        send(fleet, receiver.url(), "slow")
        await asyncio.sleep(0.05)
        assert receiver.got == []
        fleet.clock.advance(16)
        await arrival(receiver, 1)
        fleet.clock.advance(13.9)
        fleet.clock.resume()
        await arrival(receiver, 2)
        assert fleet.clock.now() - NOON >= 30

    asyncio.run(story())
    assert receiver.statuses() == HAPPY[:2]


def test_what_is_stored_is_taken_up(fleet: Fleet, receiver: Any) -> None:
    send(fleet, receiver.url(), "slow")
    fleet.clock.advance(20)  # while nobody listens
    mine = calling(fleet)
    mine.start()
    later(fleet, mine, 100)
    assert receiver.statuses() == HAPPY[1:]


def test_a_snapshot_takes_the_place_of_what_was_waiting(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    send(fleet, receiver.url("/204/kept"))
    snapshot = Snapshot.of(fleet)
    send(fleet, receiver.url("/204/dropped"))
    later(fleet, callbacks, 0.5)
    snapshot.restore(fleet)
    callbacks.start()
    receiver.got.clear()
    later(fleet, callbacks, 60)
    assert [(path, body["status"]) for path, _, body in receiver.got] == [("/204/kept", state) for state in HAPPY]
    assert callbacks.waiting == 0


def test_nothing_is_sent_after_the_end(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    async def story() -> None:
        send(fleet, receiver.url())
        callbacks.close()
        fleet.clock.advance(60)
        send(fleet, receiver.url())
        await asyncio.sleep(0.1)

    asyncio.run(story())
    assert receiver.got == []
    assert fleet.listeners == []
    assert fleet.clock.listeners == []


def test_what_is_closed_leaves_no_circle_in_memory(fleet: Fleet) -> None:
    mine = calling(fleet)
    send(fleet, "http://127.0.0.1:1/")
    gone = ref(mine._rounds)
    mine.close()
    gc.disable()
    try:
        del mine
        assert gone() is None
    finally:
        gc.enable()


def test_receivers_that_never_answer_hold_up_neither_others_nor_the_end(
    fleet: Fleet, callbacks: Callbacks, receiver: Any
) -> None:
    async def story() -> float:
        for _ in range(module.SENDS - 1):
            send(fleet, receiver.url("/slow"))
        send(fleet, receiver.url("/204"))
        fleet.clock.advance(60)
        await arrival(receiver, module.SENDS + 2)
        callbacks.close()
        await until(lambda: not callbacks._sends)
        return time.monotonic()

    ended = asyncio.run(story())
    assert time.monotonic() - ended < 2
    paths = [path for path, _, _ in receiver.got]
    assert paths.count("/204") == 3
    assert paths.count("/slow") == module.SENDS - 1


def test_what_is_due_is_sent_before_it_goes_on(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    first = []

    async def story() -> None:
        send(fleet, receiver.url("/500-204"))
        fleet.clock.advance(60)
        await callbacks.settle()
        first.extend(receiver.statuses())
        fleet.clock.advance(60)  # for what was refused
        await callbacks.settle()

    asyncio.run(story())
    assert first == HAPPY[:1]
    assert receiver.statuses() == [HAPPY[0], *HAPPY]


def test_nobody_waits_for_what_was_cut_off_by_the_end(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    async def story() -> None:
        send(fleet, receiver.url("/slow"))
        fleet.clock.advance(60)
        waiting = asyncio.create_task(callbacks.settle())
        await arrival(receiver, 1)
        callbacks.close()
        async with asyncio.timeout(2):
            await waiting

    asyncio.run(story())
    assert len(receiver.got) == 1


@pytest.mark.usefixtures("callbacks")
def test_no_more_than_so_many_are_sent_at_a_time(fleet: Fleet, receiver: Any) -> None:
    async def story() -> None:
        for _ in range(module.SENDS + 5):
            send(fleet, receiver.url("/slow"))
        fleet.clock.advance(60)
        await arrival(receiver, module.SENDS)
        await asyncio.sleep(0.1)

    asyncio.run(story())
    assert len(receiver.got) == module.SENDS


def test_what_the_end_of_a_loop_cut_off_is_sent_on_the_next(fleet: Fleet, callbacks: Callbacks, receiver: Any) -> None:
    async def story() -> None:
        send(fleet, receiver.url("/slow"))
        fleet.clock.advance(0.5)
        await arrival(receiver, 1)

    asyncio.run(story())
    assert callbacks.next_due() == NOON + 0.5
    callbacks.manner = callbacks.manner.changed({"timeout": 0.1, "attempts": 1})
    later(fleet, callbacks, 60)
    assert [body["status"] for _, _, body in receiver.got] == [HAPPY[0], *HAPPY]


def test_a_fleet_that_calls_nobody_back_has_no_timer_and_no_task(fleet: Fleet, callbacks: Callbacks) -> None:
    async def story() -> None:
        send(fleet, None)
        assert callbacks._ticker._timer is None
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(story())
