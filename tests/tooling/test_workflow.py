"""The workflow and the action for users, run step by step in a copy of the checkout."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from workflow_runner import Runner

REPOSITORY = Path(__file__).parents[2]
ACTION = ".github/actions/fuzz"
PACKAGES = ("generated", "mock", "tooling")

# The fuzzer as the action sees it: it takes words and variables, and ends with a code.
STUB = """\
#!/bin/sh
echo "$@" "url=$FLEETMOCK_URL token=$FLEETMOCK_TOKEN seed=$FLEETMOCK_SEED dir=$FLEETMOCK_REPORT_DIR"
exit {code}
"""

# Makes an environment that holds a copy of itself, and says what it is asked to install.
PYTHON = """\
#!/bin/sh
if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin"; else echo "$@"; fi
"""


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def commit(checkout: Path) -> None:
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e", "commit", "-qam", "all"], cwd=checkout, check=True
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout as it is now, committed, with an environment that `make dev` has nothing to do for."""
    target = tmp_path / "checkout"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in names:
        if name and (REPOSITORY / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, target / name)
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=target, check=True)
    commit(target)
    path = os.pathsep.join(str(target / each) for each in PACKAGES)
    line = f'#!/bin/sh\nPYTHONPATH="{path}" exec "{sys.executable}"'
    script(target / ".venv" / "bin" / "python", f'{line} "$@"\n')
    script(target / ".venv" / "bin" / "fleetmock", f'{line} -m fleetmock_tooling "$@"\n')
    for mark in (".serve", ".dev"):
        (target / ".venv" / mark).touch()
    return target


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Runner]]:
    runners: list[Runner] = []

    def start(root: Path, **contexts: Any) -> Runner:
        temp = tmp_path / f"temp-{len(runners)}"
        temp.mkdir()
        runners.append(Runner(root, temp, contexts))
        return runners[-1]

    yield start
    for each in runners:
        each.end()


def test_the_job_generates_and_sees_drift(checkout: Path, run: Callable[..., Runner]) -> None:
    bundled = checkout / "generated" / "fleetmock_contracts" / "openapi" / "msgraph.json"
    right = bundled.read_text()
    # As if somebody had edited by hand what is generated.
    bundled.write_text(right.replace("Microsoft Graph device commands", "Something else"))
    commit(checkout)
    *steps, drift = run(checkout).job("contract.yml", "generated")
    assert {each.code for each in steps} == {None, 0}
    assert (drift.name, drift.code) == ("Nothing has drifted", 1)
    assert '+    "title": "Microsoft Graph device commands"' in drift.out
    # The step before has put it right again, so with that nothing drifts.
    assert bundled.read_text() == right
    commit(checkout)
    assert run(checkout).job("contract.yml", "generated", only=drift.name)[-1].code == 0


def test_the_job_runs_the_mock_and_fuzzes_it(checkout: Path, run: Callable[..., Runner]) -> None:
    runner = run(checkout, matrix={"api": "applivery-apple"})
    done = {each.name: each for each in runner.job("contract.yml", "fuzz")}
    assert done["Fuzz"].code == 0, done["Fuzz"].out
    assert done["Stop the mock"].code == 0
    verdict = json.loads((checkout / "fleetmock-report" / "verdict.json").read_text())
    assert verdict["verdict"] == "pass"
    assert verdict["apis"][0]["api"] == "applivery-apple"
    assert verdict["apis"][0]["baseUrl"].startswith("http://127.0.0.1:")
    assert runner.summary == (checkout / "fleetmock-report" / "summary.md").read_text()


@pytest.mark.parametrize(
    ("code", "verdict"), [(0, "pass"), (1, "fail"), (2, "could-not-run"), (3, "inconclusive"), (4, "stopped")]
)
def test_the_action_ends_as_the_fuzzer_did(tmp_path: Path, run: Callable[..., Runner], code: int, verdict: str) -> None:
    runner = with_stub(tmp_path, run, code)
    given = {"apis": "msgraph applivery-aosp", "url": "http://127.0.0.1:1", "token": "s3cret", "install": "false"}
    outputs = runner.action(ACTION, {**given, "report-dir": "out"})
    (fuzz,) = [each for each in runner.done if each.code is not None]
    assert fuzz.code == code
    assert outputs == {"verdict": verdict, "exit-code": str(code), "report-dir": "out"}
    masked, told = fuzz.out.splitlines()
    assert masked == "::add-mask::s3cret"
    assert told == "fuzz msgraph applivery-aosp url=http://127.0.0.1:1 token=s3cret seed= dir=out"


def test_the_action_leaves_what_the_job_has_set(tmp_path: Path, run: Callable[..., Runner]) -> None:
    runner = with_stub(tmp_path, run, 0)
    runner.environment |= {"FLEETMOCK_TOKEN": "of-the-job", "FLEETMOCK_SEED": "7"}
    runner.action(ACTION, {"install": "false"})
    (fuzz,) = [each for each in runner.done if each.code is not None]
    assert fuzz.out == "fuzz url= token=of-the-job seed=7 dir=fleetmock-report\n"


def test_the_action_installs_what_it_belongs_to(tmp_path: Path, run: Callable[..., Runner]) -> None:
    runner = with_stub(tmp_path, run, 0)
    script(tmp_path / "bin" / "python", PYTHON)
    runner.action(ACTION, {})
    install = next(each for each in runner.done if each.name.startswith("Install"))
    assert install.code == 0
    requirements, project = install.out.splitlines()
    assert "--require-hashes" in requirements
    assert Path(requirements.split()[-1]).resolve() == REPOSITORY / "tooling" / "lock" / "dev.txt"
    assert Path(project.split()[-1]).resolve() == REPOSITORY
    assert runner.environment["PATH"].startswith(str(runner.temp / "fleetmock" / "bin"))


def test_inputs_are_not_pasted_into_scripts() -> None:
    """A value that somebody else chose would be run there; through the environment it is only a value."""
    action = yaml.safe_load((REPOSITORY / ACTION / "action.yml").read_text())
    assert [step["run"] for step in action["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_every_option_that_the_action_passes_on_exists() -> None:
    text = (REPOSITORY / ACTION / "action.yml").read_text()
    loop = re.search(r"for name in ([A-Z_ ]+); do", text)
    assert loop
    from fleetmock_tooling.fuzz.command import command  # noqa: PLC0415 - only this test needs it

    assert {f"FLEETMOCK_{name}" for name in loop[1].split()} <= {getattr(each, "envvar", "") for each in command.params}


def with_stub(tmp_path: Path, run: Callable[..., Runner], code: int) -> Runner:
    script(tmp_path / "bin" / "fleetmock", STUB.format(code=code))
    runner = run(REPOSITORY)
    runner.environment["PATH"] = f"{tmp_path / 'bin'}:{runner.environment['PATH']}"
    return runner
