"""Coverage as the control plane shows it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from fleetmock.coverage.coverage import Coverage
from fleetmock.coverage.cycle import Cycle
from fleetmock.coverage.model import ApiItems

KINDS: Final = ("operations", "statuses", "enumValues", "errorCodes", "transitions")

Record = dict[str, Any]


def report(coverage: Coverage, namespace: str) -> Record:
    """How often everything has been met that can be; 0 is never."""
    apis = [_api(name, items, coverage) for name, items in coverage.model.apis.items()]
    return {"namespace": namespace, "requests": coverage.requests, **joined(apis), "apis": apis}


def joined(apis: Sequence[Mapping[str, Any]]) -> Record:
    """The shares of these APIs of a report together, by kind and of everything."""
    totals = {kind: _added([api["totals"][kind] for api in apis]) for kind in KINDS}
    return {"percent": _added(list(totals.values()))["percent"], "totals": totals}


def _api(name: str, items: ApiItems, coverage: Coverage) -> Record:
    record: Record = {
        "operations": _operations(items, coverage.counts),
        "enumValues": [
            {"property": where, "values": [{"value": each, "met": coverage.counts[at]} for each, at in values.items()]}
            for where, values in items.enums.items()
        ],
        "errorCodes": [
            {"code": code, "status": status, "met": coverage.counts[at]} for (status, code), at in items.codes.items()
        ],
        "transitions": [
            _edge(items.cycles[cycle], index, coverage.counts[at]) for (cycle, index), at in items.edges.items()
        ],
    }
    return {"api": name, "totals": _totals(record), **record, "skips": _skips(items, coverage)}


def _operations(items: ApiItems, counts: list[int]) -> list[Record]:
    return [
        {
            "operationId": each.operation_id,
            "method": each.method,
            "path": each.path,
            "met": sum(counts[at] for at in each.statuses.values()),
            "statuses": [{"status": status, "met": counts[at]} for status, at in each.statuses.items()],
        }
        for each in items.operations
    ]


def _edge(cycle: Cycle, index: int, met: int) -> Record:
    edge = cycle.edges[index]
    return {**_between(cycle, edge.source, edge.target), "triggers": list(edge.triggers), "met": met}


def _skips(items: ApiItems, coverage: Coverage) -> list[Record]:
    cycles = list(items.cycles.values())
    return [
        {**_between(cycle, source, target), "met": met}
        for (cycle, source, target), met in coverage.skips.items()
        if cycle in cycles
    ]


def _between(cycle: Cycle, source: int, target: int) -> Record:
    return {"lifecycle": cycle.name, "from": list(cycle.states[source]), "to": list(cycle.states[target])}


def _totals(record: Mapping[str, Any]) -> dict[str, Record]:
    return {
        "operations": _counted(record["operations"]),
        "statuses": _counted(status for each in record["operations"] for status in each["statuses"]),
        "enumValues": _counted(value for each in record["enumValues"] for value in each["values"]),
        "errorCodes": _counted(record["errorCodes"]),
        "transitions": _counted(record["transitions"]),
    }


def _counted(things: Iterable[Mapping[str, Any]]) -> Record:
    met = [each["met"] > 0 for each in things]
    return _share(sum(met), len(met))


def _added(shares: Sequence[Mapping[str, Any]]) -> Record:
    return _share(sum(each["met"] for each in shares), sum(each["total"] for each in shares))


def _share(met: int, total: int) -> Record:
    """`percent` has one decimal and is 100 only when nothing is missing; of nothing, everything has been met."""
    percent = int(1000 * met / total) / 10 if total else 100.0
    return {"met": met, "total": total, "percent": percent}
