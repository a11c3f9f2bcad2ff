"""All namespaces of a mock: which one a request is in, how many there may be, and when they go."""

import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from fleetmock.contract.exchange import Exchange
from fleetmock.namespaces.namespace import DEFAULT, Namespace

HEADER: Final = b"fleetmock-namespace"
PREFIX: Final = "/ns/"
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
LIMIT: Final = 1000
IDLE_SECONDS: Final = 3600.0


class NoNamespace(Exception):
    """A request is in no namespace; `status` is that of the answer."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(slots=True)
class _Kept:
    namespace: Namespace
    used: float


class Namespaces:
    """A namespace is there from its first use until it is dropped: by reset, or when nobody has used it for a while.

    The default one, of requests that name none, is always there.
    """

    def __init__(
        self,
        build: Callable[[str, int | None], Namespace],
        *,
        limit: int = LIMIT,
        idle: float = IDLE_SECONDS,
        hold: float = math.inf,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`build` makes one of a name, from another seed than the usual one where one is given.

        `limit` counts those beside the default; `idle` is in seconds by `monotonic`. `hold` is how many seconds the
        control plane may keep a request open.
        """
        self._build = build
        self.limit = limit
        self.hold = hold
        self._idle = idle
        self._monotonic = monotonic
        self._kept: OrderedDict[str, _Kept] = OrderedDict()  # the one that was used last is last
        self._began = monotonic()
        self.default = self._built(DEFAULT)

    def __iter__(self) -> Iterator[Namespace]:
        yield self.default
        yield from [kept.namespace for kept in self._kept.values()]

    def admit(self, exchange: Exchange) -> None:
        """Let the request into the namespace that its path or header names. Raises NoNamespace."""
        named = exchange.headers.get(HEADER)
        if named is None and not exchange.path.startswith(PREFIX):
            exchange.enter(self.default)
            return
        name = named.decode("latin-1") if named is not None else ""
        if exchange.path.startswith(PREFIX):
            prefix, slash, rest = exchange.path[len(PREFIX) :].partition("/")
            if named is not None and name != prefix:
                raise NoNamespace(400, f"The path names the namespace {_short(prefix)}, the header {_short(name)}.")
            name, exchange.prefix, exchange.path = prefix, PREFIX + prefix, slash + rest
        exchange.enter(self.get(name))

    def again(self, exchange: Exchange) -> None:
        """Let the request into the next life of the namespace that it is in. Raises NoNamespace."""
        exchange.enter(self.get(exchange.namespace.name))

    def get(self, name: str) -> Namespace:
        """The namespace of this name, made if there is none. Raises NoNamespace."""
        if name == DEFAULT:
            return self.default
        kept = self._kept.get(name)
        if kept is None:
            kept = self._make(name)
        kept.used = self._monotonic()
        self._kept.move_to_end(name)
        return kept.namespace

    def reset(self, name: str, seed: int | None = None) -> None:
        """Begin anew, from another seed where one is given; a namespace that is not there needs no reset."""
        if name == DEFAULT:
            self.default.announce_reset()
            self.default.close()
            self.default = self._built(DEFAULT, seed)
            return
        if name in self._kept:
            self._kept[name].namespace.announce_reset()
            self.drop(name)
        if seed is not None:
            self._make(name, seed)

    def drop(self, name: str) -> bool:
        """Forget the namespace; the next use makes a new one. False when there is none, or it is the default."""
        kept = self._kept.pop(name, None)
        if kept:
            kept.namespace.close()
        return kept is not None

    def close(self) -> None:
        for name in list(self._kept):
            self.drop(name)
        self.default.close()

    def uptime(self) -> float:
        """Seconds since this was made."""
        return self._monotonic() - self._began

    def _built(self, name: str, seed: int | None = None) -> Namespace:
        namespace = self._build(name, seed)
        namespace.server = self
        return namespace

    def _make(self, name: str, seed: int | None = None) -> _Kept:
        if not NAME.fullmatch(name):
            form = "letters, digits and . _ -, at most 64, the first a letter or a digit"
            raise NoNamespace(400, f"{_short(name)} is no name of a namespace: {form}.")
        self._drop_idle()
        if len(self._kept) >= self.limit:
            way_out = "reset those that are done with (POST /ns/NAME/__admin/reset), or use fewer"
            raise NoNamespace(503, f"There are {self.limit} namespaces already; {way_out}.")
        self._kept[name] = kept = _Kept(self._built(name, seed), self._monotonic())
        return kept

    def _drop_idle(self) -> None:
        before = self._monotonic() - self._idle
        # Used longest ago come first, so a thousand that are in use cost nothing here.
        idle = list(takewhile(lambda item: item[1].used < before, self._kept.items()))
        for name, kept in idle:
            if not kept.namespace.events.listeners:
                self.drop(name)


def _short(name: str) -> str:
    return repr(name if len(name) <= 64 else name[:64] + "…")
