"""Where commands are kept."""

from collections.abc import Collection, Iterable, Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.timeline import Command


class Store(Protocol):
    """Commands by owner (the device they were sent to), in the order of their creation."""

    def add(self, command: Command) -> None: ...

    def get(self, owner: str, command_id: str) -> Command | None: ...

    def replace(self, command: Command) -> None:
        """Put a command in the place of the one with its owner and id."""
        ...

    def latest(self, owner: str, group: str) -> Command | None:
        """The newest command of a group."""
        ...

    def count(self, owner: str) -> int: ...

    def page(self, owner: str, skip: int, limit: int, *, newest_first: bool = False) -> list[Command]:
        """Up to `limit` commands after the first `skip`."""
        ...

    def commands(self) -> tuple[Command, ...]:
        """All of them; those of one owner in the order of their creation."""
        ...

    def replace_all(self, commands: Iterable[Command]) -> None:
        """Have these, in this order, and no others."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """What is written within the block survives the end of the process as a whole or not at all."""
        ...

    def close(self) -> None:
        """Let go of what the store holds open."""
        ...


class MemoryStore:
    """Costs of a page depend on the page, not on the store: each owner's ids are a list beside the commands.

    `presences` says where devices are that are not where the world has them, by their key.
    """

    def __init__(self) -> None:
        self.presences: MutableMapping[str, Presence] = {}
        self._commands: dict[str, dict[str, Command]] = {}
        self._order: dict[str, list[str]] = {}
        self._latest: dict[tuple[str, str], str] = {}

    def add(self, command: Command) -> None:
        self._commands.setdefault(command.owner, {})[command.id] = command
        self._order.setdefault(command.owner, []).append(command.id)
        if command.group is not None:
            self._latest[command.owner, command.group] = command.id

    def get(self, owner: str, command_id: str) -> Command | None:
        owned = self._commands.get(owner)
        return owned.get(command_id) if owned else None

    def latest(self, owner: str, group: str) -> Command | None:
        command_id = self._latest.get((owner, group))
        return None if command_id is None else self._commands[owner][command_id]

    def replace(self, command: Command) -> None:
        self._commands[command.owner][command.id] = command

    def count(self, owner: str) -> int:
        return len(self._order.get(owner, ()))

    def page(self, owner: str, skip: int, limit: int, *, newest_first: bool = False) -> list[Command]:
        order = self._order.get(owner, [])
        if newest_first:
            last = len(order) - skip
            ids = order[max(last - limit, 0) : max(last, 0)][::-1]
        else:
            ids = order[skip : skip + limit]
        owned = self._commands.get(owner, {})
        return [owned[each] for each in ids]

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def seed(self, seed: int) -> int:
        """What to make ids from, so that none comes again."""
        return seed

    @contextmanager
    def newcomers(self, apis: Collection[str]) -> Iterator[list[str]]:
        """Those of the APIs that were never served from here; within the block they get their first commands."""
        yield list(apis)

    def commands(self) -> tuple[Command, ...]:
        return tuple(self._commands[owner][each] for owner, order in self._order.items() for each in order)

    def replace_all(self, commands: Iterable[Command]) -> None:
        self._commands, self._order, self._latest = {}, {}, {}
        for each in commands:
            self.add(each)

    def clear(self) -> None:
        """Forget everything."""
        self.replace_all(())
        self.presences.clear()

    def close(self) -> None:
        """Nothing is read or written after this."""
