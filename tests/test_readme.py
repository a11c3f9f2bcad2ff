"""The README keeps its promises: its requests work, its tables are complete."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from kit import Mock

import fleetmock_contracts
from fleetmock import worldfile
from fleetmock.apis.registry import APIS
from fleetmock.apis.variants.registry import VARIANTS
from fleetmock.app import behaviour
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock_tooling.cli import group

pytest_plugins = ["pytester"]

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
CURLS = [line.removeprefix("$ ") for line in README.splitlines() if line.startswith("$ curl")]
COMMANDS = group.list_commands(click.Context(group))


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("command", CURLS, ids=range(len(CURLS)))
def test_every_request_works_as_printed(mock: Mock, command: str) -> None:
    arguments = shlex.split(command.replace("http://127.0.0.1:4010", mock.url))
    done = subprocess.run([*arguments, "-s", "-w", "\n%{http_code}"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] in {"200", "201", "204"}, done.stdout


def test_the_documented_requests_are_printed() -> None:
    assert len(CURLS) == 21


def test_every_known_id_is_listed_and_no_other() -> None:
    known = {(kind, name) for kind, name, _ in worldfile.known_ids(fleetmock_contracts.APIS)}
    section = README.split("### What a fresh mock knows")[1].split("###")[0]
    assert set(re.findall(r"^\| ([^|`]+) \| `([^`]+)` \|", section, re.MULTILINE)) == known


def test_every_command_is_mentioned_and_every_mentioned_command_exists() -> None:
    assert set(re.findall(r"(?:\$ |`)fleetmock ([a-z]+)", README)) == set(COMMANDS)


def test_every_flag_of_serve_is_in_its_table() -> None:
    serve = group.get_command(click.Context(group), "serve")
    assert serve is not None
    rows = set(re.findall(r"`(--[a-z-]+)` \| `(FLEETMOCK_[A-Z_]+)`", README))
    options = [each for each in serve.params if isinstance(each, click.Option)]
    assert rows == {(max(each.opts, key=len), each.envvar) for each in options}


def test_every_variant_is_in_its_table() -> None:
    rows = re.findall(r"^\| `([a-z-]+)\.([a-z-]+)` \| `(\w+)` \| `(\w+)`", README, re.MULTILINE)
    known = [(api, each.name, *each.values) for api, variants in VARIANTS.items() for each in variants]
    assert sorted(rows) == sorted(known)


def test_the_number_of_ledger_entries_is_right() -> None:
    ledger = (Path(__file__).parent.parent / "specs/divergences.yaml").read_text(encoding="utf-8")
    assert f"a ledger of {len(re.findall(r'^  - id:', ledger, re.MULTILINE))}" in README.replace("\n", " ").replace(
        "  ", " "
    )


EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SUITES = [each for each in EXAMPLES if "def test_" in each]
SCRIPTS = [each for each in EXAMPLES if each not in SUITES]


def test_the_readme_has_examples() -> None:
    assert (len(SUITES), len(SCRIPTS)) == (1, 3)


@pytest.mark.parametrize("suite", SUITES, ids=range(len(SUITES)))
def test_the_pytest_example_passes_in_a_pytest_of_its_own(pytester: pytest.Pytester, suite: str) -> None:
    pytester.makepyfile(test_phone=suite)
    pytester.runpytest_subprocess("-p", "no:schemathesis", timeout=120).assert_outcomes(passed=1)


@pytest.mark.parametrize("script", SCRIPTS, ids=range(len(SCRIPTS)))
def test_the_python_examples_run(script: str) -> None:
    # On a clock of its own: the example polls a real mock.
    with ThreadedServer(Settings(port=0, log_format="off")) as server:
        source = script.replace("http://127.0.0.1:4010", server.url)
        exec(compile(source, "README.md", "exec"), {})  # noqa: S102 - our own README


def test_every_scenario_is_listed_with_the_default_first() -> None:
    section = README.split("### Scenarios")[1].split("###")[0]
    listed = {
        api: re.findall(r"`([^`]+)`", names)
        for api, names in re.findall(r"^\| `([^`]+)` \| (.*) \|$", section, re.MULTILINE)
    }
    for name, api in APIS.items():
        known = behaviour(api, fleetmock_contracts.load(name))
        assert listed[name] == list(known.scenarios)
        assert listed[name][0] == known.default


def test_the_scenario_file_of_the_readme_is_a_good_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n# DIR/msgraph.yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "msgraph.yaml").write_text(example)
    assert "flaky" in behaviour(APIS["msgraph"], fleetmock_contracts.load("msgraph"), tmp_path).scenarios


def test_every_path_of_the_control_plane_is_in_its_table() -> None:
    section = README.split("## Control plane")[1].split("###")[0]
    named = set(re.findall(r"/[a-z-]+(?:/\{\w+\})*", section))
    paths = [re.findall(r"/[a-z-]+(?:/\{\w+\})*", path) for path in fleetmock_contracts.load("control")["paths"]]
    assert not [parts for parts in paths if not named.issuperset(parts)]
