"""What an API is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from fleetmock.contract.exchange import Call
from fleetmock.fleet.namespace import Namespace
from fleetmock.fleet.timeline import Command
from fleetmock.fleet.world import Device
from fleetmock.vendors.vendor import Vendor

Handler = Callable[[Namespace, Call], Any]


class Create(Protocol):
    def __call__(
        self,
        namespace: Namespace,
        device: Device,
        body: Any,
        *,
        command_id: str | None = None,
        created: float | None = None,
    ) -> Command:
        """Send a command from a valid request body. `created` is in seconds since 1970; now unless given."""
        ...


@dataclass(frozen=True, slots=True)
class Api:
    """`lifecycle` names the component schema that carries `x-lifecycle`; `handlers` are by operationId.

    The world's own commands go through `create` too.
    """

    name: str
    vendor: Vendor
    lifecycle: str
    handlers: Mapping[str, Handler]
    create: Create
