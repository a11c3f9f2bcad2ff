"""A device out of what a test says of it; the rest is made up as the world file would have it."""

from typing import Any, Final

from fleetmock.apis.applivery import canonical
from fleetmock.control.refusals import unprocessable
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.world import Device, Organization

GRAPH: Final = "msgraph"
APPLE: Final = "applivery-apple"


def new_device(fleet: Fleet, body: dict[str, Any]) -> Device:
    """`body` is a valid DeviceRequest. Raises Refusal for an organization that there is not."""
    api = body["api"]
    record = dict(body.get("record", {}))
    organization = enterprise = ""
    if api == GRAPH:
        made_up = fleet.ids.uuid().lower
    else:
        made_up = fleet.ids.object_id
        organization, enterprise = _home(fleet, api, body.get("organization"))
    if api == APPLE:
        record["mdmUser"] = next(each.record["mdmUser"] for each in fleet.world.devices(APPLE))
    return Device(
        api=api,
        kind=body.get("kind", "device"),
        id=body.get("id") or made_up(),
        organization=organization,
        aliases=tuple(dict.fromkeys(canonical(each) for each in body.get("aliases", ()))),
        record=record,
        inventory=body.get("inventory", {}),
        enterprise=enterprise,
        push_token=body.get("pushToken", True),
        presence=Presence(body.get("presence", Presence.ONLINE)),
        scenario=body.get("scenario"),
    )


def _home(fleet: Fleet, api: str, name: str | None) -> tuple[str, str]:
    """Organization and enterprise: those of a device that is there, unless another organization is named."""
    example = fleet.world.devices(api)[0]
    if name is None:
        return example.organization, example.enterprise
    found: Organization | None = fleet.world.organization(canonical(name))
    if found is None:
        raise unprocessable("/organization", "there is no such organization")
    return found.id, example.enterprise
