"""Who hears of what: one hub per namespace, which costs next to nothing while nobody listens."""

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import orjson

KINDS: Final = ("request", "transition", "callback", "reset")
# Said by the hub itself, to all: there was more than could be told.
MISSED: Final = "missed"


@dataclass(frozen=True)
class Event:
    """`number` counts the events of a namespace that anybody heard. `render` makes the data, for whom it matters."""

    number: int
    kind: str
    render: Callable[[], Any]

    @cached_property
    def line(self) -> bytes:
        """As a server-sent event."""
        return line(self.kind, self.render(), self.number)


def line(kind: str, data: Any, number: int | None = None) -> bytes:
    """A server-sent event; JSON has no line breaks."""
    name = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: %s\ndata: %s\n\n" % (name, kind.encode(), orjson.dumps(data))


# Gets what is published, and None once nothing will be any more.
Hear = Callable[[Event | None], None]


class Source(Protocol):
    """What makes events of a kind with an effort that is only worth while somebody listens."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Events:
    """`sources` are by kind. `listeners` is how many are listening now, `streams` how many of them are streams."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.streams = 0
        self.is_closed = False
        self._all: list[Hear] = []
        self._by_kind: dict[str, list[Hear]] = {}
        self._number = 0

    @property
    def listeners(self) -> int:
        return len(self._all)

    def publish(self, kind: str, render: Callable[[], Any]) -> None:
        """`render` is called only when somebody who listens to that kind wants to know."""
        hearers = self._by_kind.get(kind)
        if not hearers:
            return
        self._number += 1
        event = Event(self._number, kind, render)
        for hear in tuple(hearers):
            hear(event)

    @contextmanager
    def listening(self, kinds: Collection[str], hear: Hear) -> Iterator[None]:
        """Within the block, `hear` is called with each event of these kinds and, at the end of all, with None."""
        with ExitStack() as stack:
            stack.enter_context(_member(self._all, hear))
            for kind in kinds:
                stack.enter_context(self._listening(kind, hear))
            if self.is_closed:
                hear(None)
            yield

    def close(self) -> None:
        """Nothing is listened to afterwards."""
        self.is_closed = True
        for hear in tuple(self._all):
            hear(None)
        self.sources.clear()  # they know this hub

    @contextmanager
    def _listening(self, kind: str, hear: Hear) -> Iterator[None]:
        hearers, source = self._by_kind.setdefault(kind, []), self.sources.get(kind)
        try:
            with _member(hearers, hear):
                if source and len(hearers) == 1:
                    source.start()
                yield
        finally:
            if source and not hearers:
                source.stop()


@contextmanager
def _member(hearers: list[Hear], hear: Hear) -> Iterator[None]:
    hearers.append(hear)
    try:
        yield
    finally:
        hearers.remove(hear)
