"""The world file: the fleet of a fresh mock, read from YAML."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from fleetmock.apis.handler import FleetApi
from fleetmock.fleet.fleet import Fleet, Order, with_fields
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.world import Device, Organization, World
from fleetmock.yamltext import parse


@cache
def _read() -> dict[str, Any]:
    _, data = parse(resources.files("fleetmock").joinpath("world.yaml").read_text("utf-8"))
    known: dict[str, Any] = data
    return known


def load() -> World:
    data = _read()
    return World(
        [Organization(**each) for each in data["organizations"]],
        [_device(each) for each in data["devices"]],
    )


def _device(data: dict[str, Any]) -> Device:
    typed = {"aliases": tuple(data.get("aliases", ())), "presence": Presence(data.get("presence", Presence.ONLINE))}
    return Device(**data | typed)


def send_commands(fleet: Fleet, apis: Mapping[str, FleetApi]) -> None:
    """The commands that were sent before the mock started, to the APIs that are served."""
    now = fleet.clock.now()
    for entry in _read()["commands"]:
        api = apis.get(entry["api"])
        if api is None:
            continue
        device = next(each for each in fleet.world.devices(entry["api"]) if each.id == entry["device"])
        created = datetime.fromisoformat(entry["created"]).timestamp() if "created" in entry else now - entry["age"]
        command = api.create(fleet, Order(device, entry["body"], entry["id"], created))
        fleet.store.replace(with_fields(command, entry.get("fields", {})))


def known_ids(apis: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(kind, id, note) of everything in the world that a request to these APIs can name."""
    data = _read()
    if any(each["api"] in apis and each.get("organization") for each in data["devices"]):
        for each in data["organizations"]:
            yield "organization", each["id"], f"or {each['slug']}"
    for each in data["devices"]:
        if each["api"] in apis:
            yield f"{each['api']} {each['kind']}", each["id"], _note(each)
    for each in data["commands"]:
        if each["api"] in apis:
            yield f"{each['api']} command", each["id"], f"on {each['device']}"


def _note(device: Mapping[str, Any]) -> str:
    name = device["record"].get("name") or device["record"].get("displayName") or ""
    aliases = ", ".join(device.get("aliases", ()))
    return " ".join(part for part in (name, f"or {aliases}" if aliases else "") if part)
