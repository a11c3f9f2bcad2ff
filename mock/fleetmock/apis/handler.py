"""What an API is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fleetmock.contract.exchange import Call
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.timeline import Command
from fleetmock.vendors.vendor import Vendor

# Of the fleet, for a vendor's API, or of the namespace, for the control plane.
Handler = Callable[[Any, Call], Any]
Create = Callable[[Fleet, Order], Command]
Show = Callable[[Command, float], Any]


def scenario(fleet: Fleet, api: str, call: Call) -> str | None:
    """The scenario that the request prefers, if the API has one of that name."""
    return call.preferences.choose("scenario", fleet.behaviours[api].scenarios)


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
    show: Show | None = None
