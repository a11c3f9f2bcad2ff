"""OData's query options on collections and single entities."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

from fleetmock.contract.exchange import Call
from fleetmock.fleet.timeline import Record

ALWAYS: Final = frozenset({"@odata.context", "id", "status"})


def select(record: Record, query: dict[str, Any]) -> Record:
    """The properties that `$select` asks for, and those without which a record is not one."""
    wanted = query.get("$select")
    if wanted is None:
        return record
    keep = ALWAYS.union(wanted)
    return {name: value for name, value in record.items() if name in keep}


def page(context: str, call: Call, total: int, read: Callable[[int, int], Sequence[Record]]) -> dict[str, Any]:
    """One page of a collection; `read(skip, top)` fetches the items."""
    skip, top = call.query["$skip"], call.query["$top"]
    body: dict[str, Any] = {"@odata.context": context}
    if call.query.get("$count"):
        body["@odata.count"] = total
    items = [select(each, call.query) for each in read(skip, top)]
    if items and skip + len(items) < total:
        body["@odata.nextLink"] = _next_link(call, skip + len(items), top)
    body["value"] = items
    return body


def _next_link(call: Call, skip: int, top: int) -> str:
    options: dict[str, str] = {"$top": str(top), "$skip": str(skip)}
    if call.query.get("$count"):
        options["$count"] = "true"
    if "$select" in call.query:
        options["$select"] = ",".join(call.query["$select"])
    return f"{call.url}?{urlencode(options, safe='$,', quote_via=quote)}"
