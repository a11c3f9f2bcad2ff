"""What has been seen of each thing, in the order of the requests.

Fed by the transport, not by the engine's callbacks: requests that checks send of their own move things on too. With
more than one request under way at once the order would mean nothing; there is one worker.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fleetmock_tooling.fuzz.checks.conformance import Conformance
from fleetmock_tooling.fuzz.checks.contract import Contract, Shown
from fleetmock_tooling.fuzz.checks.machine import Machine, States
from fleetmock_tooling.fuzz.checks.pointer import MISSING, Expression
from fleetmock_tooling.fuzz.checks.step import Step

# Of a thing that is seen more often, the first looks and the last ones are kept.
_KEPT = 40
# How many answers are kept to be compared with later ones.
_ANSWERS = 5000
# What some languages print for nothing.
WORDS = frozenset({"null", "undefined", "NaN", "None", "nil", "[object Object]"})


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A thing as one answer shows it. `schema` names the component schema, `value` is the record itself."""

    step: Step
    schema: str
    pointer: str
    value: Mapping[str, Any]
    states: States | None
    machine: Machine | None


@dataclass(slots=True, eq=False)
class Thing:
    """`created` is the step that made it, when that was seen. `states` are those that it may be in by now.

    `granted`: what it yields (x-available) was there at this step, so it was in one of these states.
    """

    resource: str
    name: str
    created: Step | None = None
    looks: list[Look] = field(default_factory=list)
    states: States | None = None
    granted: tuple[Step, States] | None = None

    def add(self, look: Look) -> None:
        if len(self.looks) >= _KEPT:
            del self.looks[_KEPT // 2]
        self.looks.append(look)

    def chain(self, *steps: Step) -> tuple[Step, ...]:
        """How it came to be, and these steps; each once, in their order."""
        every = {each.number: each for each in (*([self.created] if self.created else []), *steps)}
        return tuple(every[number] for number in sorted(every))


class History:
    def __init__(self, contract: Contract, *, own: bool = False) -> None:
        """`own`: the endpoint is a mock of ours."""
        self.contract = contract
        self.own = own
        self.conformance = Conformance(contract.document)
        self.things: dict[tuple[str, str], Thing] = {}
        self.successes: dict[tuple[str, str], Step] = {}
        # Words that somebody has sent, or that the document itself has as a value, are no mistake in an answer.
        self.sent_words = set(_texts(contract.document)) & WORDS
        self._values: dict[tuple[str, str], Step] = {}
        self._shown: tuple[Step, list[Shown]] | None = None
        self._looked: tuple[Step, list[tuple[Thing, Look]]] | None = None

    def shown(self, step: Step) -> list[Shown]:
        """Every component schema that is documented for a part of the answer; several checks ask for it."""
        if self._shown is None or self._shown[0] is not step:
            self._shown = (step, list(self._parts(step)))
        return self._shown[1]

    def _parts(self, step: Step) -> Iterator[Shown]:
        if step.operation is not None and step.body is not MISSING:
            yield from self.contract.shown(step.operation, step.status, step.body)

    def looks(self, step: Step) -> list[tuple[Thing, Look]]:
        """The things that a success shows, each as it was known before this step."""
        if self._looked is None or self._looked[0] is not step:
            self._looked = (step, list(self._looks(step)))
        return self._looked[1]

    def _looks(self, step: Step) -> Iterator[tuple[Thing, Look]]:
        for shown in self.shown(step) if step.succeeded else ():
            schema = self.contract.schema(shown.schema)
            record = schema.get("x-record")
            if record is None or not isinstance(shown.value, dict):
                continue
            name = self._name(record["named-by"], step, shown.value)
            if name is None:
                continue
            machine = self.contract.machine(record["lifecycle"]) if "lifecycle" in record else None
            states = machine.seen(shown.value, schema.get("properties", {})) if machine else None
            look = Look(step, shown.schema, shown.pointer, shown.value, states, machine)
            yield self.thing(record["resource"], name), look

    def thing(self, resource: str, name: str) -> Thing:
        return self.things.setdefault((resource, name), Thing(resource, name))

    def named(self, resource: str, step: Step, expression: str) -> Thing:
        """The thing that a path parameter of the step names."""
        parameter = Expression(expression).name
        value = step.path.get(parameter, "")
        name = self.contract.same_id(step.operation, parameter, value) if step.operation else value
        return self.thing(resource, name)

    def _name(self, named_by: str, step: Step, value: Mapping[str, Any]) -> str | None:
        if not named_by.startswith("$"):
            name = value.get(named_by)
            return name if isinstance(name, str) else None
        parameter = Expression(named_by).name
        if step.operation is None or parameter not in step.path:
            return None
        return self.contract.same_id(step.operation, parameter, step.path[parameter])

    def take(self, step: Step) -> None:
        """Remember the step; call after the checks have judged it."""
        for thing, look in self.looks(step):
            if creates(step) and not thing.looks:
                thing.created = step
            thing.add(look)
            if look.states and look.machine:
                possible = look.machine.reachable(thing.states) if thing.states else look.states
                thing.states = (possible & look.states) or look.states
        if step.succeeded and step.operation is not None:
            self._remember(step)
        sent = step.request.body or b""
        self.sent_words |= {word for word in WORDS - self.sent_words if word.encode() in sent}

    def _remember(self, step: Step) -> None:
        if step.request.method == "GET" and len(self.successes) < _ANSWERS:
            self.successes.setdefault((step.label, step.request.url), step)
        available = step.operation.spec.get("x-available") if step.operation else None
        if available is not None:
            thing = self.named(available["resource"], step, available["named-by"])
            thing.granted = thing.granted or (step, frozenset(available["states"]))

    def once(self, kind: str, value: str, step: Step) -> Step | None:
        """The earlier step that had this value of this kind, if there was one."""
        if len(self._values) >= _ANSWERS:
            self._values.clear()
        earlier = self._values.setdefault((kind, value), step)
        return None if earlier is step else earlier


def _texts(node: Any) -> Iterator[str]:
    """Every text of a document, wherever it stands."""
    if isinstance(node, Mapping):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


def creates(step: Step) -> bool:
    """Whether the request asked for something new: a POST with a body that is no trigger."""
    operation = step.operation
    return operation is not None and operation.method == "POST" and "x-trigger" not in operation.spec
