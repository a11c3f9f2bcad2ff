"""What exists before anybody sends a command: organizations and devices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fleetmock.fleet.scenario import Presence


@dataclass(frozen=True, slots=True)
class Device:
    """`kind` is the API's own word for what a command can be sent to; `aliases` are the other names it answers to.

    `record` is what the API shows of it; `inventory` is what the device would say of itself. `presence` is where it is
    at first, `scenario` what becomes of its commands.
    """

    api: str
    kind: str
    id: str
    organization: str = ""
    aliases: tuple[str, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)
    inventory: Mapping[str, Any] = field(default_factory=dict)
    enterprise: str = ""
    push_token: bool = True
    presence: Presence = Presence.ONLINE
    scenario: str | None = None

    @property
    def key(self) -> str:
        """Unique over all APIs; what owns a command."""
        return f"{self.api}/{self.kind}/{self.id}"


@dataclass(frozen=True, slots=True)
class Organization:
    id: str
    slug: str


class NameTaken(Exception):
    """There is a device of that name already; the message says which."""


class World:
    def __init__(self, organizations: Iterable[Organization], devices: Iterable[Device]) -> None:
        self._organizations = {name: each for each in organizations for name in (each.id, each.slug)}
        self._devices: list[Device] = []
        self._by_name: dict[tuple[str, str, str, str], Device] = {}
        for each in devices:
            self.add(each)

    def add(self, device: Device) -> None:
        """Raises NameTaken; then nothing was added."""
        names = [(device.api, device.kind, device.organization, name) for name in (device.id, *device.aliases)]
        for name in names:
            if name in self._by_name:
                raise NameTaken(f"there is a {device.api} {device.kind} {name[-1]!r} already")
        self._by_name.update(dict.fromkeys(names, device))
        self._devices.append(device)

    def replace(self, device: Device) -> None:
        """Put a device in the place of the one with its key and its names."""
        self._devices = [device if each.key == device.key else each for each in self._devices]
        for name in (device.id, *device.aliases):
            self._by_name[device.api, device.kind, device.organization, name] = device

    def organization(self, name: str) -> Organization | None:
        """By id or by slug."""
        return self._organizations.get(name)

    def device(self, api: str, kind: str, name: str, organization: str = "") -> Device | None:
        """By id or alias, within one organization where the API has them."""
        return self._by_name.get((api, kind, organization, name))

    def devices(self, api: str, organization: str | None = None) -> list[Device]:
        """In the order of the world file; of one organization, or of all."""
        return [each for each in self._devices if each.api == api and organization in {None, each.organization}]

    def state(self) -> tuple[Device, ...]:
        """What `restore` takes."""
        return tuple(self._devices)

    def restore(self, state: tuple[Device, ...]) -> None:
        self._devices, self._by_name = [], {}
        for each in state:
            self.add(each)
