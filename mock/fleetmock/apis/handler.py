"""What an API is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fleetmock.contract.exchange import Call
from fleetmock.fleet.fleet import Fleet, Order
from fleetmock.fleet.timeline import Command
from fleetmock.vendors.vendor import Vendor

Handler = Callable[[Fleet, Call], Any]


Create = Callable[[Fleet, Order], Command]
Show = Callable[[Command, float], Any]


def scenario(fleet: Fleet, api: str, call: Call) -> str | None:
    """The scenario that the request prefers, if the API has one of that name."""
    return call.preferences.choose("scenario", fleet.behaviours[api].scenarios)


@dataclass(frozen=True, slots=True)
class Api:
    """`lifecycle` names the component schema that carries `x-lifecycle`; `handlers` are by operationId.

    The world's own commands go through `create` too. `show` is how the API answers a command as it stands at a moment;
    an API whose spec has callbacks needs it.
    """

    name: str
    vendor: Vendor
    lifecycle: str
    handlers: Mapping[str, Handler]
    create: Create
    show: Show | None = None
