"""The namespaces of the server, and how one begins anew."""

from typing import Any, Final

from fleetmock.contract.exchange import Call
from fleetmock.errors import unknown
from fleetmock.namespaces.namespace import DEFAULT, Namespace


def list_namespaces(namespace: Namespace, _call: Call) -> Any:
    server = namespace.server
    return {"namespaces": [_summary(each) for each in server], "limit": server.limit}


def _summary(each: Namespace) -> dict[str, Any]:
    devices = each.fleet.world.state()
    commands = sum(each.fleet.store.count(device.key) for device in devices)
    return {"name": each.name, "seed": each.seed, "commands": commands}


def drop_namespace(namespace: Namespace, call: Call) -> Any:
    name = call.path["name"]
    if name == DEFAULT:
        namespace.server.reset(DEFAULT)
    elif not namespace.server.drop(name):
        raise unknown("namespace")


def reset(namespace: Namespace, call: Call) -> Any:
    namespace.server.reset(namespace.name, (call.body or {}).get("seed"))


HANDLERS: Final = {"listNamespaces": list_namespaces, "dropNamespace": drop_namespace, "reset": reset}
