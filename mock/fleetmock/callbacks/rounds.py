"""What is told next: steps that are due, those that are tried again, and those that are held back on purpose."""

from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from fleetmock.callbacks.deliveries import Kind
from fleetmock.fleet.schedule import Arrival, Schedule
from fleetmock.fleet.timeline import Command


@dataclass(slots=True)
class Round:
    """These transitions of one command are told one after the other. The next step of the command waits for `step`.

    `attempt` counts the tries of the first of them, `copies` how often it was taken.
    """

    arrivals: deque[Arrival]
    step: Arrival | None
    attempt: int = 1
    copies: int = 0

    @property
    def kind(self) -> Kind:
        if self.copies:
            return Kind.DUPLICATE
        return Kind.FIRST if self.attempt == 1 else Kind.RETRY

    def next(self) -> None:
        self.arrivals.popleft()
        self.attempt, self.copies = 1, 0


class Rounds:
    """Moments are in seconds since 1970. A round that was taken is given back with `again` or `over`."""

    def __init__(self, limit: int) -> None:
        """`limit` is the number of commands that wait at the same time."""
        self._schedule = Schedule(limit)
        self._again: list[tuple[float, int, Round]] = []
        self._numbers = count()
        self._held: dict[tuple[str, str], Arrival] = {}

    def __len__(self) -> int:
        """How many commands wait to be told of."""
        return len(self._schedule) + sum(each.step is None for _, _, each in self._again)

    def watch(self, command: Command, now: float) -> bool:
        """The command was planned, anew or for the first time. False: no room."""
        has_room = self._schedule.watch(command, now)
        key = command.owner, command.id
        if key in self._held and key not in self._schedule:
            self.again(Round(deque([self._held.pop(key)]), None), now)
        return has_room

    def take(self, now: float, *, reorder: bool) -> Round | None:
        """The round that has been due for longest, if there is one.

        With `reorder` a step is held back until the next one of its command has been told, if one lies ahead.
        """
        if self._again and self._again[0][0] <= now and self._again[0][0] == self.next_due():
            return heappop(self._again)[2]
        while (arrival := self._schedule.take(now)) is not None:
            held = self._held.pop(arrival.key, None)
            if held is None and reorder and not arrival.is_last:
                self._held[arrival.key] = arrival
                self._schedule.finish(arrival)
            else:
                return Round(deque([arrival, held] if held else [arrival]), arrival)
        return None

    def again(self, each: Round, moment: float) -> None:
        """Take the round again, when the moment has come."""
        heappush(self._again, (moment, next(self._numbers), each))

    def over(self, each: Round) -> None:
        if each.step is not None:
            self._schedule.finish(each.step)

    def next_due(self) -> float | None:
        again, due = self._again[0][0] if self._again else None, self._schedule.next_due()
        return again if due is None else due if again is None else min(due, again)
