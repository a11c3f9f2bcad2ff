"""Microsoft Graph: devices of a Microsoft account and the commands sent to them (Project Rome)."""

from datetime import UTC, datetime
from typing import Any, Final

from fleetmock.apis.handler import FleetApi, as_if, scenario, state
from fleetmock.apis.odata import page, select
from fleetmock.contract.exchange import Call
from fleetmock.errors import unknown
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.timeline import Command, Record
from fleetmock.fleet.world import Device
from fleetmock.vendors.graph import Graph

NAME: Final = "msgraph"
METADATA: Final = "https://graph.microsoft.com/beta/$metadata#users('me')/devices"
PAYLOAD_METADATA: Final = "https://graph.microsoft.com/devices/$metadata#microsoft.graph.PayloadResponse"
# In the order of preference when a request names more than one (the ledger: graph-postback-spelling).
POST_BACK: Final = ("postBackUri", "PostBackUri", "postbackURI", "postBackURI")


def _device(fleet: Fleet, call: Call) -> Device:
    device = fleet.world.device(NAME, "device", call.path["device-id"])
    if device is None:
        raise unknown("device")
    return device


def _command(fleet: Fleet, call: Call) -> Command:
    command = fleet.store.get(_device(fleet, call).key, call.path["command-id"])
    if command is None:
        raise unknown("command")
    return command


def devices(fleet: Fleet, call: Call) -> list[Device]:
    device = fleet.world.device(NAME, "device", call.path.get("device-id", ""))
    return [device] if device else []


def _entity(command: Command, now: float) -> Record:
    """The command without its navigation property, which is a resource of its own."""
    record = command.record(now)
    record.pop("responsepayload", None)
    return record


def show(command: Command, now: float) -> Record:
    """The command as an answer of its own."""
    device_id = command.owner.removeprefix(f"{NAME}/device/")
    return {"@odata.context": f"{METADATA}('{device_id}')/commands/$entity"} | _entity(command, now)


def create(fleet: Fleet, order: Order) -> Command:
    body = order.body
    is_app_service = body["type"].lower() == "appservice"
    fields: Record = {
        "id": order.command_id or fleet.ids.hexadecimal(),
        "status": None,
        "type": body["type"],
        # A LaunchUri request may hold anything under these names; they mean nothing there.
        "appServiceName": body["appServiceName"] if is_app_service else None,
        "packageFamilyName": body["packageFamilyName"] if is_app_service else None,
        "error": None,
        "payload": body.get("payload"),
        "permissionTicket": None,
        "postBackUri": next((body[name] for name in POST_BACK if body.get(name)), None),
    }
    # Opening a URI answers nothing; an app service does.
    outcomes = {"payload": _answer(fleet.moment(order))} if is_app_service else {}
    return fleet.send(order, fields, outcomes=outcomes)


def _answer(moment: float) -> Record:
    """What the documented app service answers; its date is an American one."""
    date = datetime.fromtimestamp(moment, UTC).strftime("%m/%d/%Y")
    return {"@odata.context": PAYLOAD_METADATA, "MsIgnoredParameter": 0, "CreationDate": date, "Type": "Ok"}


def list_devices(fleet: Fleet, call: Call) -> Any:
    shown = [_shown(fleet, each) for each in fleet.world.devices(NAME)]
    return page(METADATA, call, len(shown), lambda skip, top: shown[skip : skip + top])


def _shown(fleet: Fleet, device: Device) -> Record:
    """The device as Graph lists it: one that it knows to be online is Offline while it is away."""
    record = {"id": device.id, **device.record}
    if record.get("status") == "Online" and fleet.presence(device) is Presence.OFFLINE:
        record["status"] = "Offline"
    return record


def list_commands(fleet: Fleet, call: Call) -> Any:
    device, store, now = _device(fleet, call), fleet.store, fleet.clock.now()
    return page(
        f"{METADATA}('{device.id}')/commands",
        call,
        store.count(device.key),
        lambda skip, top: [_entity(each, now) for each in store.page(device.key, skip, top)],
    )


def create_command(fleet: Fleet, call: Call) -> Any:
    device = _device(fleet, call)
    order = Order(device, call.body, scenario=scenario(fleet, NAME, call), state=state(fleet, NAME, call))
    command = create(fleet, order)
    return show(command, command.created)


def get_command(fleet: Fleet, call: Call) -> Any:
    command = as_if(fleet, call, _command(fleet, call))
    return select(show(command, fleet.clock.now()), call.query)


def get_response_payload(fleet: Fleet, call: Call) -> Any:
    record = as_if(fleet, call, _command(fleet, call)).record(fleet.clock.now())
    if "responsepayload" not in record:
        raise unknown("response payload")
    return record["responsepayload"]


API: Final = FleetApi(
    name=NAME,
    vendor=Graph(),
    lifecycle="CommandStatus",
    create=create,
    devices=devices,
    show=show,
    handlers={
        "listDevices": list_devices,
        "listCommands": list_commands,
        "createCommand": create_command,
        "getCommand": get_command,
        "getResponsePayload": get_response_payload,
        "getResponsePayloadOfSdks": get_response_payload,
        "getResponsePayloadOfSingularPath": get_response_payload,
    },
)
