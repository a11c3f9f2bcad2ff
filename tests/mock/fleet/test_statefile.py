import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleetmock.fleet.statefile import VERSION, UnusableState, connect

COUNT = 40
Row = tuple[int, bytes, int]


def row(number: int) -> Row:
    content = b'{"n": %d, "text": "%s"}' % (number, b"x" * 300)
    return number, content, crc32(content)


def write(path: Path) -> None:
    with closing(connect(path)) as file:
        file.executemany("INSERT INTO commands VALUES (?, ?, ?)", map(row, range(COUNT)))


def read(path: Path) -> list[Row]:
    with closing(connect(path)) as file:
        return file.execute("SELECT * FROM commands ORDER BY number").fetchall()


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for each in statements:
            file.execute(each)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def assert_refused(path: Path, *words: str) -> None:
    """In one sentence that has these words and the path, and with nothing touched."""
    before = snapshot(path.parent)
    with pytest.raises(UnusableState) as caught:
        connect(path)
    assert snapshot(path.parent) == before
    message = str(caught.value)
    assert "\n" not in message
    for each in (str(path), "name", *words):
        assert each in message


def killed(path: Path) -> Path:
    """What lies on the disk when a process that writes to this state is killed now."""
    with closing(connect(path)) as file:
        file.executemany("REPLACE INTO commands VALUES (?, ?, ?)", map(row, range(COUNT)))
        rest = path.parent / "killed"
        rest.mkdir()
        for each in path.parent.glob(path.name + "*"):
            shutil.copy(each, rest / each.name)
    assert (rest / (path.name + "-wal")).stat().st_size
    return rest / path.name


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


def test_a_closed_state_is_one_file_that_says_whose_it_is(path: Path) -> None:
    write(path)
    assert list(path.parent.iterdir()) == [path]
    assert b"FLMK" in path.read_bytes()[:100]
    assert read(path) == list(map(row, range(COUNT)))


def test_the_log_of_a_killed_process_is_read(path: Path) -> None:
    assert read(killed(path)) == list(map(row, range(COUNT)))


def test_a_link_leads_to_the_log_too(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(killed(path))
    assert len(read(link)) == COUNT


@pytest.mark.parametrize("make", [lambda path: path.touch(), lambda path: execute(path, "PRAGMA journal_mode = WAL")])
def test_an_empty_file_is_taken(path: Path, make: Callable[[Path], None]) -> None:
    make(path)
    write(path)
    assert len(read(path)) == COUNT


def test_a_newer_version_is_refused(path: Path) -> None:
    write(path)
    execute(path, f"PRAGMA user_version = {VERSION + 1}")
    assert_refused(path, f"version {VERSION + 1}", f"knows version {VERSION}", "upgrade")


def test_an_older_version_is_refused(path: Path) -> None:
    write(path)
    execute(path, f"PRAGMA user_version = {VERSION - 1}")
    assert_refused(path, f"version {VERSION - 1}", f"knows version {VERSION}", "start the fleetmock that wrote it")


def test_a_newer_version_that_was_killed_is_refused(path: Path) -> None:
    write(path)
    execute(path, f"PRAGMA user_version = {VERSION + 1}")
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {VERSION + 2}")
        file.execute("INSERT INTO commands VALUES (99, '', 0)")
        file.commit()
        rest = path.parent / "rest"
        rest.mkdir()
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", rest)
        assert_refused(rest / path.name, f"version {VERSION + 1}")


@pytest.mark.parametrize(
    "content",
    [b"dear diary\n", b"\0" * 5000, b"SQLite format 3\0", os.urandom(9000)],
    ids=["text", "zeros", "a beginning", "noise"],
)
def test_what_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert_refused(path)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_database_of_somebody_else_is_refused(path: Path, mode: str) -> None:
    execute(path, f"PRAGMA journal_mode = {mode}", "CREATE TABLE bookmarks (url)")
    assert_refused(path, "is no fleetmock state")


def test_a_database_of_somebody_else_with_a_log_is_refused(path: Path) -> None:
    execute(path, "PRAGMA journal_mode = WAL", "CREATE TABLE bookmarks (url)")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("INSERT INTO bookmarks VALUES ('x')")
        assert_refused(path, "is no fleetmock state")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableState, match="is not a file; name one"):
        connect(tmp_path)
    with pytest.raises(UnusableState, match="is not a file; name one"):
        connect(Path(os.devnull))


@pytest.mark.parametrize("name", ["missing/state.db", "file/state.db", "x" * 300])
def test_what_cannot_be_made_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnusableState, match="cannot be read and written") as caught:
        connect(tmp_path / name)
    assert name in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_what_may_not_be_written_is_refused(path: Path) -> None:
    write(path)
    path.chmod(0o400)
    assert_refused(path, "cannot be read and written", "no permission")


def test_a_second_connection_is_refused_and_does_not_free_the_file(path: Path) -> None:
    with closing(connect(path)) as file:
        for _ in range(3):
            assert_refused(path, "in use by another process")
        file.execute("INSERT INTO commands VALUES (?, ?, ?)", row(1))
    assert read(path) == [row(1)]


def test_a_value_that_became_another_is_refused(path: Path) -> None:
    write(path)
    path.write_bytes(path.read_bytes().replace(b'{"n": 7,', b'{"n": 8,'))
    assert_refused(path, "is damaged", "checksum", "commands")


def test_a_file_that_was_cut_off_is_refused(path: Path) -> None:
    write(path)
    path.write_bytes(path.read_bytes()[:-4096])
    assert_refused(path, "is damaged")


def test_damage_beside_a_log_is_refused(path: Path) -> None:
    write(path)
    execute(path, "UPDATE commands SET content = x'00' WHERE number = 3")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("DELETE FROM commands WHERE number = 5")
        rest = path.parent / "rest"
        rest.mkdir()
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", rest)
    assert_refused(rest / path.name, "is damaged", "checksum")


@settings(max_examples=100, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), noise=st.binary(min_size=1, max_size=64))
def test_whatever_is_written_over_it_is_refused_or_harms_nothing(where: float, noise: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state.db"
        write(path)
        content = bytearray(path.read_bytes())
        start = int(where * len(content))
        content[start : start + len(noise)] = noise
        path.write_bytes(content[: path.stat().st_size])
        before = snapshot(path.parent)
        try:
            rows = read(path)
        except UnusableState:
            assert_refused(path)
            assert snapshot(path.parent) == before
        else:
            assert rows == list(map(row, range(COUNT)))
