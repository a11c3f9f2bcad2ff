"""How things were, to come back to."""

from typing import Any, Final

from fleetmock.contract.exchange import Answer, Call
from fleetmock.control.refusals import conflict
from fleetmock.errors import unknown
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.namespaces.namespace import Namespace
from fleetmock.namespaces.snapshot import Snapshot

LIMIT: Final = 20


def _shown(name: str, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "name": name,
        "time": rfc3339_milliseconds(snapshot.taken),
        "devices": len(snapshot.devices),
        "commands": len(snapshot.commands),
    }


def _snapshot(namespace: Namespace, name: str) -> Snapshot:
    """Raises Refusal."""
    if name not in namespace.snapshots:
        raise unknown("snapshot")
    return namespace.snapshots[name]


def list_snapshots(namespace: Namespace, _call: Call) -> Any:
    return {"snapshots": [_shown(name, each) for name, each in sorted(namespace.snapshots.items())]}


def get_snapshot(namespace: Namespace, call: Call) -> Any:
    name = call.path["name"]
    return _shown(name, _snapshot(namespace, name))


def save_snapshot(namespace: Namespace, call: Call) -> Any:
    name, snapshots = call.path["name"], namespace.snapshots
    if name not in snapshots and len(snapshots) >= LIMIT:
        raise conflict(f"There are {LIMIT} snapshots already; forget one first (DELETE /snapshots/NAME).")
    snapshots[name] = Snapshot.of(namespace.fleet)
    return _shown(name, snapshots[name])


def create_snapshot(namespace: Namespace, call: Call) -> Any:
    name = call.path["name"]
    if name in namespace.snapshots:
        raise conflict(f"There is a snapshot {name!r} already; PUT replaces it.")
    return Answer(201, save_snapshot(namespace, call))


def restore_snapshot(namespace: Namespace, call: Call) -> Any:
    name = call.path["name"]
    snapshot = _snapshot(namespace, name)
    namespace.restore(snapshot)
    return _shown(name, snapshot)


def delete_snapshot(namespace: Namespace, call: Call) -> Any:
    _snapshot(namespace, call.path["name"])
    del namespace.snapshots[call.path["name"]]


HANDLERS: Final = {
    "listSnapshots": list_snapshots,
    "getSnapshot": get_snapshot,
    "saveSnapshot": save_snapshot,
    "createSnapshot": create_snapshot,
    "restoreSnapshot": restore_snapshot,
    "deleteSnapshot": delete_snapshot,
}
