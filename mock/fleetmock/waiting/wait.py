"""A wait as the control plane is asked for one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from fleetmock.apis.applivery import canonical
from fleetmock.callbacks.deliveries import Outcome, Wanted
from fleetmock.errors import Problem, Refusal
from fleetmock.journal.pattern import Pattern
from fleetmock.waiting.counting import Counting
from fleetmock.waiting.goal import Goal
from fleetmock.waiting.reaching import Reaching

if TYPE_CHECKING:
    from fleetmock.namespaces.namespace import Namespace

USUAL: Final = 30.0
NO_CALLBACKS: Final = "The mock was started without --callbacks, so it sends none."


async def wait(namespace: "Namespace", body: Mapping[str, Any], longest: float) -> dict[str, Any]:
    """The `WaitResult` to a valid `WaitRequest`, after `longest` seconds at the latest. Raises Refusal."""
    return await namespace.waiters.until(_goal(namespace, body), min(body.get("timeout", USUAL), longest))


def _goal(namespace: "Namespace", body: Mapping[str, Any]) -> Goal:
    if "command" in body:
        return Reaching(namespace.fleet, canonical(body["command"]["id"]), body["command"].get("state"))
    if "requests" in body:
        pattern, journal = _pattern(body["requests"]["pattern"]), namespace.journal
        return Counting("request", lambda: journal.count(pattern), body["requests"].get("count", 1))
    asked, callbacks = body["callbacks"], namespace.callbacks
    if callbacks is None:
        return Counting("callback", lambda: 0, asked.get("count", 1), NO_CALLBACKS)
    outcome = asked.get("outcome", Outcome.DELIVERED.value)
    wanted, deliveries = Wanted(asked.get("commandId"), asked.get("state"), outcome), callbacks.deliveries
    return Counting("callback", lambda: deliveries.count(wanted), asked.get("count", 1))


def _pattern(wire: Mapping[str, Any]) -> Pattern:
    try:
        return Pattern.of(wire)
    except Refusal as refusal:
        problems = tuple(
            Problem(each.place, f"/requests/pattern{each.pointer}", each.reason) for each in refusal.problems
        )
        raise Refusal(refusal.condition, problems=problems) from None
