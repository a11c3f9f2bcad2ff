"""Whether the server is there, and which one it is."""

import time
from typing import Any, Final

import fleetmock
from fleetmock.contract.exchange import Call
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.namespaces.namespace import Namespace


def get_health(namespace: Namespace, _call: Call) -> Any:
    return {
        "status": "healthy",
        "message": "fleetmock is ready",
        "version": fleetmock.__version__,
        "uptimeInSeconds": int(namespace.server.uptime()),
        "timestamp": rfc3339_milliseconds(time.time()),
    }


def get_version(namespace: Namespace, _call: Call) -> Any:
    return {"version": fleetmock.__version__, "apis": list(namespace.fleet.behaviours)}


HANDLERS: Final = {"getHealth": get_health, "getVersion": get_version}
