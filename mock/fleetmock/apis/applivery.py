"""What Applivery's APIs share: organizations, ids, the envelope, pages."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from fleetmock.contract.exchange import Call
from fleetmock.errors import unknown
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.timeline import Record
from fleetmock.fleet.world import Organization

OBJECT_ID: Final = re.compile(r"[0-9a-fA-F]{24}", re.ASCII)


def canonical(name: str) -> str:
    """An ObjectId is hexadecimal and so has no case; any other name has."""
    return name.lower() if OBJECT_ID.fullmatch(name) else name


def organization(fleet: Fleet, call: Call) -> Organization:
    """The organization of the path, by id or slug. Raises Refusal."""
    found = fleet.world.organization(canonical(call.path["organizationId"]))
    if found is None:
        raise unknown("organization")
    return found


def envelope(data: Any) -> Record:
    return {"status": True, "data": data}


def page(query: dict[str, Any], total: int, read: Callable[[int, int], Sequence[Record]]) -> Record:
    """A page in mongoose-paginate's words; `read(skip, limit)` fetches the items."""
    number, limit = query["page"], query["limit"]
    pages = -(-total // limit)
    has_previous, has_next = number > 1, number < pages
    return envelope(
        {
            "items": read((number - 1) * limit, limit),
            "totalDocs": total,
            "limit": limit,
            "hasPrevPage": has_previous,
            "hasNextPage": has_next,
            "page": number,
            "totalPages": pages,
            "prevPage": number - 1 if has_previous else None,
            "nextPage": number + 1 if has_next else None,
        }
    )
