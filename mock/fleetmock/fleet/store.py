"""Where commands are kept."""

from collections.abc import Collection, Iterable, Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.packing import pack, unpack
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.timeline import Command
from fleetmock.fleet.world import Device


class Packed(NamedTuple):
    """A command as it is kept; `unpack(*packed)` is the command."""

    content: bytes
    owner: str
    command_id: str
    lifecycle: Lifecycle


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

    def packed(self) -> tuple[Packed, ...]:
        """As `commands`, in the form in which they are kept: it takes no memory while they are what they are."""
        ...

    def replace_all(self, commands: Iterable[Command]) -> None:
        """Have these, in this order, and no others."""
        ...

    def keep_device(self, device: Device) -> None:
        """The world has another device, or has it otherwise."""
        ...

    def keep_devices(self, devices: Iterable[Device]) -> None:
        """The world has these, and no others."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """What is written within the block survives the end of the process as a whole or not at all."""
        ...

    def close(self) -> None:
        """Let go of what the store holds open."""
        ...


@dataclass(frozen=True, slots=True)
class Owned:
    """The commands of one owner, packed, by id; their ids in order, and the newest of each group."""

    lifecycle: Lifecycle
    packed: dict[str, bytes] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    latest: dict[str, str] = field(default_factory=dict)


class MemoryStore:
    """Costs of a page depend on the page, not on the store: each owner's ids are a list beside the commands.

    Each read makes new objects. `presences` says, by their key, where devices are that the world has elsewhere;
    `devices` are those that the world does not have, or has otherwise.
    """

    def __init__(self) -> None:
        self.presences: MutableMapping[str, Presence] = {}
        self.devices: tuple[Device, ...] = ()
        self._owned: dict[str, Owned] = {}

    def add(self, command: Command) -> None:
        self._put(command, pack(command))

    def get(self, owner: str, command_id: str) -> Command | None:
        owned = self._owned.get(owner)
        content = owned.packed.get(command_id) if owned else None
        return unpack(content, owner, command_id, owned.lifecycle) if owned and content else None

    def latest(self, owner: str, group: str) -> Command | None:
        owned = self._owned.get(owner)
        command_id = owned.latest.get(group) if owned else None
        return self.get(owner, command_id) if command_id is not None else None

    def replace(self, command: Command) -> None:
        self._owned[command.owner].packed[command.id] = pack(command)

    def count(self, owner: str) -> int:
        owned = self._owned.get(owner)
        return len(owned.order) if owned else 0

    def page(self, owner: str, skip: int, limit: int, *, newest_first: bool = False) -> list[Command]:
        owned = self._owned.get(owner)
        if owned is None:
            return []
        if newest_first:
            last = len(owned.order) - skip
            ids = owned.order[max(last - limit, 0) : max(last, 0)][::-1]
        else:
            ids = owned.order[skip : skip + limit]
        return [unpack(owned.packed[each], owner, each, owned.lifecycle) for each in ids]

    def keep_device(self, device: Device) -> None:
        """A world that is in memory too needs no help."""

    def keep_devices(self, devices: Iterable[Device]) -> None:
        """As `keep_device`."""

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
        return tuple(each for owner in self._owned for each in self.page(owner, 0, self.count(owner)))

    def packed(self) -> tuple[Packed, ...]:
        return tuple(
            Packed(owned.packed[each], owner, each, owned.lifecycle)
            for owner, owned in self._owned.items()
            for each in owned.order
        )

    def replace_all(self, commands: Iterable[Command]) -> None:
        self._owned = {}
        for each in commands:
            self.add(each)

    def clear(self) -> None:
        """Forget everything."""
        self.replace_all(())
        self.presences.clear()

    def close(self) -> None:
        """Nothing is read or written after this."""

    def _put(self, command: Command, content: bytes) -> None:
        """Keep a new command, as `pack` made it."""
        owned = self._owned.get(command.owner)
        if owned is None:
            owned = self._owned[command.owner] = Owned(command.lifecycle)
        owned.packed[command.id] = content
        owned.order.append(command.id)
        if command.group is not None:
            owned.latest[command.group] = command.id
