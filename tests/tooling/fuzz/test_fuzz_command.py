import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import click
import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.command import command

ServeToy = Callable[..., tuple[str, Any]]


def fuzz(*arguments: str) -> int:
    code: int = command.main(list(arguments), prog_name="fleetmock fuzz", standalone_mode=False)
    return code


def test_an_api_that_does_not_exist_is_named() -> None:
    with pytest.raises(CannotRun, match=r"there is no API msgrap; choose from .*msgraph"):
        fuzz("msgrap")


def test_another_machine_is_refused() -> None:
    with pytest.raises(CannotRun, match="--allow-remote"):
        fuzz("msgraph", "--url", "https://graph.microsoft.com")


@pytest.mark.parametrize("arguments", [["--seed", "-1"], ["--seed", "x"], ["--max-examples", "0"], ["--no-such-thing"]])
def test_a_bad_option_is_refused(arguments: list[str]) -> None:
    with pytest.raises(click.UsageError):
        fuzz(*arguments)


def test_every_option_is_also_an_environment_variable() -> None:
    options = [option for option in command.params if isinstance(option, click.Option) and option.expose_value]
    names = {option.name: option.envvar for option in options}
    assert names == {name: f"FLEETMOCK_{name.upper()}" for name in names if name}


def test_the_environment_is_used(serve_toy: ServeToy, monkeypatch: pytest.MonkeyPatch) -> None:
    root, toy = serve_toy("refuses-token")
    monkeypatch.setenv("FLEETMOCK_URL", root)
    monkeypatch.setenv("FLEETMOCK_TOKEN", "from-the-environment")
    monkeypatch.setenv("FLEETMOCK_MAX_EXAMPLES", "1")
    assert fuzz("applivery-aosp") == 1
    assert "Bearer from-the-environment" in toy.authorizations


def test_the_checks_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz("--list-checks") == 0
    assert "near-miss-ids" in capsys.readouterr().out
    assert fuzz("--explain", "near-miss-ids") == 0
    assert capsys.readouterr().out.startswith("near-miss-ids (critical")
    with pytest.raises(CannotRun, match="there is no check near-miss"):
        fuzz("--explain", "near-miss")


def test_asking_for_help_does_not_load_the_engine() -> None:
    code = (
        "import sys; from fleetmock_tooling.fuzz.command import command; "
        "command.main(['--help'], standalone_mode=False); print('schemathesis' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert shown.stdout.splitlines()[-1] == "False"
    assert "junit-<api>.xml" in shown.stdout
