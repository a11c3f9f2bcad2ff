import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from project_kit import Edit, Run

from fleetmock_tooling.generate.tree import read

PACKAGE = Path("generated", "fleetmock_contracts")
OF_TINY = ["lifecycles/tiny.md", "models/tiny.py", "openapi/tiny.json"]
WAY_OUT = "generated/fleetmock_contracts is not what the specs generate; run: fleetmock generate"


@pytest.fixture
def written(root: Path, run: Run) -> Path:
    assert run("generate").code == 0
    return root / PACKAGE


def models(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("tiny_models", folder / "models" / "tiny.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where pydantic looks for the names in annotations
    spec.loader.exec_module(module)
    return module


def test_it_writes_a_package_and_says_what(root: Path, run: Run) -> None:
    ran = run("generate")
    names = sorted([*OF_TINY, "clients/__init__.py", "models/__init__.py", "__init__.py", "py.typed"])
    assert ran.lines == [f"wrote generated/fleetmock_contracts/{name}" for name in names]
    assert sorted(read(root / PACKAGE)) == names


def test_twice_is_once(written: Path, run: Run) -> None:
    before = read(written)
    assert run("generate").out == "generated/fleetmock_contracts is already what the specs generate\n"
    assert read(written) == before


def test_it_does_not_matter_where_inside_it_is_called(written: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(written)
    assert run("generate", "--check").code == 0


@pytest.mark.usefixtures("written")
def test_whose_formatter_settings_lie_around_does_not_matter(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / "ruff").mkdir(parents=True)
    (tmp_path / "home" / "ruff" / "ruff.toml").write_text("line-length = 40\nindent-width = 2\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    assert run("generate", "--check").code == 0


def test_the_document_is_the_spec_with_what_it_borrows(written: Path) -> None:
    text = (written / "openapi" / "tiny.json").read_text("utf-8")
    document = json.loads(text)
    assert text == json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    assert document["components"]["headers"]["Age"]["description"] == "How old the answer is."
    assert document["components"]["schemas"]["ThingState"]["x-lifecycle"]["field"] == "state"


def test_every_file_says_where_it_comes_from(written: Path) -> None:
    assert (written / "models" / "tiny.py").read_text("utf-8").splitlines()[0] == (
        "# GENERATED from specs/tiny.yaml by `fleetmock generate`; do not edit."
    )
    for path in written.rglob("*.py"):
        assert re.match(r"# GENERATED from specs/.* by `fleetmock generate`; do not edit\.", path.read_text("utf-8"))


def test_models_keep_names_and_members_and_words_and_limits(written: Path) -> None:
    module = models(written)
    assert module.ThingState.IN_USE.value == "inUse"
    assert module.Thing.__doc__ == "A thing."
    assert module.Thing.model_fields["thing_id"].alias == "thingId"
    with pytest.raises(ValueError, match="at least 1 character"):
        module.Thing(thing_id="", state="new")
    with pytest.raises(ValueError, match="less than 9"):
        module.Thing(thing_id="7", state="new", weight=9)


def test_models_keep_what_nobody_documented(written: Path) -> None:
    text = '{"thingId":"7","state":"gone","madeAt":"2026-02-10T12:00:00.000Z","unheard":[1,null]}'
    thing = models(written).Thing.model_validate_json(text)
    assert thing.model_dump_json(by_alias=True, exclude_unset=True) == text


def test_a_check_of_what_was_written_is_fine_and_writes_nothing(written: Path, run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in written.rglob("*")}
    ran = run("generate", "--check")
    assert (ran.code, ran.out) == (0, "generated/fleetmock_contracts is what the specs generate\n")
    assert {path: path.stat().st_mtime_ns for path in written.rglob("*")} == before


def test_the_environment_can_ask_for_a_check(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLEETMOCK_CHECK", "1")
    assert run("generate").code == 1
    assert read(root / PACKAGE) == {}


@pytest.mark.usefixtures("written")
def test_a_check_sees_a_changed_spec(run: Run, edit: Edit) -> None:
    edit("specs/tiny.yaml", "A thing.", "A good thing.")
    ran = run("generate", "--check")
    assert ran.code == 1
    assert '  -    """A thing."""' in ran.lines
    assert '  +    """A good thing."""' in ran.lines
    assert ran.lines[-1] == WAY_OUT


@pytest.mark.usefixtures("written")
def test_a_check_sees_a_changed_shared_file(run: Run, edit: Edit) -> None:
    edit("specs/common/shared.yaml", "minimum: 0", "minimum: 1")
    assert run("generate", "--check").code == 1


@pytest.mark.parametrize("name", [*OF_TINY, "__init__.py", "py.typed"])
def test_a_check_sees_an_edit_by_hand(written: Path, run: Run, name: str) -> None:
    with (written / name).open("a") as file:
        file.write("# mine\n")
    ran = run("generate", "--check")
    assert ran.code == 1
    assert ran.lines[0] == (
        f"generated/fleetmock_contracts/{name} differs: a spec has changed since, or it was edited by hand"
    )
    assert "  -# mine" in ran.lines
    assert ran.lines[-1] == WAY_OUT


def test_a_check_sees_a_missing_file(written: Path, run: Run) -> None:
    (written / "models" / "tiny.py").unlink()
    ran = run("generate", "--check")
    assert (ran.code, ran.lines) == (1, ["generated/fleetmock_contracts/models/tiny.py is missing", WAY_OUT])


def test_a_check_sees_what_no_spec_generates(written: Path, run: Run) -> None:
    (written / "models" / "old.py").write_text("")
    ran = run("generate", "--check")
    stale = "generated/fleetmock_contracts/models/old.py is not generated from any spec"
    assert (ran.code, ran.lines) == (1, [stale, WAY_OUT])


def test_writing_removes_what_no_spec_generates(written: Path, run: Run) -> None:
    (written / "models" / "old.py").write_text("")
    assert run("generate").lines == ["removed generated/fleetmock_contracts/models/old.py"]
    assert not (written / "models" / "old.py").exists()


def test_a_long_difference_is_cut(written: Path, run: Run) -> None:
    (written / "models" / "tiny.py").write_text("\n" * 200)
    ran = run("generate", "--check")
    assert any(re.fullmatch(r"  … and \d+ more lines", line) for line in ran.lines)
    assert len(ran.lines) < 70


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("openapi: 3.0.3", "openapi: ["), "specs/tiny.yaml:3:"),
        (("'#/components/schemas/Thing'", "'#/components/schemas/Nope'"), "leads nowhere"),
        (("title: Tiny, ", ""), '"title" is a required property'),
    ],
)
def test_a_bad_spec_leaves_everything_as_it_was(
    written: Path, run: Run, edit: Edit, change: tuple[str, str], said: str
) -> None:
    specs = written.parents[1] / "specs"
    (specs / "another.yaml").write_bytes((specs / "tiny.yaml").read_bytes())
    before = read(written)
    edit("specs/tiny.yaml", *change)
    ran = run("generate")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("fleetmock: specs/tiny.yaml:")
    assert ran.err.count("\n") == 1
    assert said in ran.err
    assert read(written) == before


def test_a_project_without_generator_settings_is_told(written: Path, run: Run) -> None:
    (written.parents[1] / "pyproject.toml").write_text('[project]\nname = "fleetmock"\n')
    ran = run("generate", "--check")
    assert ran.code == 2
    assert "[tool.datamodel-codegen]" in ran.err


@pytest.mark.parametrize("text", ["", "openapi: 3.0.3\ninfo: {", "- a", "\ufeffopenapi : 3.0.3"])
def test_a_spec_that_cannot_be_read_loses_nothing(written: Path, run: Run, text: str) -> None:
    (written.parents[1] / "specs" / "tiny.yaml").write_text(text, "utf-8")
    before = read(written)
    ran = run("generate")
    assert ran.code == 2
    assert ran.err.startswith("fleetmock: specs/tiny.yaml:")
    assert read(written) == before


def test_a_byte_order_mark_changes_nothing(written: Path, run: Run) -> None:
    spec = written.parents[1] / "specs" / "tiny.yaml"
    spec.write_bytes(b"\xef\xbb\xbf" + spec.read_bytes())
    assert run("generate", "--check").code == 0


@pytest.mark.parametrize("tool", ["tool = 5", "tool = {datamodel-codegen = 5}"])
def test_settings_that_are_no_table_are_told(root: Path, run: Run, tool: str) -> None:
    (root / "pyproject.toml").write_text(f'{tool}\n[project]\nname = "fleetmock"\n')
    ran = run("generate")
    assert ran.code == 2
    assert "[tool.datamodel-codegen]" in ran.err


def test_a_link_inside_is_refused_and_not_written_through(root: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (root / PACKAGE / "models").symlink_to(tmp_path / "outside")
    for argv in (["generate"], ["generate", "--check"]):
        ran = run(*argv)
        assert ran.code == 2
        assert "models: neither a file nor a folder; remove it" in ran.err
    assert list((tmp_path / "outside").iterdir()) == []
