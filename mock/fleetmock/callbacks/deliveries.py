"""What was sent to whom, try by try, and what came of it."""

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Any, Final

import orjson

from fleetmock.callbacks.promise import Offer, Promise
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.fleet.store import Store
from fleetmock.fleet.timeline import Command
from fleetmock.journal import redact
from fleetmock.journal.redact import Redactor, TooDeep

LIMIT: Final = 1000
SHOWN: Final = 100
MAX_BODY: Final = 64 * 1024


class Kind(StrEnum):
    FIRST = "first"
    RETRY = "retry"
    DUPLICATE = "duplicate"
    REPLAY = "replay"


class Outcome(StrEnum):
    """`failed` will be tried again, `lost` will not, `refused` may not be sent at all."""

    DELIVERED = "delivered"
    FAILED = "failed"
    LOST = "lost"
    REFUSED = "refused"


class Gone(Exception):
    """The command is not stored any more."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is told to whom: `command`, without its fields, as it is at `moment`, in seconds since 1970."""

    store: Store
    command: Command
    moment: float
    promise: Promise
    offer: Offer
    url: str

    @property
    def state(self) -> str:
        return self.command.state(self.moment)

    def body(self) -> Any:
        """Made anew each time, so that nobody has to keep it. Raises BrokenContract or Gone."""
        whole = self.store.get(self.command.owner, self.command.id)
        if whole is None:
            raise Gone
        return self.promise.body(self.offer, replace(whole, plan=self.command.plan), self.moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One try. `attempt` counts from 1; with 0 nothing was sent.

    `time` and `retry_at` are in seconds since 1970 by the fleet's clock, `duration` in seconds of the machine's.
    `number` is given by the journal.
    """

    errand: Errand
    kind: Kind
    attempt: int
    time: float
    outcome: Outcome
    status: int | None = None
    error: str | None = None
    retry_at: float | None = None
    duration: float = 0.0
    replay_of: str | None = None
    number: int = 0

    @property
    def id(self) -> str:
        return str(self.number)

    def shown(self) -> dict[str, Any]:
        """As `Callback` of the control plane, without secrets."""
        body, is_long = None, False
        if self.attempt:
            with suppress(Gone, TooDeep):
                sent, redactor = self.errand.body(), Redactor()
                redactor.learn(sent)
                is_long = len(orjson.dumps(sent)) > MAX_BODY
                body = None if is_long else redactor.value(sent)
        return self.summary() | {"body": body, "bodyOmitted": is_long}

    def summary(self) -> dict[str, Any]:
        """All but the body."""
        errand, command = self.errand, self.errand.command
        found = {
            "id": self.id,
            "time": rfc3339_milliseconds(self.time),
            "api": command.owner.split("/", 1)[0],
            "operationId": errand.offer.operation,
            "commandId": command.id,
            "state": errand.state,
            "happenedAt": rfc3339_milliseconds(errand.moment),
            "url": redact.plain(errand.url),
            "kind": self.kind.value,
            "attempt": self.attempt,
            "outcome": self.outcome.value,
            "status": self.status,
            "error": self.error,
            "retryAt": None if self.retry_at is None else rfc3339_milliseconds(self.retry_at),
            "durationMs": round(self.duration * 1000, 3),
        }
        return found if self.replay_of is None else found | {"replayOf": self.replay_of}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries somebody asks for; None is all. `since` is the id of one that is older."""

    command: str | None = None
    state: str | None = None
    outcome: str | None = None
    since: int = 0

    def fits(self, delivery: Delivery) -> bool:
        return (
            delivery.number > self.since
            and self.command in {None, delivery.errand.command.id}
            and self.outcome in {None, delivery.outcome.value}
            and self.state in {None, delivery.errand.state}
        )


class Deliveries:
    """The latest ones of a namespace, oldest first."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._kept: deque[Delivery] = deque(maxlen=limit)
        self._number = 0

    def record(self, delivery: Delivery) -> Delivery:
        """Returns the delivery with its number."""
        self._number += 1
        delivery = replace(delivery, number=self._number)
        self._kept.append(delivery)
        return delivery

    def find(self, wanted: Wanted, limit: int = SHOWN) -> list[Delivery]:
        """The last `limit` of those that are wanted, oldest first."""
        return [*islice(filter(wanted.fits, reversed(self._kept)), limit)][::-1]

    def count(self, wanted: Wanted) -> int:
        return sum(map(wanted.fits, self._kept))

    def get(self, delivery_id: str) -> Delivery | None:
        return next((each for each in self._kept if each.id == delivery_id), None)

    def clear(self) -> None:
        """Numbers go on."""
        self._kept.clear()
