from collections.abc import Iterator, Mapping
from typing import Any

from fleetmock_tooling.fuzz.checks.check import Check, Violation, at
from fleetmock_tooling.fuzz.checks.history import History
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.checks.step import Step


def judge(history: History, step: Step) -> Iterator[Violation]:
    for parameter in step.operation.parameters if step.operation and step.succeeded else ():
        asked = step.query.get(parameter["name"]) if "x-selects" in parameter else None
        if asked is None:
            continue
        wanted, always = set(asked.split(",")), set(parameter["x-selects"]["always"])
        for _, look in history.looks(step):
            known = set(history.contract.schema(look.schema).get("properties", {}))
            surplus = look.value.keys() - wanted - always
            missing = (wanted & known) - look.value.keys() - _optional(history, look.schema)
            if surplus:
                message = f"{', '.join(sorted(surplus))} was not selected."
                yield at(step, f"{parameter['name']}:surplus", "More than was selected", message)
            if history.own and missing:
                message = f"{', '.join(sorted(missing))} was selected and is missing."
                yield at(step, f"{parameter['name']}:missing", "Less than was selected", message)


def _optional(history: History, schema: str) -> set[str]:
    """The properties that a record need not have."""
    described: Mapping[str, Any] = history.contract.schema(schema)
    promised = {*described.get("required", ()), *described["x-record"].get("always", ())}
    return set(described.get("properties", {})) - promised


def probe(prober: Prober) -> Iterator[Violation]:
    """Each property alone, and two together; `judge` looks at the answers."""
    for operation in prober.gets():
        path = prober.reach(operation)
        for parameter in operation.parameters if path is not None else ():
            names = prober.contract.plain(parameter["schema"]).get("items", {}).get("enum", [])
            if "x-selects" in parameter and names:
                alone = names if prober.profile.negative else []
                for chosen in [*alone, ",".join(names[:2]), ",".join(names)]:
                    prober.ask(operation, path=path, query={parameter["name"]: chosen})
    yield from ()


CHECK = Check(
    id="selected-properties",
    severity="medium",
    summary="A parameter that selects properties brings those, the ones that always come, and no others.",
    explanation="""\
x-selects on a query parameter: its values name properties. Each is asked for alone and together with others, and every
record in the answer must have exactly these and the ones that x-selects lists under `always`.""",
    judge=judge,
    probe=probe,
)
