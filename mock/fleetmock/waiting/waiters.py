"""Whoever waits in a namespace: woken by what may have brought it about, and by nothing else."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from fleetmock.errors import Condition, Refusal
from fleetmock.events.hub import Events
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.timeline import Command
from fleetmock.waiting.goal import CLOSED, MET, TIMEOUT, Goal

LIMIT: Final = 100
# In seconds. The machine's own clock may be set, so it is looked at now and then; no timer is as exact as a due moment.
LONGEST: Final = 10.0
SHORTEST: Final = 0.001
# Between two looks, in seconds and in how long the last one took: what is looked for must not be held up by looking.
PAUSE: Final = 0.005
RATIO: Final = 10.0


class Waiters:
    def __init__(self, fleet: Fleet, events: Events, limit: int = LIMIT) -> None:
        """At most `limit` wait at the same time."""
        self._fleet = fleet
        self._events = events
        self._limit = limit
        self._waiting = 0

    async def until(self, goal: Goal, seconds: float) -> dict[str, Any]:
        """The control plane's `WaitResult`, once the goal is met or has no chance, or after so many real seconds.

        Raises Refusal when too many wait.
        """
        if self._waiting >= self._limit:
            raise Refusal(
                Condition.CONFLICT, f"{self._limit} wait in this namespace already; end one of their requests."
            )
        started = time.perf_counter()
        self._waiting += 1
        try:
            reason = await self._reason(goal, seconds)
        finally:
            self._waiting -= 1
        elapsed = round((time.perf_counter() - started) * 1000, 3)
        result = {"met": reason == MET, "reason": reason, "elapsedMs": elapsed, **goal.shown()}
        if reason == CLOSED:
            result["detail"] = "The namespace was reset or dropped, or the mock stops."
        elif reason != MET:
            result["detail"] = goal.detail(reason)
        return result

    async def _reason(self, goal: Goal, seconds: float) -> str:
        with self._changes(goal) as changed:
            try:
                async with asyncio.timeout(seconds):
                    return await self._first_reason(goal, changed)
            except TimeoutError:
                return goal.look() or TIMEOUT

    async def _first_reason(self, goal: Goal, changed: asyncio.Event) -> str:
        while True:
            changed.clear()
            began = time.perf_counter()
            # First of all: what somebody waited for may have gone with the namespace.
            reason = CLOSED if self._events.is_closed else goal.look()
            if reason is not None:
                return reason
            took = time.perf_counter() - began
            with suppress(TimeoutError):
                async with asyncio.timeout(self._nap(goal)):
                    await changed.wait()
            await asyncio.sleep(began + max(PAUSE, took * RATIO) - time.perf_counter())

    def _nap(self, goal: Goal) -> float | None:
        due = goal.due()
        left = None if due is None else self._fleet.clock.seconds_until(due)
        return None if left is None else min(max(left, SHORTEST), LONGEST)

    @contextmanager
    def _changes(self, goal: Goal) -> Iterator[asyncio.Event]:
        """An event that is set whenever the goal is worth another look."""
        changed, loop, fleet = asyncio.Event(), asyncio.get_running_loop(), self._fleet

        def wake(*_: object) -> None:
            with suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(changed.set)

        def planned(command: Command) -> None:
            if command.id == goal.command_id:
                wake()

        fleet.clock.listeners.append(wake)
        fleet.listeners.append(planned)
        try:
            with self._events.listening(goal.kinds, wake):
                yield changed
        finally:
            fleet.clock.listeners.remove(wake)
            fleet.listeners.remove(planned)
