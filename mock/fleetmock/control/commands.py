"""Commands: how far they have come, what lies ahead, and how to change that."""

from operator import attrgetter
from typing import Any, Final

from fleetmock.apis.applivery import canonical
from fleetmock.contract.exchange import Call
from fleetmock.control.refusals import conflict, no_such, unprocessable
from fleetmock.errors import unknown
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.timeline import Command, Step
from fleetmock.fleet.world import Device
from fleetmock.namespaces.namespace import Namespace


def _command(namespace: Namespace, call: Call) -> Command:
    """Raises Refusal."""
    found = namespace.fleet.command(canonical(call.path["id"]))
    if found is None:
        raise unknown("command")
    return found


def list_commands(namespace: Namespace, call: Call) -> Any:
    fleet, query = namespace.fleet, call.query
    now, limit, state = fleet.clock.now(), query["limit"], query.get("state")
    owners = [each.key for each in fleet.world.state() if _fits(each, query)]
    counts = {owner: fleet.store.count(owner) for owner in owners}
    # In whatever state, no more of a device than the newest can be among the newest of all.
    pages = [fleet.store.page(each, 0, limit if state is None else counts[each], newest_first=True) for each in owners]
    found = [each for page in pages for each in reversed(page) if state in (None, each.state(now))]
    found.sort(key=attrgetter("created"))
    total = sum(counts.values()) if state is None else len(found)
    return {"commands": [_summary(each, now) for each in found[-limit:]], "meta": {"total": total}}


def _fits(device: Device, query: dict[str, Any]) -> bool:
    """Whether it is of that API, and has that name in any case."""
    name = query.get("device")
    names = {known.lower() for known in (device.id, device.key, *device.aliases)}
    return query.get("api") in (None, device.api) and (name is None or name.lower() in names)


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
    now, steps = command.moment(now), [(command.created + each.after, each) for each in command.plan]
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
