"""The journal."""

from dataclasses import replace
from typing import Any, Final

from fleetmock.contract.exchange import Call
from fleetmock.errors import Refusal, unknown
from fleetmock.journal import shown
from fleetmock.namespaces.namespace import Namespace


def list_requests(namespace: Namespace, call: Call) -> Any:
    pattern = {name: value for name, value in call.query.items() if name != "limit"}
    try:
        return shown.found(namespace.journal, pattern, call.query["limit"])
    except Refusal as refusal:
        problems = tuple(replace(each, place="query") for each in refusal.problems)
        raise Refusal(refusal.condition, problems=problems) from None


def find_requests(namespace: Namespace, call: Call) -> Any:
    return shown.found(namespace.journal, call.body, call.query["limit"])


def count_requests(namespace: Namespace, call: Call) -> Any:
    return shown.counted(namespace.journal, call.body)


def list_unmatched_requests(namespace: Namespace, call: Call) -> Any:
    return shown.unmatched(namespace.journal, call.query["limit"])


def get_request(namespace: Namespace, call: Call) -> Any:
    entry = namespace.journal.get(call.path["id"])
    if entry is None:
        raise unknown("request")
    return shown.request(namespace.journal, entry)


def clear_requests(namespace: Namespace, _call: Call) -> Any:
    return {"cleared": namespace.journal.clear()}


HANDLERS: Final = {
    "listRequests": list_requests,
    "findRequests": find_requests,
    "countRequests": count_requests,
    "listUnmatchedRequests": list_unmatched_requests,
    "getRequest": get_request,
    "clearRequests": clear_requests,
}
