"""What an API is made of."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from fleetmock.contract.exchange import Call
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.timeline import Command
from fleetmock.fleet.world import Device
from fleetmock.vendors.vendor import Vendor

# Of the fleet, for a vendor's API, or of the namespace, for the control plane.
Handler = Callable[[Any, Call], Any]
# Those that a request is about, as far as they exist.
Devices = Callable[[Fleet, Call], list[Device]]
Create = Callable[[Fleet, Order], Command]
Show = Callable[[Command, float], Any]


def scenario(fleet: Fleet, api: str, call: Call) -> str | None:
    """The scenario that the request prefers, if the API has one of that name."""
    return call.preferences.choose("scenario", fleet.behaviours[api].scenarios)


def state(fleet: Fleet, api: str, call: Call) -> str | None:
    """The state that the request prefers its new command to be in at once, if a new one can get there."""
    return call.preferences.choose("state", _Reachable(fleet.behaviours[api].lifecycle))


def as_if(fleet: Fleet, call: Call, command: Command) -> Command:
    """The command as if it were in the state that the request prefers, if it can get there; nothing is kept of it."""

    def brought(state: str) -> Command | None:
        # What has happened counts where it leads there; else the command begins anew.
        for start in (command, replace(command, plan=())):
            with suppress(IllegalStep):
                return fleet.brought(start, state)
        return None

    return call.preferences.take("state", brought) or command


class _Reachable:
    """As a container it holds the states that a new command can get to."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle

    def __contains__(self, state: object) -> bool:
        try:
            self._lifecycle.route(self._lifecycle.initial, str(state))
        except IllegalStep:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """`handlers` are by operationId."""

    name: str
    vendor: Vendor
    handlers: Mapping[str, Handler]


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetApi(Api):
    """An API whose handlers work on the fleet.

    `lifecycle` names the component schema that carries `x-lifecycle`. The world's own commands go through `create` too.
    `show` is how the API answers a command as it stands at a moment; an API whose spec has callbacks needs it.
    """

    lifecycle: str
    create: Create
    devices: Devices
    show: Show | None = None
