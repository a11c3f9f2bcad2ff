"""Each transition of a command is told to the URL that its request named, when it is due by the fleet's clock.

The plan of a command is all it takes to know when. There are no retries: a receiver that is not there misses it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Final

import orjson

from fleetmock.callbacks.allowlist import AllowList
from fleetmock.callbacks.promise import BrokenContract, Offer, Promise
from fleetmock.callbacks.sender import Sender
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.schedule import Arrival as Delivery
from fleetmock.fleet.schedule import Schedule, is_new
from fleetmock.fleet.timeline import Command

log: Final = logging.getLogger("fleetmock")

COMMANDS: Final = 10_000
SENDS: Final = 16
# Somebody may move the clock, so it is looked at now and then; one that stands still is not asked all the time.
LONGEST_NAP: Final = 1.0
SHORTEST_NAP: Final = 0.01
PAGE: Final = 1000


class Dispatcher:
    """A listener of one fleet, on the thread of its event loop. It sends while it is `running`."""

    def __init__(
        self, fleet: Fleet, promises: Mapping[str, Promise], allowed: AllowList, *, commands: int = COMMANDS
    ) -> None:
        """`promises` are by API. At most `commands` commands wait for their callbacks at the same time."""
        self._fleet = fleet
        self._promises = promises
        self._allowed = allowed
        self._schedule = Schedule(commands)
        self._sender = Sender()
        self._changed = asyncio.Event()

    def planned(self, command: Command) -> None:
        """The command was planned, anew or for the first time."""
        asked = self._asked(command)
        if asked is None:
            return
        now = self._fleet.clock.now()
        refusal = self._allowed.refusal(asked[2])
        if refusal is None and not self._schedule.watch(command, now):
            refusal = f"{len(self._schedule)} commands wait for theirs"
        if refusal is None:
            self._changed.set()
        elif is_new(command, now):
            log.warning("command %s gets no callbacks: %s", command.id, refusal)

    async def run_due(self, now: float) -> None:
        """Send what is due by now, one after the other, and return when it has been sent."""
        while (delivery := self._schedule.take(now)) is not None:
            await self._deliver(delivery)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send in the background, for commands that survived a restart too. Nothing is sent afterwards."""
        self._changed = asyncio.Event()
        for command in self._kept():
            self.planned(command)
        sending = asyncio.create_task(self._send())
        try:
            yield
        finally:
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
            await self._sender.close()

    def _kept(self) -> Iterator[Command]:
        store = self._fleet.store
        for device in (each for api in self._promises for each in self._fleet.world.devices(api)):
            for skip in range(0, store.count(device.key), PAGE):
                yield from store.page(device.key, skip, PAGE)

    async def _send(self) -> None:
        slots = asyncio.Semaphore(SENDS)

        async def send(delivery: Delivery) -> None:
            await self._deliver(delivery)
            slots.release()

        async with asyncio.TaskGroup() as sends:
            while True:
                await slots.acquire()
                sends.create_task(send(await self._next()))

    async def _next(self) -> Delivery:
        """Waits until a step is due."""
        while True:
            self._changed.clear()
            now = self._fleet.clock.now()
            delivery = self._schedule.take(now)
            if delivery is not None:
                return delivery
            due = self._schedule.next_due()
            nap = None if due is None else min(max(due - now, SHORTEST_NAP), LONGEST_NAP)
            with suppress(TimeoutError):
                async with asyncio.timeout(nap):
                    await self._changed.wait()

    async def _deliver(self, delivery: Delivery) -> None:
        command = delivery.command
        try:
            problem = await self._post(command, delivery.moment)
            if problem:
                log.warning("a callback of command %s is lost: %s", command.id, problem)
        except BrokenContract as error:
            log.error("a callback of command %s breaks the contract: %s", command.id, error)  # noqa: TRY400 - one line says it all
        except Exception:
            log.exception("a callback of command %s failed", command.id)
        self._schedule.finish(delivery)
        self._changed.set()

    async def _post(self, command: Command, moment: float) -> str | None:
        asked = self._asked(command)
        if asked is None:
            return None
        promise, offer, url = asked
        return await self._sender.post(url, orjson.dumps(promise.body(offer, command, moment)))

    def _asked(self, command: Command) -> tuple[Promise, Offer, str] | None:
        promise = self._promises.get(command.owner.split("/", 1)[0])
        asked = promise.asked(command) if promise else None
        return (promise, *asked) if promise and asked else None
