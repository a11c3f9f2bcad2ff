"""Everything that can be seen of one API, and how often it was."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from fleetmock.contract.examples import Described, resolve
from fleetmock_tooling.fuzz.checks.contract import Contract, label
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.step import Step
from fleetmock_tooling.fuzz.coverage.shape import Counts, Shape, Shapes
from fleetmock_tooling.fuzz.coverage.steps import Cycle, Cycles

# The words are those of the coverage of a client.
KINDS: Final = ("operations", "statuses", "enumValues", "properties", "transitions")

Record = dict[str, Any]


class Coverage:
    """Of one API. Fed with each request and its answer, those of probes included; answers need not be valid."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._shapes = Shapes(contract.document)
        self._cycles = Cycles(contract)
        self._statuses = {name: dict.fromkeys(each.spec["responses"], 0) for name, each in contract.operations.items()}
        self._strange: dict[str, Counts] = {name: {} for name in contract.operations}
        self._bodies = {
            (name, status): self._shape(each, name, status)
            for name, each in contract.operations.items()
            for status in each.spec["responses"]
        }

    def _shape(self, operation: Described, name: str, status: str) -> Shape | None:
        response = resolve(self._contract.document, operation.spec["responses"][status])
        media: Mapping[str, Any] = response.get("content", {}).get("application/json", {})
        return self._shapes.compile(media["schema"], f"{name} {status}") if "schema" in media else None

    def meet(self, history: History, step: Step) -> None:
        """Call before the history takes the step."""
        if step.operation is None:
            return
        name = label(step.operation)
        documented = self._statuses[name]
        spelled = (str(step.status), f"{step.status // 100}XX", "default")
        status = next((each for each in spelled if each in documented), None)
        if status is None:
            self._strange[name][spelled[0]] = self._strange[name].get(spelled[0], 0) + 1
            return
        documented[status] += 1
        shape = self._bodies[name, status]
        if shape is not None:
            self._shapes.see(shape, step.body)
        self._cycles.meet(history, step)

    def record(self) -> Record:
        """How often everything was seen that can be; 0 is never."""
        record: Record = {
            "operations": [self._operation(name, each) for name, each in self._contract.operations.items()],
            "enumValues": [
                {"property": where, "values": [{"value": json.loads(text), "met": met} for text, met in values.items()]}
                for where, values in self._shapes.enums.items()
            ],
            "properties": [{"property": where, "met": met} for where, met in self._shapes.properties.items()],
            "transitions": [each for cycle in self._cycles for each in _transitions(cycle)],
        }
        skips = [each for cycle in self._cycles for each in _skips(cycle)]
        return {"totals": _totals(record), **record, "skips": skips}

    def _operation(self, name: str, operation: Described) -> Record:
        statuses = self._statuses[name]
        return {
            "operation": name,
            "operationId": operation.spec.get("operationId"),
            "met": sum(statuses.values()),
            "statuses": [{"status": status, "met": met} for status, met in statuses.items()],
            "undocumented": [{"status": status, "met": met} for status, met in sorted(self._strange[name].items())],
        }


def _transitions(cycle: Cycle) -> Iterable[Record]:
    for (source, target), triggers in cycle.edges.items():
        met = cycle.met.get((source, target), 0)
        yield {"lifecycle": cycle.name, "from": source, "to": target, "triggers": triggers, "met": met}


def _skips(cycle: Cycle) -> Iterable[Record]:
    for (before, now), met in cycle.skips.items():
        yield {"lifecycle": cycle.name, "from": sorted(before), "to": sorted(now), "met": met}


def _totals(record: Record) -> Record:
    return {
        "operations": share(record["operations"]),
        "statuses": share(status for each in record["operations"] for status in each["statuses"]),
        "enumValues": share(value for each in record["enumValues"] for value in each["values"]),
        "properties": share(record["properties"]),
        "transitions": share(record["transitions"]),
    }


def share(things: Iterable[Mapping[str, Any]]) -> Record:
    """`percent` has one decimal and is 100 only when nothing is missing; of nothing, everything was met."""
    met = [each["met"] > 0 for each in things]
    percent = int(1000 * sum(met) / len(met)) / 10 if met else 100.0
    return {"met": sum(met), "total": len(met), "percent": percent}
