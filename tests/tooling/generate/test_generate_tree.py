from pathlib import Path

import pytest

from fleetmock_tooling.generate.tree import apply, compare, read


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """An old and a new tree that differ in every way there is."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, files in ((old, {"same": "1\n", "a/changed": "1\n2\n", "b/stale": ""}), (new, {})):
        for name, text in (files or {"same": "1\n", "a/changed": "1\n3\n", "c/missing": "\n"}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return old, new


def test_both_trees_are_looked_at(trees: tuple[Path, Path]) -> None:
    assert [(each.state, each.name) for each in compare(*trees)] == [
        ("changed", "a/changed"),
        ("stale", "b/stale"),
        ("missing", "c/missing"),
    ]


def test_a_change_shows_its_lines(trees: tuple[Path, Path]) -> None:
    assert compare(*trees)[0].diff == (
        "--- a/changed (as it is)",
        "+++ a/changed (as generated)",
        "@@ -1,2 +1,2 @@",
        " 1",
        "-2",
        "+3",
    )


def test_applying_makes_them_equal(trees: tuple[Path, Path]) -> None:
    old, new = trees
    apply(compare(old, new), old, new)
    assert read(old) == read(new)
    assert compare(old, new) == []
    assert sorted(path.name for path in old.iterdir()) == ["a", "c", "same"]


def test_byte_caches_do_not_count(trees: tuple[Path, Path]) -> None:
    old, new = trees
    apply(compare(old, new), old, new)
    (old / "a" / "__pycache__").mkdir()
    (old / "a" / "__pycache__" / "x.pyc").write_bytes(b"\0")
    assert compare(old, new) == []


def test_only_the_end_of_the_last_line_differs(trees: tuple[Path, Path]) -> None:
    old, new = trees
    (old / "same").write_bytes(b"1\r\n")
    assert ("changed", "same") in [(each.state, each.name) for each in compare(old, new)]


def test_a_tree_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "nope") == {}
