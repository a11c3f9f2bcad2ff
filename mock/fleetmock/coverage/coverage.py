"""What the client of one namespace has met."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.coverage.codes import code_of
from fleetmock.coverage.cycle import Cycle
from fleetmock.coverage.model import Model

COMMANDS: Final = 10_000  # whose last look is remembered

# A number of a look; where a transition leads back to the same state, with what that would have written.
Look = int | tuple[int, list[Any]]


class Coverage:
    """Counts; every request pays for that, so what is to be counted was worked out before.

    A transition is met when the client saw a command in its source state and, the next time it saw that command
    otherwise, in its target state. States between two looks were not seen: such a pair is a skip, and meets nothing.
    """

    __slots__ = ("_codes", "_edges", "_meters", "_seen", "counts", "model", "requests", "skips")

    def __init__(self, model: Model) -> None:
        self.model = model
        self._meters = model.meters
        self._edges = model.edges
        self.clear()

    def clear(self) -> None:
        """Nothing has been met yet."""
        self.requests = 0
        self.counts = [0] * self.model.size
        self.skips: dict[tuple[Cycle, int, int], int] = {}
        # Ordered, because a plain dict walks over all that was removed from its front before it finds the next.
        self._seen: OrderedDict[tuple[Cycle, str], Look] = OrderedDict()

    def add(self, other: "Coverage") -> None:
        """What was met there was met here too. Its commands are not known here: they live in a fleet of their own."""
        self.requests += other.requests
        self.counts = [one + another for one, another in zip(self.counts, other.counts, strict=True)]
        for skip, met in other.skips.items():
            self.skips[skip] = self.skips.get(skip, 0) + met

    def meet(self, exchange: Exchange, reply: Reply) -> None:
        """The client was answered like this. Variants change what is on the wire, not what is covered by it."""
        self.requests += 1
        operation, checked = exchange.operation, exchange.checked or reply
        if operation is not None:
            meters = self._meters.get(operation.key)
            meter = meters.get(checked.status) if meters else None
            if meter is not None:
                self.counts[meter.number] += 1
                if meter.read is not None:
                    arguments = exchange.arguments
                    meter.read(checked.body, self, arguments[-1] if arguments else "")
        if reply.status >= 400 and exchange.api is not None:
            self._meet_code(exchange.api, reply)

    def look(self, cycle: Cycle, command: str, entity: Mapping[str, Any]) -> None:
        """The client saw the command as this entity."""
        number = cycle.number(entity)
        if number is None:
            return
        marks = cycle.marks[number]
        now: Look = (number, [entity.get(name) for name in marks]) if marks else number
        key = (cycle, command)
        before = self._seen.get(key)
        if before == now:
            return
        self._seen[key] = now
        if before is not None:
            self._step(cycle, before if isinstance(before, int) else before[0], number)
        elif len(self._seen) > COMMANDS:
            self._seen.popitem(last=False)

    def _step(self, cycle: Cycle, before: int, now: int) -> None:
        edge = self._edges[cycle].get((before, now))
        if edge is not None:
            self.counts[edge] += 1
        elif cycle.leads(before, now):  # a snapshot that was restored goes back, which is no step of a life
            self.skips[cycle, before, now] = self.skips.get((cycle, before, now), 0) + 1

    def _meet_code(self, api: str, reply: Reply) -> None:
        items, code = self.model.apis.get(api), code_of(reply.body)
        number = items.codes.get((reply.status, code)) if items and code is not None else None
        if number is not None:
            self.counts[number] += 1
