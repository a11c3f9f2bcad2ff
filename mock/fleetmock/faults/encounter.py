"""What one request goes through before its handler: faults of its namespace, and what it asks for itself."""

import re
from dataclasses import replace
from functools import partial
from typing import Final

from fleetmock.apis.handler import Devices
from fleetmock.contract.exchange import Call, Exchange, Reply
from fleetmock.contract.preferred import preferred
from fleetmock.errors import Condition, Refusal
from fleetmock.faults.delays import MAX_SECONDS
from fleetmock.faults.effect import Applied
from fleetmock.faults.faults import Faults, Operation
from fleetmock.faults.pauses import Closed

MILLISECONDS: Final = re.compile(r"[0-9]{1,5}", re.ASCII)


class Unanswered(Exception):
    """A fault takes the request before its handler; `reply` is none, and ends the connection."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


async def undergo(operation: Operation, devices: Devices, exchange: Exchange, call: Call) -> Reply | None:
    """What is answered in place of the handler's answer, after whatever delay; None when the handler is to run.

    Sets the exchange's fault. Raises Refusal or Unanswered.
    """
    fleet, fault = exchange.namespace.fleet, _met(operation, devices, exchange, call)
    exchange.fault = fault
    instead = None
    if fault:
        if fault.delay:
            await _wait(exchange.namespace.faults, fault.delay)
        if fault.effect.before:
            raise Unanswered(Reply(0, [], None, fault.effect.wire))
        instead = fault.effect.instead
    instead = instead or preferred(operation.documented, call.preferences, fleet)
    if isinstance(instead, Refusal):
        raise instead
    return operation.documented.reply(instead, exchange) if instead else None


def _met(operation: Operation, devices: Devices, exchange: Exchange, call: Call) -> Applied | None:
    """All of it as one. Delays add up, to a minute at most; a fault that the request asks for is the one it gets."""
    faults, applied = exchange.namespace.faults, None
    if faults.listed:
        concerned = partial(devices, exchange.namespace.fleet, call)
        applied = faults.choose(operation, exchange.headers.get(b"authorization"), concerned)
    asked = call.preferences.take("fault", lambda name: faults.preferred(name, operation))
    if asked:
        applied = replace(asked, delay=applied.delay if applied else 0.0)
    delay = call.preferences.take("delay", _seconds)
    if delay is not None:
        applied = applied or Applied("latency")
        applied = replace(applied, delay=min(applied.delay + delay, MAX_SECONDS))
    return applied


def _seconds(text: str) -> float | None:
    """Of milliseconds up to a minute."""
    seconds = int(text) / 1000 if MILLISECONDS.fullmatch(text) else None
    return seconds if seconds is not None and seconds <= MAX_SECONDS else None


async def _wait(faults: Faults, seconds: float) -> None:
    """Raises Refusal when the namespace ends before: its next life must not get what was meant for this one."""
    try:
        await faults.pauses.pause(seconds)
    except Closed:
        detail = "The namespace was reset or dropped while a fault held up this request."
        raise Refusal(Condition.UNAVAILABLE, detail) from None
