"""Two folders of text files: how they differ, and how one becomes the other."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from fleetmock_tooling.errors import CannotRun


@dataclass(frozen=True, slots=True)
class Change:
    """One file that differs: `state` is changed, missing (from the old tree) or stale (only there)."""

    state: str
    name: str
    diff: tuple[str, ...] = ()


def compare(old: Path, new: Path) -> list[Change]:
    """Give what must happen to `old` for it to equal `new`, sorted by name. Byte caches do not count.

    Raises CannotRun when no change of files can make them equal.
    """
    before, after = read(old), read(new)
    for name in after:
        if (old / name).is_dir():
            raise CannotRun(f"{old / name}: a folder where a file belongs; remove it")
    return [
        _change(name, before.get(name), after.get(name))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def read(folder: Path) -> dict[str, bytes]:
    """Read every file beneath the folder; a folder that is not there is empty.

    Raises CannotRun for what is neither file nor folder: a link could lead anywhere.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CannotRun(f"{folder}: not a folder; remove it")
    found = {}
    for path in folder.rglob("*"):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise CannotRun(f"{path}: neither a file nor a folder; remove it")
        if path.is_file() and not (path.suffix == ".pyc" and path.parent.name == "__pycache__"):
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def apply(changes: list[Change], old: Path, new: Path) -> None:
    """Make the changes. Each file is replaced whole, so a reader never sees half of one."""
    for change in changes:
        target = old / change.name
        if change.state == "stale":
            target.unlink()
            _remove_empty(target.parent, old)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.new")
        beside.write_bytes((new / change.name).read_bytes())
        beside.replace(target)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _change(name: str, before: bytes | None, after: bytes | None) -> Change:
    if before is None:
        return Change("missing", name)
    if after is None:
        return Change("stale", name)
    lines = difflib.unified_diff(
        before.decode("utf-8", "replace").splitlines(),
        after.decode("utf-8", "replace").splitlines(),
        f"{name} (as it is)",
        f"{name} (as generated)",
        n=2,
        lineterm="",
    )
    return Change("changed", name, tuple(lines))
