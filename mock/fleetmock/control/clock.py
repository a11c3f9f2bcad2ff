"""The clock of a namespace, which everything in it goes by."""

from collections.abc import Iterator
from math import inf
from typing import Any, Final

from fleetmock.contract.exchange import Call
from fleetmock.control import moments
from fleetmock.control.refusals import conflict, unprocessable
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.fleet.timeline import Command, Step
from fleetmock.namespaces.namespace import Namespace

# Ids and dates are sure to work from 1970 to the end of 2099.
END: Final = 4_102_444_800.0


def _shown(namespace: Namespace) -> dict[str, Any]:
    clock = namespace.fleet.clock
    return {"time": rfc3339_milliseconds(clock.now()), "frozen": not clock.rate, "factor": clock.rate}


def get_clock(namespace: Namespace, _call: Call) -> Any:
    due = _next_due(namespace, namespace.fleet.clock.now())
    return {**_shown(namespace), "nextEvent": None if due is None else rfc3339_milliseconds(due)}


def freeze_clock(namespace: Namespace, call: Call) -> Any:
    text = (call.body or {}).get("at")
    namespace.fleet.clock.freeze(None if text is None else _moment(text))
    return _shown(namespace)


def _moment(text: str) -> float:
    """Raises Refusal."""
    try:
        moment = moments.parse(text)
    except ValueError as error:
        raise unprocessable("/at", str(error)) from None
    if not 0 <= moment < END:
        raise unprocessable("/at", "the clock goes from 1970 to the end of 2099")
    return moment


def advance_clock(namespace: Namespace, call: Call) -> Any:
    clock, seconds = namespace.fleet.clock, call.body["seconds"]
    if clock.now() + seconds >= END:
        raise conflict("The clock goes to the end of 2099; POST /clock/reset brings it back.")
    clock.advance(seconds)
    return _shown(namespace)


def scale_clock(namespace: Namespace, call: Call) -> Any:
    namespace.fleet.clock.scale(call.body["factor"])
    return _shown(namespace)


def reset_clock(namespace: Namespace, _call: Call) -> Any:
    namespace.fleet.clock.reset()
    return _shown(namespace)


def advance_to_next_event(namespace: Namespace, _call: Call) -> Any:
    clock = namespace.fleet.clock
    now = clock.now()
    due = _next_due(namespace, now)
    if due is None:
        return {"clock": _shown(namespace), "events": []}
    if due >= END:
        raise conflict("The next thing happens after 2099, where the clock does not go.")
    if clock.rate:
        clock.advance(due - now)
    else:
        clock.freeze(due)
    events = [_event(command, step) for command, step in _steps(namespace) if command.created + step.after == due]
    return {"clock": _shown(namespace), "events": events}


def _steps(namespace: Namespace) -> Iterator[tuple[Command, Step]]:
    return ((command, step) for command in namespace.fleet.store.commands() for step in command.plan)


def _next_due(namespace: Namespace, now: float) -> float | None:
    """When the next command moves or the next callback is tried again."""
    moved = (command.created + step.after for command, step in _steps(namespace))
    due = min((moment for moment in moved if moment > now), default=inf)
    tried = namespace.callbacks.next_due() if namespace.callbacks else None
    if tried is not None and tried > now:
        due = min(due, tried)
    return None if due == inf else due


def _event(command: Command, step: Step) -> dict[str, Any]:
    return {
        "command": command.id,
        "device": command.owner,
        "trigger": step.transition.trigger,
        "state": step.transition.target,
        "time": rfc3339_milliseconds(command.created + step.after),
    }


HANDLERS: Final = {
    "getClock": get_clock,
    "freezeClock": freeze_clock,
    "advanceClock": advance_clock,
    "scaleClock": scale_clock,
    "resetClock": reset_clock,
    "advanceClockToNextEvent": advance_to_next_event,
}
