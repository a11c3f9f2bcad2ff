"""The file of a state that survives: a SQLite database that one process at a time has, or that is refused as it is."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final, NoReturn
from zlib import crc32

APPLICATION_ID: Final = 0x464C4D4B  # "FLMK", where SQLite files say whose they are
VERSION: Final = 2
TABLES: Final = ("commands", "facts")
DEFINITIONS: Final = [
    f"CREATE TABLE {name} (number INTEGER PRIMARY KEY, content BLOB, checksum INTEGER)" for name in TABLES
]
# What is kept is JSON with its CRC-32: SQLite itself does not notice that a value has become another.
SCHEMA: Final = f"""
BEGIN IMMEDIATE;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
{";".join(DEFINITIONS)};
COMMIT;
"""
LEFT: Final = "it was left as it is; name another file with --state sqlite:PATH"


class UnusableState(Exception):
    """A state cannot be kept where it should be; the message names the file and the way out."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection that shuts all others out until it is closed or its process ends, however that ends.

    Makes a file that is not there. Raises UnusableState.
    """
    with refusing(path), ExitStack() as on_failure:
        is_new = not path.exists() or _is_empty(path)
        file = sqlite3.connect(_uri(path, "rwc"), uri=True, timeout=0, isolation_level=None, check_same_thread=False)
        on_failure.callback(file.close)
        file.execute("PRAGMA locking_mode = EXCLUSIVE")
        file.execute("PRAGMA journal_mode = WAL")
        # A commit is with the system before it returns and so outlives the process; the disk has it a little later.
        file.execute("PRAGMA synchronous = NORMAL")
        # In pages. Waiting for the disk is most of what a commit costs; this makes it rarer, for a log of 16 MiB.
        file.execute("PRAGMA wal_autocheckpoint = 4000")
        file.executescript(SCHEMA if is_new else "BEGIN IMMEDIATE; COMMIT;")
        on_failure.pop_all()
    return file


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say of the file into UnusableState."""
    try:
        yield
    except sqlite3.Error as error:
        match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF:  # the rest is detail
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                message = f"{path} is in use by another process; stop that one, or name another file"
                raise UnusableState(message) from error
            case sqlite3.SQLITE_NOTADB:
                raise UnusableState(f"{path} is no fleetmock state; {LEFT}") from error
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_ERROR:
                _damaged(path, str(error))
        raise UnusableState(_cannot_write(path, error)) from error
    except UnicodeDecodeError:  # in a message of SQLite, or in the schema
        _damaged(path, "text that is none")
    except OSError as error:
        raise UnusableState(_cannot_write(path, error.strerror or error)) from error


def _damaged(path: Path, how: str) -> NoReturn:
    raise UnusableState(f"{path} is damaged ({' '.join(how.split())}); {LEFT}, or put a copy of the file back")


def _cannot_write(path: Path, why: object) -> str:
    return f"{path} cannot be read and written ({why}); name a file in a folder where that is allowed"


def _is_empty(path: Path) -> bool:
    """Whether nothing is in the file yet. Nothing is written to it. Raises UnusableState."""
    if not path.is_file():
        raise UnusableState(f"{path} is not a file; name one with --state sqlite:PATH")
    if not os.access(path, os.R_OK | os.W_OK):  # SQLite would speak of the disk
        raise UnusableState(_cannot_write(path, "no permission"))
    real = path.resolve()  # SQLite's other files lie beside the one that a link leads to
    log, index = (real.with_name(real.name + suffix) for suffix in ("-wal", "-shm"))
    has_log = log.exists() and log.stat().st_size > 0
    # First without the log: a file that is not ours is not touched in any way.
    with closing(sqlite3.connect(_uri(path, "ro&immutable=1"), uri=True)) as file:
        is_empty = _has_nothing(path, file)
        if not has_log:
            _check(path, file)
    if has_log:  # a process was killed; only with its log is the file whole
        with _leaving_no(index), closing(sqlite3.connect(_uri(path, "ro"), uri=True, timeout=0)) as file:
            is_empty = _has_nothing(path, file)
            _check(path, file)
    return is_empty


def _has_nothing(path: Path, file: sqlite3.Connection) -> bool:
    application, version, tables = (
        file.execute(query).fetchone()[0]
        for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if application == tables == 0:
        return True
    if application != APPLICATION_ID:
        raise UnusableState(f"{path} is no fleetmock state; {LEFT}")
    if version != VERSION:
        known = f"this fleetmock knows version {VERSION}"
        way_out = "upgrade fleetmock" if version > VERSION else "start the fleetmock that wrote it"
        raise UnusableState(f"{path} is of version {version}, {known}; {LEFT}, or {way_out}")
    return False


def _check(path: Path, file: sqlite3.Connection) -> None:
    (finding,) = file.execute("PRAGMA quick_check(1)").fetchone()
    if finding != "ok":
        _damaged(path, finding)
    definitions = [sql for (sql,) in file.execute("SELECT sql FROM sqlite_master ORDER BY name")]
    if definitions and definitions != DEFINITIONS:
        _damaged(path, "its tables are not those of a state")
    for table in TABLES if definitions else ():
        for content, checksum in file.execute(f"SELECT content, checksum FROM {table}"):  # noqa: S608 - names of our own
            if not isinstance(content, bytes) or crc32(content) != checksum:
                _damaged(path, f"a checksum among its {table} is wrong")


@contextmanager
def _leaving_no(index: Path) -> Iterator[None]:
    """SQLite's index of the log is no part of the state; reading makes one and leaves it."""
    was_there = index.exists()
    try:
        yield
    finally:
        if not was_there:
            index.unlink(missing_ok=True)


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"
