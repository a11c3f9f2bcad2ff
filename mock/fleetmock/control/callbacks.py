"""What was sent to the client's own address."""

from typing import Any, Final

from fleetmock.callbacks.deliveries import Delivery, Wanted
from fleetmock.contract.exchange import Call
from fleetmock.errors import unknown
from fleetmock.namespaces.namespace import Namespace


def list_callbacks(namespace: Namespace, call: Call) -> Any:
    callbacks, query = namespace.callbacks, call.query
    if callbacks is None:
        return {"enabled": False, "hosts": [], "waiting": 0, "callbacks": []}
    wanted = Wanted(query.get("commandId"), query.get("state"), query.get("outcome"), int(query.get("since", 0)))
    found = callbacks.deliveries.find(wanted, query["limit"])
    return {
        "enabled": True,
        "hosts": list(callbacks.hosts),
        "waiting": callbacks.waiting,
        "callbacks": [each.shown() for each in found],
    }


def _delivery(namespace: Namespace, call: Call) -> Delivery:
    """Raises Refusal."""
    found = namespace.callbacks.deliveries.get(call.path["id"]) if namespace.callbacks else None
    if found is None:
        raise unknown("callback")
    return found


def get_callback(namespace: Namespace, call: Call) -> Any:
    return _delivery(namespace, call).shown()


async def replay_callback(namespace: Namespace, call: Call) -> Any:
    delivery = _delivery(namespace, call)
    assert namespace.callbacks is not None  # noqa: S101 - it has the delivery
    return (await namespace.callbacks.replay(delivery)).shown()


HANDLERS: Final = {
    "listCallbacks": list_callbacks,
    "getCallback": get_callback,
    "replayCallback": replay_callback,
}
