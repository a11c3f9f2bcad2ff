from pathlib import Path

import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.generate.source import Source, load, pointer_of, text_of


def read(folder: Path, text: str | bytes) -> Source:
    path = folder / "some.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path, "some.yaml")


def complaint(folder: Path, text: str | bytes) -> str:
    with pytest.raises(CannotRun) as caught:
        read(folder, text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-02-10", "2026-02-10"),
        ("2026-02-10T12:00:00Z", "2026-02-10T12:00:00Z"),
        ("12:30", "12:30"),
        ("on", "on"),
        ("no", "no"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("'7'", "7"),
        ("007", 7),
        ("-7", -7),
        ("7.50", 7.5),
        ("1e3", 1000.0),
        ("true", True),
        ("~", None),
        ("", None),
        ("|\n  7\n", "7\n"),
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(tmp_path: Path, text: str, value: object) -> None:
    found = read(tmp_path, f"key: {text}\n").data["key"]
    assert (found, type(found)) == (value, type(value))


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    source = read(tmp_path, "a:\n  b:\n    - 1\n    - c: 2\n")
    assert [source.line(each) for each in [(), ("a",), ("a", "b", 0), ("a", "b", 1, "c")]] == [1, 1, 3, 4]


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it(tmp_path: Path) -> None:
    assert read(tmp_path, "a:\n  b: 1\n").line(("a", "b", "c", "d")) == 2


def test_merged_keys_stand_first_and_own_ones_win(tmp_path: Path) -> None:
    data = read(tmp_path, "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {w: 3, <<: [*a, *b], x: 3}\n").data
    assert list(data["c"].items()) == [("y", 1), ("z", 2), ("x", 3), ("w", 3)]


def test_two_aliases_are_two_values(tmp_path: Path) -> None:
    data = read(tmp_path, "a: &a {x: 1}\nb: *a\n").data
    data["a"]["x"] = 2
    assert data["b"] == {"x": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: {c: 1\n", "some.yaml:3:1: not YAML: "),
        ("a:\n  b: 1\n  b: 2\n", "some.yaml:3:3: duplicate key 'b'"),
        ("200: x\n", "some.yaml:1:1: the key '200' is not a string; quote it"),
        ("? [a]\n: x\n", "is not a string; quote it"),
        ("a: !!python/object:os.system x\n", "some.yaml:1:4: the tag "),
        ("a: !!str 7\n", "some.yaml:1:4: the tag tag:yaml.org,2002:str is not allowed"),
        ("a: !mine x\n", "some.yaml:1:4: the tag !mine is not allowed"),
        ("a: .inf\n", "some.yaml:1:4: JSON has no .inf"),
        ("a: *nothing\n", "some.yaml:1:4: not YAML: found undefined alias"),
        ("a: &a [*a]\n", "its aliases unfold without end"),
        ("a: &a {<<: *a}\n", "it merges itself"),
        ("a: {<<: 1}\n", "some.yaml:1:9: only a mapping can be merged"),
        ("a: 1\n---\nb: 2\n", "some.yaml:2:1: not YAML: "),
        ("a: \x01\n", "some.yaml: not YAML: "),
        (b"a: \xff\n", "not UTF-8 text (byte 3)"),
        ("[" * 100_000, "some.yaml:1:201: nested deeper than 200 levels"),
    ],
)
def test_what_is_not_json_written_as_yaml_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in complaint(tmp_path, text)


def test_aliases_of_aliases_are_not_unfolded_without_end(tmp_path: Path) -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert "unfold without end" in complaint(tmp_path, "\n".join(lines))


@pytest.mark.parametrize("first", ["{k: 1}", "{}"])
def test_merges_of_merges_are_not_unfolded_without_end(tmp_path: Path, first: str) -> None:
    lines = [f"a0: &a0 {first}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 40)]
    assert "unfold without end" in complaint(tmp_path, "\n".join(lines))


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\n").data == {"a": 1}


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"nope\.yaml: no such file"):
        load(tmp_path / "nope.yaml", "nope.yaml")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="is a directory"):
        load(tmp_path, "some.yaml")


def test_pointers_are_written_and_read_as_rfc_6901_says() -> None:
    assert text_of(("paths", "/a~b", 0)) == "#/paths/~1a~0b/0"
    assert pointer_of("/paths/~1a~0b/0") == ("paths", "/a~b", "0")
    assert pointer_of("") == ()
