"""Devices: where they are, and what becomes of their commands."""

from dataclasses import replace
from typing import Any, Final

from fleetmock.apis.applivery import canonical
from fleetmock.contract.exchange import Call
from fleetmock.control.newdevice import new_device
from fleetmock.control.refusals import conflict, no_such, unprocessable
from fleetmock.errors import unknown
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.world import Device, NameTaken
from fleetmock.namespaces.namespace import Namespace

LIMIT: Final = 10_000


def _device(fleet: Fleet, path: dict[str, str]) -> Device:
    """By id or another name, in any organization. Raises Refusal."""
    api, kind, name = path["api"], path["kind"], canonical(path["id"])
    for each in fleet.world.devices(api) if api in fleet.behaviours else ():
        if each.kind == kind and name in (each.id, *each.aliases):
            return each
    raise unknown("device")


def _shown(fleet: Fleet, device: Device) -> dict[str, Any]:
    shown = {
        "api": device.api,
        "kind": device.kind,
        "id": device.id,
        "aliases": list(device.aliases),
        "presence": fleet.presence(device),
        "scenario": device.scenario,
        "pushToken": device.push_token,
        "record": dict(device.record),
        "inventory": dict(device.inventory),
        "commands": fleet.store.count(device.key),
    }
    return shown | ({"organization": device.organization} if device.organization else {})


def list_devices(namespace: Namespace, call: Call) -> Any:
    fleet = namespace.fleet
    served = [each for each in fleet.world.state() if each.api in fleet.behaviours]
    devices = [_shown(fleet, each) for each in served if call.query.get("api") in (None, each.api)]
    presence = call.query.get("presence")
    return {"devices": [each for each in devices if presence in (None, each["presence"])]}


def get_device(namespace: Namespace, call: Call) -> Any:
    return _shown(namespace.fleet, _device(namespace.fleet, call.path))


def create_device(namespace: Namespace, call: Call) -> Any:
    fleet = namespace.fleet
    if len(fleet.world.state()) >= LIMIT:
        raise conflict(f"There are {LIMIT} devices already; a reset takes away those that were added.")
    _check_scenario(fleet, call.body["api"], call.body.get("scenario"))
    device = new_device(fleet, call.body)
    try:
        fleet.world.add(device)
    except NameTaken as error:
        raise conflict(str(error)) from None
    return _shown(fleet, device)


def update_device(namespace: Namespace, call: Call) -> Any:
    fleet, body = namespace.fleet, call.body
    device = _device(fleet, call.path)
    _check_scenario(fleet, device.api, body.get("scenario"))
    changed = replace(
        device,
        scenario=body.get("scenario", device.scenario),
        push_token=body.get("pushToken", device.push_token),
    )
    if changed != device:
        fleet.world.replace(changed)
    if "presence" in body:
        fleet.set_presence(changed, Presence(body["presence"]))
    return _shown(fleet, changed)


def _check_scenario(fleet: Fleet, api: str, name: str | None) -> None:
    """Raises Refusal."""
    if api not in fleet.behaviours:
        raise unprocessable("/api", no_such("API", api, fleet.behaviours))
    known = fleet.behaviours[api].scenarios
    if name is not None and name not in known:
        raise unprocessable("/scenario", no_such("scenario", name, known))


HANDLERS: Final = {
    "listDevices": list_devices,
    "getDevice": get_device,
    "createDevice": create_device,
    "updateDevice": update_device,
}
