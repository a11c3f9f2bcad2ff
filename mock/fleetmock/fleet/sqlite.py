"""A store whose commands survive the process."""

from collections import UserDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson

from fleetmock.fleet.fleet import Behaviour
from fleetmock.fleet.lifecycle import IllegalStep
from fleetmock.fleet.packing import pack, unpack
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.statefile import UnusableState, connect, refusing
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command

INSERT = "INSERT INTO commands VALUES (?, ?, ?)"
UPDATE = "UPDATE commands SET content = ?, checksum = ? WHERE number = ?"


class Presences(UserDict[str, Presence]):
    """Where devices are, by their key; `keep` is called after each change."""

    def __init__(self, known: Mapping[str, Presence], keep: Callable[[Mapping[str, Presence]], None]) -> None:
        self._keep: Callable[[Mapping[str, Presence]], None] = lambda _: None
        super().__init__(known)
        self._keep = keep

    def __setitem__(self, key: str, presence: Presence) -> None:
        super().__setitem__(key, presence)
        self._keep(self.data)

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._keep(self.data)


class SqliteStore(MemoryStore):
    """Reads come from memory; a write is committed to the file before it returns.

    The file has one process at a time. Commands of APIs that are not served this time stay in it, unread.
    """

    def __init__(self, path: Path, behaviours: Mapping[str, Behaviour]) -> None:
        """Raises UnusableState."""
        super().__init__()
        self._path = path
        self._served = frozenset(behaviours)
        self._facts: dict[str, Any] = {}  # what is kept besides commands, in one row
        self._number = 0  # of the newest command; the order of the numbers is that of the commands
        self._numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)  # by owner and id
        self._file = connect(path)
        try:
            with refusing(path):
                for (content,) in self._file.execute("SELECT content FROM facts"):
                    self._facts = orjson.loads(content)
                self._load(behaviours)
                # How often the file was opened before.
                self.starts: int = self._facts.get("starts", 0)
                self._keep("starts", self.starts + 1)
            known = {key: Presence(name) for key, name in self._facts.get("presences", {}).items()}
        except BaseException:
            self._file.close()
            raise
        self.presences = Presences(known, lambda presences: self._keep("presences", dict(presences)))

    def seed(self, seed: int) -> int:
        # A restart with the same seed would give new commands the ids of those that are there already.
        return seed + (self.starts << 64)

    @contextmanager
    def newcomers(self, apis: Collection[str]) -> Iterator[list[str]]:
        """What is sent within the block is kept as a whole or, if the process ends before its end, not at all."""
        served: list[str] = self._facts.get("apis", [])
        new = [name for name in apis if name not in served]
        with self._file:  # commits in the end, or takes everything back
            self._file.execute("BEGIN")
            yield new
            self._keep("apis", served + new)

    def add(self, command: Command) -> None:
        packed = pack(command)
        written = _addressed(command, packed)
        self._number += 1
        self._file.execute(INSERT, (self._number, written, crc32(written)))
        self._put_numbered(self._number, command, packed)

    def replace(self, command: Command) -> None:
        written = _addressed(command, pack(command))
        self._file.execute(UPDATE, (written, crc32(written), self._numbers[command.owner][command.id]))
        super().replace(command)

    @contextmanager
    def together(self) -> Iterator[None]:
        if self._file.in_transaction:
            yield
            return
        self._file.execute("BEGIN")
        try:
            yield
        finally:
            # After an error too: memory has what was written before it.
            self._file.execute("COMMIT")

    def replace_all(self, commands: Iterable[Command]) -> None:
        with self.together():
            # Not those of APIs that are not served: nobody here has seen them.
            known = [(number,) for numbers in self._numbers.values() for number in numbers.values()]
            self._file.executemany("DELETE FROM commands WHERE number = ?", known)
            self._numbers.clear()
            super().replace_all(commands)

    def clear(self) -> None:
        """In the file too, as far as the APIs go that are served; they are new then."""
        with self.together():
            super().clear()
            self._keep("apis", [name for name in self._facts.get("apis", []) if name not in self._served])

    def close(self) -> None:
        """Let others have the file, which is whole then, without a log beside it."""
        self._file.close()

    def _keep(self, name: str, value: Any) -> None:
        self._facts[name] = value
        content = orjson.dumps(self._facts)
        self._file.execute("REPLACE INTO facts VALUES (1, ?, ?)", (content, crc32(content)))

    def _put_numbered(self, number: int, command: Command, packed: bytes) -> None:
        self._numbers[command.owner][command.id] = number
        self._put(command, packed)

    def _load(self, behaviours: Mapping[str, Behaviour]) -> None:
        for number, written in self._file.execute("SELECT number, content FROM commands ORDER BY number"):
            self._number = number
            address, _, packed = written.partition(b"\n")
            owner, command_id = orjson.loads(address)
            api = owner.split("/", 1)[0]
            if api not in behaviours:
                continue
            try:
                command = _known(packed, owner, command_id, behaviours[api])
            except IllegalStep as strange:
                message = f"{self._path} does not go with this fleetmock: command {command_id} of {api}: {strange}"
                way_out = "start the one that wrote it, with the same --scenarios, or name another file"
                raise UnusableState(f"{message}; {way_out}") from strange
            self._put_numbered(number, command, packed)


def _known(packed: bytes, owner: str, command_id: str, behaviour: Behaviour) -> Command:
    """Raises IllegalStep for a command that this mock's specs and scenarios do not know."""
    command = unpack(packed, owner, command_id, behaviour.lifecycle)
    if command.scenario not in behaviour.scenarios:
        raise IllegalStep(f"it follows the scenario {command.scenario!r}, which is unknown")
    return command


def _addressed(command: Command, packed: bytes) -> bytes:
    """A command as the file has it: whose it is and its id, and what memory keeps of it."""
    return orjson.dumps((command.owner, command.id)) + b"\n" + packed
