"""All operations of the control plane."""

from typing import Final

import fleetmock_contracts
from fleetmock.apis.handler import Api
from fleetmock.control import (
    callbacks,
    clock,
    commands,
    coverage,
    devices,
    documents,
    faults,
    namespaces,
    requests,
    server,
    settings,
    snapshots,
    tokens,
    watching,
)
from fleetmock.vendors.control import Control

PARTS: Final = (
    server,
    documents,
    namespaces,
    settings,
    clock,
    devices,
    commands,
    requests,
    tokens,
    faults,
    callbacks,
    watching,
    snapshots,
    coverage,
)

API: Final = Api(
    name=fleetmock_contracts.CONTROL,
    vendor=Control(),
    handlers={name: handler for part in PARTS for name, handler in part.HANDLERS.items()},
)
