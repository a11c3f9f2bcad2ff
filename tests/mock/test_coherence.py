"""What holds for every command at every moment, whatever happens to it and to its device."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from kit import NOON

import fleetmock_contracts
from fleetmock import worldfile
from fleetmock.apis.registry import APIS
from fleetmock.app import behaviour
from fleetmock.contract.exchange import Call
from fleetmock.contract.prefer import Preferences
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.clock import Clock, rfc3339
from fleetmock.fleet.fleet import Behaviour, Fleet
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.sqlite import SqliteStore
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command, Plan, Record
from fleetmock.fleet.world import Device

DAY = 86_400.0
JUMPS = st.sampled_from([0.1, 0.4, 0.8, 1.0, 1.5, 2.0, 15.0, 30.0, 60.0, 3600.0, DAY, 2 * DAY, 30 * DAY, 40 * DAY])
# The moments of a command's life, in the order in which they come.
ORDER = ("createdAt", "sentAt", "triedAt", "receivedAt", "updatedAt")
# What never changes once the command is there.
FIXED = ("id", "createdAt", "organization", "UUID", "command", "targetId", "type", "payload", "pushId", "params")


@cache
def behaviours() -> dict[str, Behaviour]:
    return {name: behaviour(api, fleetmock_contracts.load(name)) for name, api in APIS.items()}


@cache
def reachable(lifecycle: Lifecycle, state: str) -> frozenset[str]:
    """The states that can come after this one, itself among them."""
    found, ahead = {state}, [state]
    while ahead:
        here = ahead.pop()
        new = {edge.target for edge in lifecycle.transitions if here in edge.sources} - found
        found |= new
        ahead += new
    return frozenset(found)


def behind(command: Command, now: float) -> Plan:
    return tuple(step for step in command.plan if command.created + step.after <= now)


@dataclass(frozen=True)
class Seen:
    """A command as it stood when it was last looked at."""

    device: Device
    at: float
    state: str
    record: Record
    plan: Plan


class Machine(RuleBasedStateMachine):
    """Random orders, device presences, jumps of the clock and cancels; after each of them, what must hold."""

    api: ClassVar[str]
    bodies: ClassVar[list[Any]]
    # Where the state is kept, if it survives a restart.
    file: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock(frozen_at=NOON)
        self.fleet = self.start()
        self.behaviour = behaviours()[self.api]
        self.devices = {each.id: each for each in self.fleet.world.devices(self.api) if each.push_token}
        self.seen: dict[str, Seen] = {}

    def start(self) -> Fleet:
        self.store = SqliteStore(self.file, behaviours()) if self.file else MemoryStore()
        ids = Ids(self.store.seed(0), self.clock)
        presences = self.store.presences
        return Fleet(self.clock, ids, self.store, worldfile.load(), behaviours(), presences)

    def call(self, operation: str, path: dict[str, str], *, body: Any = None, scenario: str | None = None) -> Any:
        query = {"$skip": 0, "$top": 1000, "page": 1, "limit": 1000}
        prefer = Preferences(f"scenario={scenario}".encode() if scenario else None)
        return APIS[self.api].handlers[operation](self.fleet, Call(path, query, body, "http://mock", prefer))

    def refusal(self, operation: str, path: dict[str, str]) -> Condition | None:
        try:
            self.call(operation, path)
        except Refusal as refusal:
            return refusal.condition
        return None

    def order(self, device: Device, body: Any, scenario: str | None) -> Record:
        raise NotImplementedError

    def read(self, device: Device, command_id: str) -> Record:
        """All that the API shows of one command."""
        raise NotImplementedError

    def check(self, device: Device, state: str, record: Record) -> None:
        """What holds for the commands of this API only."""

    def stored(self, device: Device, command_id: str) -> Command:
        command = self.fleet.store.get(device.key, command_id)
        assert command is not None
        return command

    @rule(data=st.data())
    def create(self, data: st.DataObject) -> None:
        device = self.devices[data.draw(st.sampled_from(sorted(self.devices)))]
        scenario = data.draw(st.none() | st.sampled_from(sorted(self.behaviour.scenarios)))
        try:
            record = self.order(device, data.draw(st.sampled_from(self.bodies)), scenario)
        except Refusal:
            assert self.behaviour.scenarios[scenario or self.behaviour.default].refuse
            return
        command = self.stored(device, record["id"])
        assert record["id"] not in self.seen
        self.seen[record["id"]] = Seen(device, self.clock.now(), self.behaviour.lifecycle.initial, {}, ())
        assert self.shown(command) == self.read(device, record["id"])

    def shown(self, command: Command) -> Record:
        """The stored command as `read` should give it."""
        return command.record(self.clock.now())

    @rule(data=st.data(), presence=st.sampled_from(Presence))
    def move(self, data: st.DataObject, presence: Presence) -> None:
        self.fleet.set_presence(self.devices[data.draw(st.sampled_from(sorted(self.devices)))], presence)

    @rule(seconds=JUMPS | st.floats(0.001, 40 * DAY))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @precondition(lambda self: self.file)
    @rule()
    def restart(self) -> None:
        before = {command_id: self.read(seen.device, command_id) for command_id, seen in self.seen.items()}
        self.store.close()
        self.fleet = self.start()
        assert {command_id: self.read(seen.device, command_id) for command_id, seen in self.seen.items()} == before

    @invariant()
    def coherent(self) -> None:
        for command_id, before in self.seen.items():
            self.seen[command_id] = self.look(command_id, before)

    def look(self, command_id: str, before: Seen) -> Seen:
        device = before.device
        now, command, record = self.clock.now(), self.stored(device, command_id), self.read(device, command_id)
        assert record == self.read(device, command_id)
        state, lifecycle = command.state(now), command.lifecycle
        assert lifecycle.walk(step.transition.trigger for step in command.plan) == [s.transition for s in command.plan]
        assert list(command.due()) == sorted(command.due())
        assert len({id(step) for step in command.plan}) == len(command.plan), "a step happens twice"
        past = behind(command, before.at)
        assert past[: len(before.plan)] == before.plan, "the past has changed"
        assert state in reachable(lifecycle, before.state)
        assert self.is_in_order(record, now)
        self.check(device, state, record)
        if before.record:
            self.compare(before, state, record)
        return Seen(device, now, state, record, behind(command, now))

    def is_in_order(self, record: Record, now: float) -> bool:
        times = [record[name] for name in ORDER if name in record]
        return times == sorted(times) and all(each <= rfc3339(now) for each in times)

    def compare(self, before: Seen, state: str, record: Record) -> None:
        old = before.record
        assert [old.get(name) for name in FIXED] == [record.get(name) for name in FIXED]
        assert record.get("numTries", 0) >= old.get("numTries", 0)
        assert record.get("updatedAt", "") >= old.get("updatedAt", "")
        if self.behaviour.lifecycle.states[before.state].get("terminal"):
            assert (state, record) == (before.state, old), "a final state has changed"

    def teardown(self) -> None:
        try:
            for command, state in self.finish():
                assert self.is_over(command, state), f"{command.id} ends as {state}"
        finally:
            self.store.close()
            if self.file:
                self.file.unlink()

    def is_over(self, command: Command, state: str) -> bool:
        """Whether it is right that a command ends like this."""
        raise NotImplementedError

    def finish(self) -> Iterator[tuple[Command, str]]:
        """Every command with the state in which it ends when the devices are there and all time has passed."""
        for device in self.devices.values():
            self.fleet.set_presence(device, Presence.ONLINE)
        self.clock.advance(400 * DAY)
        for command_id, seen in self.seen.items():
            command = self.stored(seen.device, command_id)
            yield command, command.state(self.clock.now())


class Graph(Machine):
    api = "msgraph"
    bodies: ClassVar = [
        {"type": "AppService", "appServiceName": "com.example.ping", "packageFamilyName": "Ping_1"},
        {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}},
    ]

    def order(self, device: Device, body: Any, scenario: str | None) -> Record:
        answer: Record = self.call("createCommand", {"device-id": device.id}, body=body, scenario=scenario)
        return answer

    def read(self, device: Device, command_id: str) -> Record:
        record: Record = self.call("getCommand", {"device-id": device.id, "command-id": command_id})
        del record["@odata.context"]
        listed = self.call("listCommands", {"device-id": device.id})["value"]
        assert [each for each in listed if each["id"] == command_id] == [record]
        return record

    def shown(self, command: Command) -> Record:
        return {name: value for name, value in super().shown(command).items() if name != "responsepayload"}

    def check(self, device: Device, state: str, record: Record) -> None:
        assert record["status"] == state
        refusal = self.refusal("getResponsePayload", {"device-id": device.id, "command-id": record["id"]})
        has_payload = (state, record["type"]) == ("completed", "AppService")
        assert refusal is (None if has_payload else Condition.UNKNOWN_ENTITY)

    @precondition(lambda self: self.seen)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        command_id = data.draw(st.sampled_from(sorted(self.seen)))
        device = self.seen[command_id].device
        command = self.stored(device, command_id)
        old = command.state(self.clock.now())
        try:
            self.fleet.trigger(command, "request-cancel")
        except IllegalStep:
            assert self.stored(device, command_id) == command
        else:
            assert old in {"requesting", "retry", "sentToTarget", "executing"}
            assert self.read(device, command_id)["status"] == "cancel"

    def is_over(self, command: Command, state: str) -> bool:
        if command.plan[-1].transition.trigger == "request-cancel":  # what comes of it is up to whoever asked for it
            return state == "cancel"
        return bool(self.behaviour.lifecycle.states[state].get("terminal"))


class Aosp(Machine):
    api = "applivery-aosp"
    bodies: ClassVar = [
        {"command": "REBOOT"},
        {"command": "LOCK", "duration": 1},
        {"command": "DISENROLL", "duration": 90_000},
    ]

    def path(self, device: Device) -> dict[str, str]:
        return {"organizationId": device.organization, "aosDeviceId": device.id}

    def order(self, device: Device, body: Any, scenario: str | None) -> Record:
        record: Record = self.call("createCommand", self.path(device), body=body, scenario=scenario)["data"]
        return record

    def read(self, device: Device, command_id: str) -> Record:
        push: Record = self.call("getPushStatus", self.path(device) | {"aosCommandId": command_id})["data"]
        listed = self.call("listCommands", self.path(device))["data"]["items"]
        record: Record
        (record,) = [each for each in listed if each["id"] == command_id]
        assert (record["status"] == "PENDING") is (push["delivered"] is False)
        return record | push

    def check(self, device: Device, state: str, record: Record) -> None:  # noqa: ARG002 - the other APIs need it
        assert record["delivered"] is (state != "queued")
        assert ("sentAt" in record) is (state != "purged")
        assert record.get("expiresAt", "9") >= record.get("sentAt", "")
        if state in {"delivered", "expired"}:
            assert record["status"] == state.upper()

    def is_in_order(self, record: Record, now: float) -> bool:
        return super().is_in_order(record, now) and record["createdAt"] == record.get("sentAt", record["createdAt"])

    def is_over(self, command: Command, state: str) -> bool:
        *_, end, purge = command.plan
        wait = {"deliver": 2 * DAY, "expire": 60.0}[end.transition.trigger]
        # Wherever the device is: the provider forgets by itself.
        return state == "purged" and abs(purge.after - end.after - wait) < 0.001


class Apple(Machine):
    api = "applivery-apple"
    bodies: ClassVar = [{"RequestType": "DeviceLock"}, {"RequestType": "DeviceInformation", "Queries": ["OSVersion"]}]

    def path(self, device: Device, name: str | None = None) -> dict[str, str]:
        return {"organizationId": "acme", "targetType": device.kind, "targetId": name or device.id}

    def order(self, device: Device, body: Any, scenario: str | None) -> Record:
        group = (device.key, body["RequestType"])
        older = self.fleet.store.latest(*group)
        record: Record = self.call("createCommand", self.path(device), body=body, scenario=scenario)["data"]
        if older:
            assert self.stored(device, older.id).state(self.clock.now()) not in {"Pending", "Tried"}
        return record

    def read(self, device: Device, command_id: str) -> Record:
        by_name: list[Record] = [
            self.call("getCommand", self.path(device, name) | {"admCommandId": command_id})["data"]
            for name in (device.id, *device.aliases)
        ]
        assert all(each == by_name[0] for each in by_name)
        return by_name[0]

    def check(self, device: Device, state: str, record: Record) -> None:
        assert record["status"] == state
        assert (record["targetId"], record["admEnterprise"]) == (device.id, device.enterprise)
        assert ("canceledAt" in record) is (state in {"Cancel", "ProtectionCanceled"})
        assert ("receivedAt" in record) is (state in {"Acknowledged", "Error", "CommandFormatError"})
        assert "data" not in record or "receivedAt" in record
        assert ("triedAt" in record) is (record["numTries"] > 0)
        newest = self.fleet.store.latest(device.key, record["groupName"])
        assert newest is not None
        assert newest.id == record["id"] or state not in {"Pending", "Tried"}, "a newer one of its group has come"

    @precondition(lambda self: self.seen)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        command_id = data.draw(st.sampled_from(sorted(self.seen)))
        device = self.seen[command_id].device
        before = self.read(device, command_id)
        path = self.path(device) | {"admCommandId": command_id}
        refusal = self.refusal("cancelCommand", path)
        if before["status"] in {"Pending", "Tried"}:
            assert refusal is None
            assert self.read(device, command_id)["status"] == "Cancel"
        else:
            assert refusal is Condition.NOT_CANCELLABLE
            assert self.read(device, command_id) == before

    def is_over(self, command: Command, state: str) -> bool:
        if command.scenario == "late-ack-after-cancel":  # it waits for the cancel
            return state in {"Pending", "Acknowledged", "Superseded"}
        return state == "Cancel" or bool(self.behaviour.lifecycle.states[state].get("terminal"))


@pytest.mark.parametrize("fleet", [Graph, Aosp, Apple])
def test_a_fleet_is_coherent_at_every_moment(fleet: type[Machine]) -> None:
    budget = settings(max_examples=100, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(fleet, settings=budget)


@pytest.mark.parametrize("fleet", [Graph, Aosp, Apple])
def test_it_still_is_when_the_mock_is_started_anew(fleet: type[Machine], tmp_path: Path) -> None:
    kept = type(f"Kept{fleet.__name__}", (fleet,), {"file": tmp_path / "state"})
    budget = settings(max_examples=40, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(kept, settings=budget)
