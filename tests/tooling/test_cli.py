import subprocess
import sys
from pathlib import Path

import click
import pytest
from project_kit import Run

from fleetmock_tooling.cli import COMMANDS, Entry, group

FAILING = """
import click
from fleetmock_tooling.errors import CannotRun

@click.command("failing")
@click.argument("how")
def command(how):
    if how == "findings":
        return 1
    if how == "cannot":
        raise CannotRun("the port 80\\nis taken; choose another")
    if how == "interrupted":
        raise KeyboardInterrupt
    if how == "missing":
        import a_module_that_nobody_has
    raise ZeroDivisionError("oh")
"""


@pytest.fixture
def failing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command `failing` that fails as its argument says."""
    (tmp_path / "failing_command.py").write_text(FAILING)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(COMMANDS, "failing", Entry("failing_command", "Fail."))
    monkeypatch.delenv("FLEETMOCK_DEBUG", raising=False)


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says(name: str) -> None:
    assert COMMANDS[name].help == command(name).get_short_help_str(limit=1000)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_also_an_environment_variable(name: str) -> None:
    # What only tells something, as --help does, is not for the environment.
    options = [each for each in command(name).params if isinstance(each, click.Option) and not each.is_eager]
    flags = [max(each.opts, key=len).removeprefix("--") for each in options]
    assert [each.envvar for each in options] == [f"FLEETMOCK_{flag.replace('-', '_').upper()}" for flag in flags]


def test_help_lists_the_commands_and_imports_none_of_them() -> None:
    code = (
        "import sys; from fleetmock_tooling.cli import main; main(['--help']);"
        "print(sorted(set(sys.modules) & {'connexion', 'prance', 'pydantic', 'rich', 'schemathesis', 'yaml'}))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert all(f"  {name} " in out for name in COMMANDS)
    assert out.splitlines()[-1] == "[]"


def test_without_arguments_the_help_is_shown(run: Run) -> None:
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert "Commands:" in ran.err


def test_the_version(run: Run) -> None:
    assert run("--version").out.startswith("fleetmock, version ")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["nope"], f"there is no command 'nope'; there are {', '.join(COMMANDS)}"),
        (["generate", "--nope"], "No such option '--nope'."),
        (["generate", "nope"], "Got unexpected extra argument (nope)"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_2(run: Run, argv: list[str], said: str) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out, ran.err) == (2, "", f"fleetmock: {said}\n")


@pytest.mark.usefixtures("failing")
def test_findings_are_exit_1(run: Run) -> None:
    assert run("failing", "findings").code == 1


@pytest.mark.usefixtures("failing")
def test_what_cannot_be_done_is_one_line_and_exit_2(run: Run) -> None:
    ran = run("failing", "cannot")
    assert (ran.code, ran.err) == (2, "fleetmock: the port 80 is taken; choose another\n")


@pytest.mark.usefixtures("failing")
def test_a_missing_library_names_the_extras(run: Run) -> None:
    ran = run("failing", "missing")
    assert ran.code == 2
    assert ran.err.startswith("fleetmock: a_module_that_nobody_has is not installed")
    assert "`make dev` in a clone" in ran.err


@pytest.mark.usefixtures("failing")
def test_an_interrupt_is_exit_130(run: Run) -> None:
    assert run("failing", "interrupted").code == 130


@pytest.mark.usefixtures("failing")
def test_a_bug_is_one_line_and_exit_2(run: Run) -> None:
    ran = run("failing", "bug")
    assert ran.code == 2
    assert ran.err.startswith("fleetmock: internal error: ZeroDivisionError: oh, please report it")
    assert ran.err.count("\n") == 1


@pytest.mark.usefixtures("failing")
def test_a_bug_shows_its_traceback_to_who_asks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLEETMOCK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("failing", "bug")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("argv", [["validate"], ["--help"]])
def test_a_reader_that_leaves_hears_no_complaint(argv: list[str]) -> None:
    command = [sys.executable, "-m", "fleetmock_tooling", *argv]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 2
