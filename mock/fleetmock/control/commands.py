"""Commands: how far they have come, what lies ahead, and how to change that."""

from typing import Any, Final

from fleetmock.apis.applivery import canonical
from fleetmock.contract.exchange import Call
from fleetmock.control.refusals import conflict, no_such, unprocessable
from fleetmock.errors import unknown
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.timeline import Command, Step
from fleetmock.namespaces.namespace import Namespace


def _command(namespace: Namespace, call: Call) -> Command:
    """Raises Refusal."""
    found = namespace.fleet.command(canonical(call.path["id"]))
    if found is None:
        raise unknown("command")
    return found


def list_commands(namespace: Namespace, call: Call) -> Any:
    fleet, query = namespace.fleet, call.query
    now, device = fleet.clock.now(), query.get("device")
    owners = None if device is None else _keys(fleet, device)
    found = [
        each
        for each in fleet.store.commands()
        if query.get("api") in (None, each.owner.split("/", 1)[0])
        if owners is None or each.owner in owners
        if query.get("state") in (None, each.state(now))
    ]
    found.sort(key=lambda each: each.created)
    shown = [_summary(each, now) for each in found[-query["limit"] :]]
    return {"commands": shown, "meta": {"total": len(found)}}


def _keys(fleet: Fleet, name: str) -> set[str]:
    """The devices of that name, in any case, of any API."""
    wanted = name.lower()
    return {
        each.key
        for each in fleet.world.state()
        if wanted in {known.lower() for known in (each.id, each.key, *each.aliases)}
    }


def get_command(namespace: Namespace, call: Call) -> Any:
    return _shown(_command(namespace, call), namespace.fleet.clock.now())


def transition_command(namespace: Namespace, call: Call) -> Any:
    fleet, body, command = namespace.fleet, call.body, _command(namespace, call)
    lifecycle, outcomes = command.lifecycle, body.get("outcomes", {})
    try:
        if "state" in body:
            if body["state"] not in lifecycle.states:
                raise unprocessable("/state", no_such("state", body["state"], lifecycle.states))
            command = fleet.bring(command, body["state"], outcomes)
        else:
            triggers = dict.fromkeys(each.trigger for each in lifecycle.transitions)
            if body["trigger"] not in triggers:
                raise unprocessable("/trigger", no_such("trigger", body["trigger"], triggers))
            command = fleet.trigger(command, body["trigger"], outcomes)
    except IllegalStep as error:
        raise conflict(str(error)) from None
    return _shown(command, fleet.clock.now())


def choose_outcome(namespace: Namespace, call: Call) -> Any:
    fleet, name, command = namespace.fleet, call.body["scenario"], _command(namespace, call)
    scenarios = fleet.behaviours[command.owner.split("/", 1)[0]].scenarios
    if name not in scenarios:
        raise unprocessable("/scenario", no_such("scenario", name, scenarios))
    if scenarios[name].refuse is not None:
        raise unprocessable("/scenario", f"{name!r} refuses commands when they are sent; this one was not refused")
    state = command.state(fleet.clock.now())
    if not _triggers(command.lifecycle, state):
        raise conflict(f"The command has come to its end, {state}.")
    try:
        command = fleet.follow(command, name, call.body.get("outcomes", {}))
    except IllegalStep as error:
        raise conflict(str(error)) from None
    return _shown(command, fleet.clock.now())


def _triggers(lifecycle: Lifecycle, state: str) -> list[str]:
    return [each.trigger for each in lifecycle.transitions if state in each.sources]


def _summary(command: Command, now: float) -> dict[str, Any]:
    api, kind, device = command.owner.split("/", 2)
    state = command.state(now)
    return {
        "id": command.id,
        "api": api,
        "kind": kind,
        "device": device,
        "state": state,
        "terminal": not _triggers(command.lifecycle, state),
        "scenario": command.scenario,
        "createdAt": rfc3339_milliseconds(command.created),
    }


def _shown(command: Command, now: float) -> dict[str, Any]:
    summary = _summary(command, now)
    steps = [(command.created + each.after, each) for each in command.plan]
    return summary | {
        "record": command.record(now),
        "past": [_step(due, each) for due, each in steps if due <= now],
        "ahead": [_step(due, each) for due, each in steps if due > now],
        "triggers": _triggers(command.lifecycle, summary["state"]),
    }


def _step(due: float, step: Step) -> dict[str, str]:
    transition = step.transition
    return {"trigger": transition.trigger, "state": transition.target, "time": rfc3339_milliseconds(due)}


HANDLERS: Final = {
    "listCommands": list_commands,
    "getCommand": get_command,
    "transitionCommand": transition_command,
    "chooseOutcome": choose_outcome,
}
