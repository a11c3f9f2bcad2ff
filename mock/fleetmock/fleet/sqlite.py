"""A store whose commands survive the process."""

import sys
from collections import UserDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson

from fleetmock.fleet.fleet import Behaviour
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.scenario import Presence
from fleetmock.fleet.statefile import UnusableState, connect, refusing
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command, Plan, Step

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
        self._facts: dict[str, Any] = {}  # what is kept besides commands, in one row
        self._number = 0  # of the newest command; the order of the numbers is that of the commands
        self._numbers: dict[tuple[str, str], int] = {}
        self._file = connect(path)
        try:
            with refusing(path):
                for (content,) in self._file.execute("SELECT content FROM facts"):
                    self._facts = orjson.loads(content)
                self._load(_Reader(behaviours))
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
        content = _written(command)
        self._number += 1
        self._file.execute(INSERT, (self._number, content, crc32(content)))
        self._numbers[command.owner, command.id] = self._number
        super().add(command)

    def replace(self, command: Command) -> None:
        content = _written(command)
        self._file.execute(UPDATE, (content, crc32(content), self._numbers[command.owner, command.id]))
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
            self._file.execute("DELETE FROM commands")
            self._numbers = {}
            super().replace_all(commands)

    def clear(self) -> None:
        """In the file too; only how often it was opened is remembered."""
        with self.together():
            super().clear()
            self._facts = {}
            self._keep("starts", self.starts + 1)

    def close(self) -> None:
        """Let others have the file, which is whole then, without a log beside it."""
        self._file.close()

    def _keep(self, name: str, value: Any) -> None:
        self._facts[name] = value
        content = orjson.dumps(self._facts)
        self._file.execute("REPLACE INTO facts VALUES (1, ?, ?)", (content, crc32(content)))

    def _load(self, reader: "_Reader") -> None:
        for number, content in self._file.execute("SELECT number, content FROM commands ORDER BY number"):
            self._number = number
            try:
                command = reader.command(orjson.loads(content))
            except _Stranger as stranger:
                message = f"{self._path} does not go with this fleetmock: {stranger}; start the one that wrote it"
                raise UnusableState(f"{message}, with the same --scenarios, or name another file") from stranger
            if command:
                self._numbers[command.owner, command.id] = self._number
                super().add(command)


class _Stranger(Exception):
    """A command that this mock's specs and scenarios do not know."""


class _Reader:
    """Makes commands of what was written, with the life-cycles of today. Equal plans become one, as they were."""

    def __init__(self, behaviours: Mapping[str, Behaviour]) -> None:
        self._behaviours = behaviours
        self._plans: dict[tuple[str, bytes], Plan] = {}

    def command(self, data: dict[str, Any]) -> Command | None:
        """None for an API that is not served. Raises _Stranger."""
        api = data["owner"].split("/", 1)[0]
        behaviour = self._behaviours.get(api)
        if behaviour is None:
            return None
        if data["scenario"] not in behaviour.scenarios:
            raise _Stranger(f"command {data['id']} follows the scenario {data['scenario']!r}, unknown to {api}")
        key = api, orjson.dumps(data["plan"])
        if key not in self._plans:
            try:
                self._plans[key] = _plan(data["plan"], behaviour.lifecycle)
            except IllegalStep as error:
                raise _Stranger(f"command {data['id']} of {api}: {error}") from error
        names = {name: sys.intern(data[name]) for name in ("owner", "scenario")}
        return Command(**data | names | {"plan": self._plans[key], "lifecycle": behaviour.lifecycle})


def _plan(steps: list[tuple[float, str, Any]], lifecycle: Lifecycle) -> Plan:
    path = lifecycle.walk(trigger for _, trigger, _ in steps)
    return tuple(Step(after, edge, brought) for (after, _, brought), edge in zip(steps, path, strict=True))


def _written(command: Command) -> bytes:
    return orjson.dumps(
        {
            "id": command.id,
            "owner": command.owner,
            "created": command.created,
            "fields": command.fields,
            "plan": [(step.after, step.transition.trigger, step.outcomes) for step in command.plan],
            "outcomes": command.outcomes,
            "scenario": command.scenario,
            "ttl": command.ttl,
            "group": command.group,
        }
    )
