"""Until a command reaches a state: until it is in it, or has been."""

from collections.abc import Iterator
from typing import Any

from fleetmock.errors import Condition, Problem, Refusal
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.timeline import Command
from fleetmock.waiting.goal import MET, UNREACHABLE

NO_STATE = "is no state of {api}; there are {states}"
GONE = "The command is not there any more: a snapshot was restored."


class Reaching:
    """Without a state, any one that is an end."""

    kinds = ()

    def __init__(self, fleet: Fleet, command_id: str, state: str | None) -> None:
        """Raises Refusal for a command that is not there, or a state that its life-cycle does not have."""
        self.command_id = command_id
        self._fleet = fleet
        self._command = _find(fleet, command_id)
        self._api = self._command.owner.split("/", 1)[0]
        lifecycle = self._command.lifecycle
        if state is not None and state not in lifecycle.states:
            reason = NO_STATE.format(api=self._api, states=", ".join(lifecycle.states))
            raise Refusal(Condition.UNPROCESSABLE, problems=(Problem("body", "/command/state", reason),))
        self._wanted = {state} if state is not None else {name for name in lifecycle.states if _is_end(lifecycle, name)}
        self._is_gone = False

    def look(self) -> str | None:
        command = self._fleet.store.get(self._command.owner, self.command_id)
        if command is None:
            self._is_gone = True
            return UNREACHABLE
        self._command, now = command, command.moment(self._fleet.clock.now())
        if any(moment <= now for moment in self._arrivals()):
            return MET
        return None if self._is_possible(command.state(now)) else UNREACHABLE

    def due(self) -> float | None:
        now = self._command.moment(self._fleet.clock.now())
        return next((moment for moment in self._arrivals() if moment > now), None)

    def shown(self) -> dict[str, Any]:
        now, due = self._command.moment(self._fleet.clock.now()), self.due()
        reached = next((moment for moment in self._arrivals() if moment <= now), None)
        command = {
            "id": self.command_id,
            "api": self._api,
            "state": self._command.state(now),
            "reachedAt": None if reached is None else rfc3339_milliseconds(reached),
            "dueAt": None if due is None or reached is not None else rfc3339_milliseconds(due),
        }
        return {"command": command}

    def detail(self, reason: str) -> str:
        if self._is_gone:
            return GONE
        clock, due = self._fleet.clock, self.due()
        state, wanted = self._command.state(clock.now()), " or ".join(sorted(self._wanted))
        if reason == UNREACHABLE:
            return f"No walk of the life-cycle leads from {state} to {wanted}."
        if due is None:
            what = "a change of its device's presence, another scenario or a forced transition could"
            return f"The command is in {state}, and nothing that is planned takes it to {wanted}; {what}."
        ahead = f"{due - clock.now():,.1f}".removesuffix(".0") + " s"
        if clock.rate:
            return (
                f"The command is in {state}, and {ahead} of its clock lie before {wanted}; advance it, or wait longer."
            )
        return f"The command is in {state}, {ahead} before {wanted}, and its clock stands still; advance it."

    def _arrivals(self) -> Iterator[float]:
        """The moments at which the command enters a state that is wanted, past and ahead."""
        command = self._command
        if command.lifecycle.initial in self._wanted:
            yield command.created
        for step in command.plan:
            if step.transition.target in self._wanted:
                yield command.created + step.after

    def _is_possible(self, state: str) -> bool:
        return any(_leads(self._command.lifecycle, state, each) for each in self._wanted)


def _find(fleet: Fleet, command_id: str) -> Command:
    command = fleet.command(command_id)
    if command is None:
        raise Refusal(Condition.UNPROCESSABLE, problems=(Problem("body", "/command/id", "is no command here"),))
    return command


def _is_end(lifecycle: Lifecycle, state: str) -> bool:
    return bool(lifecycle.states[state].get("terminal"))


def _leads(lifecycle: Lifecycle, start: str, goal: str) -> bool:
    try:
        lifecycle.route(start, goal)
    except IllegalStep:
        return False
    return True
