"""Applivery for AOSP: commands to Android devices without Google, pushed through Pushy."""

from contextlib import suppress
from typing import Any, Final

from fleetmock.apis.applivery import canonical, envelope, organization, page
from fleetmock.apis.handler import FleetApi, as_if, scenario, state
from fleetmock.contract.exchange import Call
from fleetmock.errors import Condition, Refusal, unknown
from fleetmock.fleet.clock import rfc3339
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.timeline import Command, Record
from fleetmock.fleet.world import Device
from fleetmock.vendors.applivery import Applivery

NAME: Final = "applivery-aosp"
PUSH_FIELDS: Final = ("delivered", "pendingDevices", "expiresAt", "sentAt")


def _device(fleet: Fleet, call: Call) -> Device:
    name = canonical(call.path["aosDeviceId"])
    device = fleet.world.device(NAME, "device", name, organization(fleet, call).id)
    if device is None:
        raise unknown("device")
    return device


def devices(fleet: Fleet, call: Call) -> list[Device]:
    with suppress(Refusal):
        return [_device(fleet, call)] if "aosDeviceId" in call.path else []
    return []


def create(fleet: Fleet, order: Order) -> Command:
    """Raises Refusal for a device that the push provider has no token of."""
    device, body, moment = order.device, order.body, fleet.moment(order)
    expiry = fleet.scenario(order).expiry
    if not device.push_token:
        raise Refusal(Condition.NO_PUSH_TOKEN)
    ttl = float(body.get("duration") or (expiry.ttl if expiry else 0))
    fields: Record = {
        "id": order.command_id or fleet.ids.object_id(),
        "organization": device.organization,
        "aosEnterprise": device.enterprise,
        "aosDevice": device.id,
        "command": body["command"],
        "params": body.get("params", {}),
        "pushId": fleet.ids.object_id(),
        "status": "PENDING",
        "createdAt": rfc3339(moment),
        "updatedAt": rfc3339(moment),
        "delivered": False,
        "pendingDevices": 1,
        "sentAt": rfc3339(moment),
        "expiresAt": rfc3339(moment + ttl),
    }
    return fleet.send(order, fields, ttl=float(body.get("duration") or 0))


def _command_record(command: Command, now: float) -> Record:
    return {name: value for name, value in command.record(now).items() if name not in PUSH_FIELDS}


def list_devices(fleet: Fleet, call: Call) -> Any:
    found = organization(fleet, call)
    devices = [
        {"id": each.id, "organizationId": found.id, "aosEnterpriseId": each.enterprise, **each.record}
        for each in fleet.world.devices(NAME, found.id)
    ]
    return page(call.query, len(devices), lambda skip, limit: devices[skip : skip + limit])


def list_commands(fleet: Fleet, call: Call) -> Any:
    device, store, now = _device(fleet, call), fleet.store, fleet.clock.now()
    newest_first = call.query.get("sort") == "createdAt:desc"

    def read(skip: int, limit: int) -> list[Record]:
        commands = store.page(device.key, skip, limit, newest_first=newest_first)
        return [_command_record(each, now) for each in commands]

    return page(call.query, store.count(device.key), read)


def create_command(fleet: Fleet, call: Call) -> Any:
    device = _device(fleet, call)
    order = Order(device, call.body, scenario=scenario(fleet, NAME, call), state=state(fleet, NAME, call))
    command = create(fleet, order)
    return envelope(_command_record(command, command.created))


def get_push_status(fleet: Fleet, call: Call) -> Any:
    command = fleet.store.get(_device(fleet, call).key, canonical(call.path["aosCommandId"]))
    if command is None:
        raise unknown("command")
    record = as_if(fleet, call, command).record(fleet.clock.now())
    return envelope({name: record[name] for name in PUSH_FIELDS if name in record})


API: Final = FleetApi(
    name=NAME,
    vendor=Applivery(),
    lifecycle="PushStatus",
    create=create,
    devices=devices,
    handlers={
        "listDevices": list_devices,
        "listCommands": list_commands,
        "createCommand": create_command,
        "getPushStatus": get_push_status,
    },
)
