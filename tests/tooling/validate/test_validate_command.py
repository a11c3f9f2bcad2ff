from pathlib import Path

import pytest
from project_kit import Edit, Run

SECONDS = "#/components/schemas/Seconds"


@pytest.mark.usefixtures("root")
def test_a_good_project_has_no_findings(run: Run) -> None:
    ran = run("validate")
    assert (ran.code, ran.out, ran.err) == (0, "5 files checked, nothing found\n", "")


def test_the_real_specs_have_none(run: Run) -> None:
    assert run("validate").out.endswith(" files checked, nothing found\n")


def test_findings_have_a_line_each_and_are_counted(run: Run, edit: Edit) -> None:
    edit("specs/tiny.yaml", "[docs]", "[doks, nothing]")
    ran = run("validate")
    place = "#/paths/~1things~1{id}/get/x-source"
    assert (ran.code, ran.err) == (1, "")
    assert ran.lines == [
        f"specs/tiny.yaml:7: {place}/0: 'doks' is not a name of sources.yaml",
        f"specs/tiny.yaml:7: {place}/1: 'nothing' is not a name of sources.yaml",
        "2 findings in 5 files",
    ]


def test_a_finding_in_a_shared_part_is_told_once(root: Path, run: Run, edit: Edit) -> None:
    edit("specs/common/shared.yaml", "minimum: 0", "x-mystery: 0")
    (root / "specs" / "twin.yaml").write_bytes((root / "specs" / "tiny.yaml").read_bytes())
    assert run("validate").lines == [
        f"specs/common/shared.yaml:11: {SECONDS}/x-mystery: unknown x- key 'x-mystery'; extensions.yaml lists them all",
        "1 finding in 6 files",
    ]


def test_a_shared_part_that_nobody_borrows_is_checked_too(run: Run, edit: Edit) -> None:
    edit("specs/common/shared.yaml", "  schemas:\n", "  schemas:\n    Unused: {type: string, x-mystery: 1}\n")
    assert "#/components/schemas/Unused/x-mystery" in run("validate").out


@pytest.mark.parametrize(
    "name", ["tiny.yaml", "common/shared.yaml", "sources.yaml", "divergences.yaml", "extensions.yaml"]
)
@pytest.mark.usefixtures("root")
def test_one_file_can_be_named(run: Run, name: str) -> None:
    ran = run("validate", f"specs/{name}")
    assert (ran.code, ran.out) == (0, "1 file checked, nothing found\n")


def test_a_spec_elsewhere_can_be_named(root: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_bytes((root / "specs" / "tiny.yaml").read_bytes())
    ran = run("validate", str(tmp_path / "elsewhere" / "a.yaml"))
    assert ran.code == 1
    assert ran.lines[0].startswith("elsewhere/a.yaml:14: #/paths/")
    assert "there is no such file" in ran.lines[0]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("specs/a.yaml", None, "specs/a.yaml: no such file"),
        ("specs", None, "specs: is a directory"),
        ("specs/a.yaml", b"openapi: 3.0.3\ninfo: {a: 1\n", "specs/a.yaml:3:1: not YAML: "),
        ("specs/a.yaml", b"openapi: 3.0.3\ninfo:\n  a: 1\n  a: 2\n", "specs/a.yaml:4:3: duplicate key 'a'"),
        ("specs/a.yaml", b"\xff", "specs/a.yaml: not UTF-8 text"),
        ("specs/a.yaml", b"", "specs/a.yaml: not an OpenAPI document"),
        ("specs/a.yaml", b"- a", "specs/a.yaml: not an OpenAPI document"),
        ("specs/common/a.yaml", b"- a", "specs/common/a.yaml: not a mapping"),
        ("specs/extensions.yaml", b"x-a: {at: [planet]}", "specs/extensions.yaml:1: #/x-a"),
        (
            "specs/extensions.yaml",
            b"x-a: {at: [schema], means: A., schema: {type: x}}",
            "specs/extensions.yaml:1: #/x-a/schema: not a JSON Schema",
        ),
    ],
)
def test_what_cannot_be_read_is_exit_2(root: Path, run: Run, name: str, text: bytes | None, said: str) -> None:
    if text is not None:
        (root / name).write_bytes(text)
    ran = run("validate", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("fleetmock: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_outside_of_a_project_it_cannot_run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("validate").code == 2


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("openapi: 3.0.3", "openapi: 3.1.0", "1: #/openapi: '3.1.0' is not a version of OpenAPI 3.0"),
        ("title: Tiny, ", "", '2: #/info: "title" is a required property'),
        ("required: true, ", "", "9: #/paths/~1things~1{id}/get/parameters/0: "),
        ("name: id, in", "name: it, in", "1: #: "),
        ("$ref: '#/components/schemas/Thing'", "$ref: '#/components/schemas/X'", "17: #/paths/~1things~1{id}/get/"),
    ],
)
def test_what_openapi_forbids_is_found(run: Run, edit: Edit, old: str, new: str, place: str) -> None:
    edit("specs/tiny.yaml", old, new)
    ran = run("validate")
    assert ran.code == 1
    assert any(line.startswith(f"specs/tiny.yaml:{place}") for line in ran.lines)


def test_what_a_spec_says_cannot_write_on_the_terminal(run: Run, edit: Edit) -> None:
    edit("specs/tiny.yaml", "[docs]", r'["\e[2Jdo\ncs"]')
    ran = run("validate")
    assert ran.code == 1
    assert "\x1b" not in ran.out
    assert len(ran.lines) == 2
