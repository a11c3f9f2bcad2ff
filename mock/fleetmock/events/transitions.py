"""Transitions as events. Nothing runs in the background of a fleet: somebody has to watch its plans and its clock."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from fleetmock.events.hub import MISSED, Events
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.pages import pages
from fleetmock.fleet.schedule import Arrival, Schedule
from fleetmock.fleet.ticker import Ticker
from fleetmock.fleet.timeline import Command

COMMANDS: Final = 100_000
# What is stored is looked through by so many at a time, and requests are answered between.
SLICE: Final = 1000


class TransitionWatch:
    """The source of the events of one fleet, of the kind `transition`. It watches while somebody listens."""

    def __init__(self, fleet: Fleet, events: Events, *, commands: int = COMMANDS) -> None:
        """Of more than `commands` commands with something ahead, the others are missed."""
        self._fleet = fleet
        self._events = events
        self._limit = commands
        self._schedule = Schedule(commands)
        self._ticker: Ticker | None = None
        self._pages: Iterator[list[Command]] | None = None
        self._began = 0.0
        events.sources["transition"] = self

    def start(self) -> None:
        """From now on, and with what is stored now."""
        self.stop()
        self._schedule = Schedule(self._limit)
        self._pages = pages(self._fleet, self._fleet.behaviours, SLICE)
        self._began = self._fleet.clock.now()
        self._ticker = Ticker(self._fleet.clock, self._next_due, self._tell)
        self._fleet.listeners.append(self._planned)
        self._ticker.wake()

    def stop(self) -> None:
        if self._ticker is not None:
            self._ticker.close()
            self._ticker = None
            self._fleet.listeners.remove(self._planned)

    def restart(self) -> None:
        """What is stored has been replaced."""
        if self._ticker is not None:
            self.start()

    def _planned(self, command: Command) -> None:
        self._watch(command, self._fleet.clock.now())
        if self._ticker is not None:
            self._ticker.wake()

    def _watch(self, command: Command, now: float) -> None:
        """Tell what is to come as of now."""
        if not self._schedule.watch(command, now):
            self._events.publish(MISSED, lambda: {"count": 1})

    def _look_through(self, some: Iterator[list[Command]]) -> None:
        """About a slice of what is stored."""
        seen = 0
        while seen < SLICE:
            page = next(some, None)
            if page is None:
                self._pages = None
                return
            for command in page:
                self._watch(command, self._began)
            seen += len(page)

    def _next_due(self) -> float | None:
        return self._schedule.next_due() if self._pages is None else 0.0

    def _tell(self, now: float) -> None:
        if self._pages is not None:
            self._look_through(self._pages)
        for _ in range(SLICE):
            arrival = self._schedule.take(now)
            if arrival is None:
                break
            self._events.publish("transition", partial(shown, arrival))
            self._schedule.finish(arrival)


def shown(arrival: Arrival) -> dict[str, Any]:
    """`TransitionEvent` of the control plane."""
    api, _, device = arrival.command.owner.split("/", 2)
    return {
        "time": rfc3339_milliseconds(arrival.moment),
        "api": api,
        "deviceId": device,
        "commandId": arrival.command.id,
        "trigger": arrival.trigger,
        "from": arrival.source,
        "to": arrival.state,
    }
