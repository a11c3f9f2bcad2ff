"""Where commands are kept."""

from typing import Protocol

from fleetmock.fleet.timeline import Command


class Store(Protocol):
    """Commands by owner (the device they were sent to), in the order of their creation."""

    def add(self, command: Command) -> None: ...

    def get(self, owner: str, command_id: str) -> Command | None: ...

    def replace(self, command: Command) -> None:
        """Put a command in the place of the one with its owner and id."""
        ...

    def count(self, owner: str) -> int: ...

    def page(self, owner: str, skip: int, limit: int, *, newest_first: bool = False) -> list[Command]:
        """Up to `limit` commands after the first `skip`."""
        ...


class MemoryStore:
    """Costs of a page depend on the page, not on the store: each owner's ids are a list beside the commands."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, str], Command] = {}
        self._order: dict[str, list[str]] = {}

    def add(self, command: Command) -> None:
        self._commands[command.owner, command.id] = command
        self._order.setdefault(command.owner, []).append(command.id)

    def get(self, owner: str, command_id: str) -> Command | None:
        return self._commands.get((owner, command_id))

    def replace(self, command: Command) -> None:
        self._commands[command.owner, command.id] = command

    def count(self, owner: str) -> int:
        return len(self._order.get(owner, ()))

    def page(self, owner: str, skip: int, limit: int, *, newest_first: bool = False) -> list[Command]:
        order = self._order.get(owner, [])
        if newest_first:
            last = len(order) - skip
            ids = order[max(last - limit, 0) : max(last, 0)][::-1]
        else:
            ids = order[skip : skip + limit]
        return [self._commands[owner, each] for each in ids]
