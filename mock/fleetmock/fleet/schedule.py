"""Which step of which command is due next. Each command waits once, for its next step; the plan knows the others."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import count, takewhile
from operator import eq
from typing import Any, Final

from fleetmock.fleet.timeline import Command

# A command that nobody watched yet may be some microseconds older than the look at the clock.
RECENT: Final = 1.0
SLACK: Final = 64
NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(slots=True)
class Watched:
    """`done` steps of the command are behind; `ticket` is its valid place in the queue, 0 for none."""

    command: Command
    done: int
    ticket: int = 0

    @property
    def due(self) -> float:
        return self.command.created + self.command.plan[self.done].after


@dataclass(frozen=True, slots=True)
class Arrival:
    """A command right after one of its steps, the last of its plan here, at `moment`, in seconds since 1970.

    The command is without its fields.
    """

    command: Command
    moment: float
    watched: Watched

    @property
    def key(self) -> tuple[str, str]:
        return self.command.owner, self.command.id

    @property
    def trigger(self) -> str:
        return self.command.plan[-1].transition.trigger

    @property
    def source(self) -> str:
        """The state before the step."""
        before = self.command.plan[-2:-1]
        return before[0].transition.target if before else self.command.lifecycle.initial

    @property
    def state(self) -> str:
        return self.command.plan[-1].transition.target

    @property
    def is_last(self) -> bool:
        """Whether nothing lies ahead, as far as it is planned by now."""
        return self.watched.done >= len(self.watched.command.plan)


def is_new(command: Command, now: float) -> bool:
    return command.created >= now - RECENT


class Schedule:
    """Steps of one command come in order, the next one only after the one before has been finished with."""

    def __init__(self, limit: int) -> None:
        """`limit` is the number of commands that are watched at the same time."""
        self._limit = limit
        self._watched: dict[tuple[str, str], Watched] = {}
        # Nothing lies ahead of these, but a step may be forced, and what was before it must not be told again.
        self._parked: OrderedDict[tuple[str, str], Watched] = OrderedDict()
        self._queue: list[tuple[float, int, Watched]] = []
        self._tickets = count(1)

    def __len__(self) -> int:
        return len(self._watched)

    def __contains__(self, key: tuple[str, str]) -> bool:
        """Whether something lies ahead of the command with this owner and id."""
        return key in self._watched

    def watch(self, command: Command, now: float) -> bool:
        """Take the steps that lie ahead, in place of those of the same command's older plan. False: no room.

        Of the command only its plan is kept; what else it holds may be long, and is in the store.
        """
        command = replace(command, fields={}, outcomes=NOTHING)
        key = command.owner, command.id
        watched = self._watched.get(key)
        if watched is not None:
            self._change(watched, command)
            return True
        parked = self._parked.pop(key, None)
        past = now - RECENT - command.created
        done = _same(parked, command) if parked else sum(step.after < past for step in command.plan)
        if done < len(command.plan) and len(self._watched) >= self._limit:
            return False
        self._watched[key] = Watched(command, done)
        self._enqueue(self._watched[key])
        return True

    def take(self, now: float) -> Arrival | None:
        """The step that has been due for longest, if there is one. Its command waits until `finish` is called."""
        due = self.next_due()
        if due is None or due > now:
            return None
        moment, _, watched = heappop(self._queue)
        watched.ticket = 0
        watched.done += 1
        command = watched.command
        return Arrival(replace(command, plan=command.plan[: watched.done]), moment, watched)

    def finish(self, arrival: Arrival) -> None:
        self._enqueue(arrival.watched)

    def next_due(self) -> float | None:
        """In seconds since 1970."""
        while self._queue and self._queue[0][1] != self._queue[0][2].ticket:
            heappop(self._queue)
        return self._queue[0][0] if self._queue else None

    def _change(self, watched: Watched, command: Command) -> None:
        watched.done = _same(watched, command)
        watched.command = command
        # Without a ticket a step was taken; `finish` goes on from here.
        if watched.ticket:
            self._enqueue(watched)

    def _enqueue(self, watched: Watched) -> None:
        """A new place in the queue, or none for a command that has nothing ahead."""
        if watched.done >= len(watched.command.plan):
            self._park(watched)
            return
        watched.ticket = next(self._tickets)
        heappush(self._queue, (watched.due, watched.ticket, watched))
        if len(self._queue) > 2 * len(self._watched) + SLACK:
            self._queue = [each for each in self._queue if each[1] == each[2].ticket]
            heapify(self._queue)

    def _park(self, watched: Watched) -> None:
        watched.ticket = 0
        command, key = watched.command, (watched.command.owner, watched.command.id)
        del self._watched[key]
        if watched.done and not command.lifecycle.states.get(command.plan[-1].transition.target, {}).get("terminal"):
            self._parked[key] = watched
            if len(self._parked) > self._limit:
                self._parked.popitem(last=False)


def _same(watched: Watched, command: Command) -> int:
    """How many of the steps that are done the command's new plan begins with."""
    return sum(takewhile(bool, map(eq, watched.command.plan[: watched.done], command.plan)))
