from pathlib import Path

import pytest

from fleetmock_tooling.errors import CannotRun
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


def test_whatever_else_lies_among_byte_caches_counts(trees: tuple[Path, Path]) -> None:
    old, new = trees
    apply(compare(old, new), old, new)
    (old / "__pycache__").mkdir()
    (old / "__pycache__" / "x.py").touch()
    (old / "y.pyc").touch()
    assert [each.name for each in compare(old, new)] == ["__pycache__/x.py", "y.pyc"]


def test_who_reads_a_file_meanwhile_reads_the_old_one_whole(trees: tuple[Path, Path]) -> None:
    old, new = trees
    with (old / "a" / "changed").open() as reader:
        apply(compare(old, new), old, new)
        assert reader.read() == "1\n2\n"


@pytest.mark.parametrize("target", ["same", "a", "nowhere", "../new/same"])
def test_links_are_refused(trees: tuple[Path, Path], target: str) -> None:
    old, new = trees
    (old / "link").symlink_to(target)
    with pytest.raises(CannotRun, match=r"old/link: neither a file nor a folder; remove it"):
        compare(old, new)


def test_a_tree_that_is_itself_a_link_is_refused(trees: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(trees[0])
    with pytest.raises(CannotRun, match=r"link: not a folder; remove it"):
        compare(tmp_path / "link", trees[1])


def test_a_file_where_the_tree_belongs_is_refused(trees: tuple[Path, Path]) -> None:
    with pytest.raises(CannotRun, match=r"same: not a folder; remove it"):
        compare(trees[0] / "same", trees[1])


def test_a_folder_where_a_file_belongs_is_refused(trees: tuple[Path, Path]) -> None:
    (trees[0] / "c" / "missing").mkdir(parents=True)
    with pytest.raises(CannotRun, match=r"c/missing: a folder where a file belongs; remove it"):
        compare(*trees)


def test_a_file_where_a_folder_belongs_makes_way(trees: tuple[Path, Path]) -> None:
    (trees[0] / "c").touch()
    apply(compare(*trees), *trees)
    assert compare(*trees) == []


def test_only_the_end_of_the_last_line_differs(trees: tuple[Path, Path]) -> None:
    old, new = trees
    (old / "same").write_bytes(b"1\r\n")
    assert ("changed", "same") in [(each.state, each.name) for each in compare(old, new)]


def test_a_tree_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "nope") == {}
