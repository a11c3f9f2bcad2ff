"""One try of one callback, from the command to what came of it."""

import logging
import time
from typing import Final

import orjson

from fleetmock.callbacks.allowlist import AllowList
from fleetmock.callbacks.deliveries import Delivery, Errand, Gone, Kind, Outcome
from fleetmock.callbacks.promise import BrokenContract
from fleetmock.callbacks.sender import BadTarget, Sender, Sent, Target, target
from fleetmock.fleet.clock import Clock

log: Final = logging.getLogger("fleetmock")


class NotAllowed(Exception):
    """Nothing may be sent to a URL; the message is a piece of a sentence."""


class Courier:
    def __init__(self, allowed: AllowList, sender: Sender, clock: Clock) -> None:
        self._allowed = allowed
        self._sender = sender
        self._clock = clock

    def target(self, url: str) -> Target:
        """Raises NotAllowed."""
        try:
            found = target(url)
        except BadTarget as error:
            raise NotAllowed(str(error)) from error
        refusal = self._allowed.refusal(found.host, found.port)
        if refusal is not None:
            raise NotAllowed(refusal)
        return found

    async def deliver(self, errand: Errand, seconds: float, kind: Kind = Kind.FIRST, attempt: int = 1) -> Delivery:
        """A try of so many seconds; its outcome is delivered, lost or refused."""
        began, started = self._clock.now(), time.perf_counter()
        try:
            where = self.target(errand.url)
            body = orjson.dumps(errand.body())
            sent = await self._sender.post(where, body, seconds)
        except NotAllowed as error:
            return self.refused(errand, str(error), kind)
        except BrokenContract as error:
            log.error("a callback of command %s breaks the contract: %s", errand.command.id, error)  # noqa: TRY400 - one line says it all
            attempt, sent = 0, Sent(None, f"it breaks the contract: {error}")
        except Gone:
            attempt, sent = 0, Sent(None, "the command is gone")
        except Exception:
            log.exception("a callback of command %s failed", errand.command.id)
            attempt, sent = 0, Sent(None, "fleetmock failed")
        return Delivery(
            errand=errand,
            kind=kind,
            attempt=attempt,
            time=began,
            outcome=Outcome.LOST if sent.error else Outcome.DELIVERED,
            status=sent.status,
            error=sent.error,
            duration=time.perf_counter() - started,
        )

    def refused(self, errand: Errand, why: str, kind: Kind = Kind.FIRST) -> Delivery:
        """One that is not sent."""
        now = self._clock.now()
        return Delivery(errand=errand, kind=kind, attempt=0, time=now, outcome=Outcome.REFUSED, error=why)
