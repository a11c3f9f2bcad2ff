"""Each transition of a command is told to the URL that its request named, when it is due by the fleet's clock.

The plan of a command is all it takes to know when. Those of one command come in order; what is not taken comes again.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from fleetmock.apis.variants.registry import Variants
from fleetmock.callbacks.allowlist import AllowList
from fleetmock.callbacks.courier import Courier, NotAllowed
from fleetmock.callbacks.deliveries import Deliveries, Delivery, Errand, Kind, Outcome
from fleetmock.callbacks.manner import Manner
from fleetmock.callbacks.promise import Promise
from fleetmock.callbacks.rounds import Round, Rounds
from fleetmock.callbacks.sender import Sender
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.pages import pages
from fleetmock.fleet.schedule import is_new
from fleetmock.fleet.ticker import Ticker
from fleetmock.fleet.timeline import Command

log: Final = logging.getLogger("fleetmock")

COMMANDS: Final = 10_000
SENDS: Final = 16  # at the same time, in one namespace

Publish = Callable[[str, Callable[[], Any]], None]


class Callbacks:
    """Those of one fleet, which it listens to. Nothing runs until a command wants one, and nothing once none does.

    `manner` is how they are sent, and may be replaced.
    """

    def __init__(
        self,
        fleet: Fleet,
        promises: Mapping[str, Promise],
        allowed: AllowList,
        sender: Sender,
        publish: Publish,
        *,
        commands: int = COMMANDS,
    ) -> None:
        """`promises` are by API. At most `commands` commands wait for their callbacks at the same time.

        `publish` is told of each delivery, as an event of the kind `callback`.
        """
        self._promises = promises
        self.manner = Manner()
        self.deliveries = Deliveries()
        self.hosts = allowed.hosts
        self._fleet = fleet
        self._courier = Courier(allowed, sender, fleet.clock)
        self._publish = publish
        self._limit = commands
        self._rounds = Rounds(commands)
        self._sends: set[asyncio.Task[None]] = set()
        self._ticker = Ticker(fleet.clock, self._next_free, self._send_due)
        fleet.listeners.append(self.planned)

    @property
    def waiting(self) -> int:
        """How many commands wait for callbacks."""
        return len(self._rounds)

    def next_due(self) -> float | None:
        """When something is to be sent or tried again, in seconds since 1970; late ones are past."""
        return self._rounds.next_due()

    def vary(self, variants: Mapping[str, Variants]) -> None:
        """Send what these variants, by API, make of it."""
        self._promises = {name: replace(each, rewrite=variants[name].default) for name, each in self._promises.items()}

    def start(self) -> None:
        """Take up what is stored, in place of what was waiting: after a restart, or when a snapshot was restored."""
        self._stop_sending()
        self._rounds = Rounds(self._limit)
        for page in pages(self._fleet, self._promises):
            for command in page:
                self.planned(command)

    def planned(self, command: Command) -> None:
        """The command was planned, anew or for the first time."""
        errand = self._errand(command, replace(command, fields={}), command.created)
        if errand is None:
            return
        now, refusal = self._fleet.clock.now(), None
        try:
            self._courier.target(errand.url)
        except NotAllowed as error:
            refusal = str(error)
        if refusal is None and not self._rounds.watch(command, now):
            refusal = f"{len(self._rounds)} commands wait for theirs"
        if refusal is None:
            self._ticker.wake()
        elif is_new(command, now):
            log.warning("command %s gets no callbacks: %s", command.id, refusal)
            self._record(self._courier.refused(errand, refusal))

    async def replay(self, delivery: Delivery) -> Delivery:
        """Send the same once more, to the same URL, now; whatever comes of it, it is not tried again."""
        again = await self._courier.deliver(delivery.errand, self.manner.timeout, Kind.REPLAY)
        return self._record(replace(again, replay_of=delivery.id))

    async def settle(self) -> None:
        """Send what is due by the clock as it stands, without waiting for a timer, until nothing is on its way."""
        self._send_due(self._fleet.clock.now())
        while self._sends:
            await asyncio.wait(self._sends)
            self._send_due(self._fleet.clock.now())

    def close(self) -> None:
        """Nothing is sent afterwards."""
        self._ticker.close()
        if self.planned in self._fleet.listeners:
            self._fleet.listeners.remove(self.planned)
        self._stop_sending()
        self._rounds = Rounds(self._limit)

    def _errand(self, whole: Command, command: Command, moment: float) -> Errand | None:
        promise = self._promises.get(whole.owner.split("/", 1)[0])
        asked = promise.asked(whole) if promise else None
        return Errand(self._fleet.store, command, moment, promise, *asked) if promise and asked else None

    def _next_free(self) -> float | None:
        return self._rounds.next_due() if len(self._sends) < SENDS else None

    def _send_due(self, now: float) -> None:
        rounds = self._rounds
        while len(self._sends) < SENDS and (each := rounds.take(now, reorder=self.manner.reorder)) is not None:
            task = asyncio.get_running_loop().create_task(self._tell(rounds, each))
            self._sends.add(task)
            task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sends.discard(task)
        if not task.cancelled():  # else its loop ends, and the next one goes on
            self._ticker.wake()

    def _stop_sending(self) -> None:
        for task in self._sends:
            with suppress(RuntimeError):  # its loop has been closed
                task.get_loop().call_soon_threadsafe(task.cancel)

    async def _tell(self, rounds: Rounds, each: Round) -> None:
        try:
            while each.arrivals:
                delivery = await self._try(each)
                if delivery and delivery.retry_at is not None:
                    rounds.again(each, delivery.retry_at)
                    return
        except asyncio.CancelledError:
            rounds.again(each, self._fleet.clock.now())
            raise
        rounds.over(each)

    async def _try(self, each: Round) -> Delivery | None:
        """One try of the first of the round, which then moves on by it."""
        arrival = each.arrivals[0]
        whole = self._fleet.store.get(*arrival.key)
        errand = self._errand(whole, arrival.command, arrival.moment) if whole else None
        if errand is None:
            each.next()
            return None
        delivery = await self._courier.deliver(errand, self.manner.timeout, each.kind, each.attempt)
        if delivery.outcome is Outcome.LOST and delivery.attempt and not each.copies:
            delivery = self._patient(delivery)
        if delivery.outcome is Outcome.FAILED:
            each.attempt += 1
        elif delivery.outcome is Outcome.DELIVERED and each.copies < self.manner.duplicate:
            each.copies += 1
        else:
            each.next()
        return self._record(delivery)

    def _patient(self, lost: Delivery) -> Delivery:
        """What was lost, with the moment of its next try if it has one."""
        if lost.attempt < self.manner.attempts:
            retry_at = self._fleet.clock.now() + self.manner.pause(lost.attempt)
            return replace(lost, outcome=Outcome.FAILED, retry_at=retry_at)
        tries = f"attempt {lost.attempt} of {self.manner.attempts}"
        log.warning("a callback of command %s is lost: %s (%s)", lost.errand.command.id, lost.error, tries)
        return lost

    def _record(self, delivery: Delivery) -> Delivery:
        delivery = self.deliveries.record(delivery)
        self._publish("callback", delivery.summary)
        return delivery
