"""Requests as events: what the journal has of one, in short."""

from typing import Any

from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.journal import redact
from fleetmock.journal.entry import Entry
from fleetmock.journal.view import View


def shown(entry: Entry) -> dict[str, Any]:
    """`RequestEvent` of the control plane."""
    view = View(entry)
    return {
        "time": rfc3339_milliseconds(entry.moment),
        "id": entry.id,
        "method": entry.method,
        "path": view.path,
        "query": redact.query(entry.query.decode("latin-1")),
        "api": entry.api,
        "operationId": view.operation_id,
        "status": entry.status,
        "durationMs": round(entry.took * 1000, 3),
        "fault": entry.fault,
    }
