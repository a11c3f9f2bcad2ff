"""The journal as the control plane shows it: bodies of its answers."""

from collections.abc import Mapping
from typing import Any

from fleetmock.journal.entry import Entry
from fleetmock.journal.journal import Journal
from fleetmock.journal.nearest import Near
from fleetmock.journal.pattern import Pattern
from fleetmock.journal.view import View

Record = dict[str, Any]


def request(journal: Journal, entry: Entry) -> Record:
    return View(entry).shown(journal.namespace)


def found(journal: Journal, pattern: Mapping[str, Any], limit: int) -> Record:
    """The newest requests that fit, oldest of them first. Raises Refusal."""
    fitting = journal.find(Pattern.of(pattern))
    return {"requests": [request(journal, each) for each in fitting[-limit:]], "meta": _meta(journal, len(fitting))}


def counted(journal: Journal, pattern: Mapping[str, Any]) -> Record:
    """Raises Refusal."""
    return {"count": journal.count(Pattern.of(pattern)), "dropped": journal.dropped}


def unmatched(journal: Journal, limit: int) -> Record:
    """The newest requests that no operation took, with those that came nearest."""
    fitting = journal.find(Pattern.of({"unmatched": True}))
    missed = [
        {"request": request(journal, each), "nearest": [near.shown(_why(each)) for near in _near(journal, each)]}
        for each in fitting[-limit:]
    ]
    return {"requests": missed, "meta": _meta(journal, len(fitting))}


def _near(journal: Journal, entry: Entry) -> tuple[Near, ...]:
    return journal.nearest.to(entry.method, View(entry).path)


def _why(entry: Entry) -> str:
    refusal = entry.refusal
    said = (refusal.detail or refusal.condition.name) if refusal else f"status {entry.status}"
    return f"method and path fit; it was refused before any operation saw it: {said}"


def _meta(journal: Journal, total: int) -> Record:
    return {"total": total, "dropped": journal.dropped}
