"""What goes wrong on purpose."""

from typing import Any, Final

from fleetmock.contract.exchange import Call
from fleetmock.control.refusals import conflict, unprocessable
from fleetmock.errors import unknown
from fleetmock.faults.faults import LIMIT
from fleetmock.faults.kinds import BadFault
from fleetmock.namespaces.namespace import Namespace


def list_faults(namespace: Namespace, _call: Call) -> Any:
    return {"faults": [each.shown() for each in namespace.faults.list()]}


def create_fault(namespace: Namespace, call: Call) -> Any:
    if len(namespace.faults.listed) >= LIMIT:
        raise conflict(f"There are {LIMIT} faults already; remove some first.")
    try:
        return namespace.faults.add(call.body).shown()
    except BadFault as error:
        raise unprocessable(error.pointer, str(error)) from None


def get_fault(namespace: Namespace, call: Call) -> Any:
    fault = namespace.faults.get(call.path["id"])
    if fault is None:
        raise unknown("fault")
    return fault.shown()


def delete_fault(namespace: Namespace, call: Call) -> Any:
    if not namespace.faults.remove(call.path["id"]):
        raise unknown("fault")


def clear_faults(namespace: Namespace, _call: Call) -> Any:
    namespace.faults.clear()


HANDLERS: Final = {
    "listFaults": list_faults,
    "createFault": create_fault,
    "getFault": get_fault,
    "deleteFault": delete_fault,
    "clearFaults": clear_faults,
}
