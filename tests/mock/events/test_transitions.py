import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from kit import NOON

from fleetmock.apis.registry import APIS
from fleetmock.app import create_fleet
from fleetmock.events import transitions as module
from fleetmock.events.hub import Event, Events
from fleetmock.events.transitions import TransitionWatch
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.timeline import Command
from fleetmock.namespaces.snapshot import Snapshot
from fleetmock.settings import Settings

HAPPY = [("send", "requesting", "sentToTarget"), ("start", "sentToTarget", "executing")]
HAPPY += [("complete", "executing", "completed")]


@pytest.fixture
def fleet() -> Fleet:
    return create_fleet(Settings(apis=("msgraph",)), Clock(frozen_at=NOON))


class Listener:
    def __init__(self) -> None:
        self.heard = list[Any]()

    def __call__(self, event: Event | None) -> None:
        assert event is not None
        self.heard.append((event.kind, event.render()))

    def of(self, command: Command) -> list[tuple[str, str, str]]:
        found = [data for kind, data in self.heard if kind == "transition" and data["commandId"] == command.id]
        return [(data["trigger"], data["from"], data["to"]) for data in found]


def send(fleet: Fleet, scenario: str | None = None) -> Command:
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
    return APIS["msgraph"].create(fleet, Order(fleet.world.devices("msgraph")[0], body, scenario=scenario))


def listened(fleet: Fleet, story: Callable[[Listener, TransitionWatch], Any], **more: Any) -> Listener:
    """What was heard while a story was told, which is a coroutine function."""
    events, listener = Events(), Listener()
    watch = TransitionWatch(fleet, events, **more)

    async def run() -> None:
        with events.listening(["transition", "missed"], listener):
            await settled()
            await story(listener, watch)
        assert fleet.listeners == []
        assert fleet.clock.listeners == []

    asyncio.run(run())
    return listener


async def settled() -> None:
    """Until the loop has nothing left to do but wait."""
    for _ in range(10):
        await asyncio.sleep(0.001)


def test_a_transition_is_told_when_its_moment_has_come(fleet: Fleet) -> None:
    async def story(listener: Listener, _: TransitionWatch) -> None:
        command = send(fleet)
        await settled()
        assert listener.of(command) == []
        fleet.clock.advance(0.5)
        await settled()
        assert listener.heard == [
            (
                "transition",
                {
                    "time": "2026-09-21T14:13:20.400Z",
                    "api": "msgraph",
                    "deviceId": fleet.world.devices("msgraph")[0].id,
                    "commandId": command.id,
                    "trigger": "send",
                    "from": "requesting",
                    "to": "sentToTarget",
                },
            )
        ]
        fleet.clock.advance(60)
        await settled()
        assert listener.of(command) == HAPPY

    listened(fleet, story)


def test_what_was_sent_before_anybody_listened_is_watched_too(fleet: Fleet) -> None:
    command = send(fleet)
    fleet.clock.advance(10)
    other = send(fleet, "slow")

    async def story(_: Listener, __: TransitionWatch) -> None:
        fleet.clock.advance(100)
        await settled()

    listener = listened(fleet, story)
    assert listener.of(command) == []
    assert listener.of(other) == HAPPY


def test_more_than_are_looked_through_at_once_are_all_watched(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 2)
    commands = [send(fleet) for _ in range(7)]

    async def story(_: Listener, __: TransitionWatch) -> None:
        fleet.clock.advance(100)
        await asyncio.sleep(0.05)

    listener = listened(fleet, story)
    assert [listener.of(each) for each in commands] == [HAPPY] * 7


def test_a_change_of_plan_is_followed(fleet: Fleet) -> None:
    async def story(listener: Listener, _: TransitionWatch) -> None:
        command = send(fleet)
        fleet.set_presence(fleet.world.devices("msgraph")[0], Presence.OFFLINE)
        fleet.clock.advance(60)
        await settled()
        assert listener.of(command) == [("unreachable", "requesting", "retry")]
        retrying = fleet.store.get(command.owner, command.id)
        assert retrying is not None
        fleet.bring(retrying, "completed")
        await settled()
        assert listener.of(command)[1:] == [("send", "retry", "sentToTarget"), *HAPPY[1:]]

    listened(fleet, story)


def test_those_for_whom_there_is_no_room_are_missed(fleet: Fleet) -> None:
    async def story(_: Listener, __: TransitionWatch) -> None:
        for _number in range(3):
            send(fleet)

    listener = listened(fleet, story, commands=1)
    assert listener.heard == [("missed", {"count": 1})] * 2


def test_a_snapshot_takes_the_place_of_what_was_watched(fleet: Fleet) -> None:
    kept = send(fleet)
    snapshot = Snapshot.of(fleet)

    async def story(listener: Listener, watch: TransitionWatch) -> None:
        dropped = send(fleet)
        snapshot.restore(fleet)
        watch.restart()
        fleet.clock.advance(60)
        await settled()
        assert listener.of(kept) == HAPPY
        assert listener.of(dropped) == []

    listened(fleet, story)


def test_nobody_watches_while_nobody_listens(fleet: Fleet) -> None:
    watch = TransitionWatch(fleet, Events())
    watch.restart()
    assert fleet.listeners == []
    assert fleet.clock.listeners == []
