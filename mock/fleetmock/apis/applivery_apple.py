"""Applivery for Apple: MDM commands to devices and device users."""

from contextlib import suppress
from typing import Any, Final

from fleetmock.apis.applivery import canonical, envelope, organization
from fleetmock.apis.handler import FleetApi, as_if, scenario, state
from fleetmock.contract.exchange import Call
from fleetmock.errors import Condition, Refusal, unknown
from fleetmock.fleet.clock import rfc3339
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.lifecycle import IllegalStep
from fleetmock.fleet.timeline import Command, Record
from fleetmock.fleet.world import Device
from fleetmock.vendors.applivery import Applivery

NAME: Final = "applivery-apple"


def _target(fleet: Fleet, call: Call, name: str) -> Device:
    """By id, serial number, IMEI or user name."""
    kind, owner = call.path["targetType"], organization(fleet, call).id
    target = fleet.world.device(NAME, kind, canonical(name), owner)
    if target is None:
        raise unknown("target")
    return target


def _command(fleet: Fleet, call: Call) -> Command:
    target = _target(fleet, call, call.path["targetId"])
    command = fleet.store.get(target.key, canonical(call.path["admCommandId"]))
    if command is None:
        raise unknown("command")
    return command


def devices(fleet: Fleet, call: Call) -> list[Device]:
    found = list[Device]()
    for name in [call.path["targetId"]] if "targetId" in call.path else call.body["targetIds"]:
        with suppress(Refusal):
            found.append(_target(fleet, call, name))
    return found


def _device_answer(device: Device, payload: Record) -> Record:
    """What the device reports, by Apple's RequestType; most of them report nothing but their status.

    https://developer.apple.com/documentation/devicemanagement/commands-and-queries
    """
    match payload["RequestType"]:
        case "DeviceInformation":
            queries = payload.get("Queries")
            wanted = queries if isinstance(queries, list) else list(device.inventory)
            return {
                name: device.inventory[name] for name in wanted if isinstance(name, str) and name in device.inventory
            }
        case "DeviceLock":
            return {"MessageResult": "Success"}
        case "InstallApplication":
            return {"Identifier": payload.get("Identifier", ""), "State": "Queued"}
        case _:
            return {}


def create(fleet: Fleet, order: Order) -> Command:
    device, body, moment = order.device, order.body, fleet.moment(order)
    fields: Record = {
        "id": order.command_id or fleet.ids.object_id(),
        "organization": device.organization,
        "admEnterprise": device.enterprise,
        "targetType": device.kind,
        "targetId": device.id,
        "mdmUser": device.record["mdmUser"],
        "UUID": fleet.ids.uuid(),
        "status": None,
        "command": body,
        "from": "force",
        "numTries": 0,
        "groupName": body["RequestType"],
        "createdAt": rfc3339(moment),
        "updatedAt": rfc3339(moment),
    }
    outcomes = {"data": _device_answer(device, body)}
    return fleet.send(order, fields, outcomes=outcomes, group=fields["groupName"])


def create_commands(fleet: Fleet, call: Call) -> Any:
    # All targets are known before the first command is sent: a refused request leaves nothing behind.
    targets = [_target(fleet, call, name) for name in call.body["targetIds"]]
    chosen, brought = scenario(fleet, NAME, call), state(fleet, NAME, call)
    orders = [Order(target, call.body["command"], scenario=chosen, state=brought) for target in targets]
    with fleet.store.together():
        created = [create(fleet, order) for order in orders]
    # A device that is named twice has two commands, and the second has superseded the first.
    commands = [fleet.store.get(each.owner, each.id) or each for each in created]
    return envelope([each.record(each.created) for each in commands])


def create_command(fleet: Fleet, call: Call) -> Any:
    target = _target(fleet, call, call.path["targetId"])
    order = Order(target, call.body, scenario=scenario(fleet, NAME, call), state=state(fleet, NAME, call))
    command = create(fleet, order)
    return envelope(command.record(command.created))


def get_command(fleet: Fleet, call: Call) -> Any:
    return envelope(as_if(fleet, call, _command(fleet, call)).record(fleet.clock.now()))


def cancel_command(fleet: Fleet, call: Call) -> Any:
    try:
        fleet.trigger(_command(fleet, call), "cancel")
    except IllegalStep:
        raise Refusal(Condition.NOT_CANCELLABLE) from None
    return envelope({"canceled": "OK"})


API: Final = FleetApi(
    name=NAME,
    vendor=Applivery(),
    lifecycle="CommandStatus",
    create=create,
    devices=devices,
    handlers={
        "createCommands": create_commands,
        "createCommand": create_command,
        "getCommand": get_command,
        "cancelCommand": cancel_command,
    },
)
