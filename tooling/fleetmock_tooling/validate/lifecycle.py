"""Whether a state machine is one: every state can be reached, every road ends, no trigger leads two ways."""

from collections.abc import Iterator
from typing import Any

from fleetmock_tooling.generate.source import Pointer
from fleetmock_tooling.validate.vocabulary import Vocabulary

Complaint = tuple[Pointer, str]


def check_lifecycle(schema: dict[str, Any], words: Vocabulary) -> Iterator[Complaint]:
    """Check the x-lifecycle of a schema; its form is right already. Pointers are from the x-lifecycle on."""
    lifecycle = schema["x-lifecycle"]
    states, transitions = lifecycle["states"], lifecycle["transitions"]
    yield from _names(states, schema.get("enum"))
    yield from _edges(states, transitions)
    yield from _ends(states, transitions)
    yield from _reach(states, transitions)
    for index, transition in enumerate(transitions):
        for item, why in words.strangers(transition["source"]):
            yield ("transitions", index, "source", item), why


def _names(states: dict[str, Any], enum: object) -> Iterator[Complaint]:
    if isinstance(enum, list):
        for name in states:
            if name not in enum:
                yield ("states", name), f"the state {name!r} is not in the schema's enum"
        for name in enum:
            if name not in states:
                yield ("states",), f"the enum's value {name!r} is not a state"
    if not any(state.get("initial") for state in states.values()):
        yield ("states",), "no state is initial"


def _edges(states: dict[str, Any], transitions: list[dict[str, Any]]) -> Iterator[Complaint]:
    taken: set[tuple[str, str]] = set()
    for index, transition in enumerate(transitions):
        place = ("transitions", index)
        if transition["to"] not in states:
            yield (*place, "to"), f"there is no state {transition['to']!r}"
        for item, name in enumerate(transition["from"]):
            if name not in states:
                yield (*place, "from", item), f"there is no state {name!r}"
            elif states[name].get("terminal"):
                yield (*place, "from", item), f"the terminal state {name!r} has a way out"
            if (name, transition["trigger"]) in taken:
                yield (*place, "from", item), f"{transition['trigger']!r} leads from {name!r} to two states"
            taken.add((name, transition["trigger"]))


def _ends(states: dict[str, Any], transitions: list[dict[str, Any]]) -> Iterator[Complaint]:
    left = {name for transition in transitions for name in transition["from"] if name != transition["to"]}
    for name, state in states.items():
        if not state.get("terminal") and name not in left:
            yield ("states", name), f"the state {name!r} is not terminal and has no way out"


def _reach(states: dict[str, Any], transitions: list[dict[str, Any]]) -> Iterator[Complaint]:
    reached = {name for name, state in states.items() if state.get("initial")}
    waiting = list(reached)
    while waiting:
        name = waiting.pop()
        for to in {each["to"] for each in transitions if name in each["from"]} - reached:
            reached.add(to)
            waiting.append(to)
    for name in states:
        if name not in reached:
            yield ("states", name), f"the state {name!r} cannot be reached from an initial one"
