from pathlib import Path

import pytest

from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.tools import PRISM_CLI, Tool, Tools, version_of


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


def test_without_npm_a_tool_is_missing_and_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    tools = Tools(tmp_path, tmp_path, print)
    for _ in range(2):
        with pytest.raises(Unfit, match="neither prism nor npm"):
            tools.command(PRISM_CLI)
    assert tools.versions() == {}


def test_an_installed_one_wins_over_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin_ = tmp_path / "bin"
    elsewhere = program(bin_ / "prism", "echo 1.0.0")
    monkeypatch.setenv("PATH", f"{bin_}:/bin:/usr/bin")
    assert Tools(tmp_path, tmp_path, print).command(PRISM_CLI) == [str(elsewhere)]
    ours = program(tmp_path / f"prism-{PRISM_CLI.version}" / "node_modules" / ".bin" / "prism", "echo 2.0.0")
    tools = Tools(tmp_path, tmp_path, print)
    assert tools.command(PRISM_CLI) == [str(ours)]
    assert tools.versions() == {"prism": "2.0.0"}


def test_npm_installs_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin_ = tmp_path / "bin"
    # It does what npm does with --prefix: the binary goes below node_modules/.bin.
    program(bin_ / "npm", 'mkdir -p "$3/node_modules/.bin" && echo "$7" > "$3/node_modules/.bin/thing"')
    monkeypatch.setenv("PATH", f"{bin_}:/bin:/usr/bin")
    steps: list[str] = []
    for _ in range(2):
        (found,) = Tools(tmp_path, tmp_path, steps.append).command(Tool("@some/thing", "3.2.1", "thing"))
    assert Path(found).read_text("utf-8") == "@some/thing@3.2.1\n"
    assert len(steps) == 1


def test_what_npm_complains_of_is_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin_ = tmp_path / "bin"
    program(bin_ / "npm", "echo 'npm error code E404' >&2; echo 'npm error 404 Not Found' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{bin_}:/bin:/usr/bin")
    with pytest.raises(Unfit, match="404 Not Found"):
        Tools(tmp_path, tmp_path, print).command(Tool("@some/thing", "3.2.1", "thing"))
    assert not (tmp_path / "thing-3.2.1").exists()


def test_a_version_is_found_in_whatever_a_command_says(tmp_path: Path) -> None:
    assert version_of([str(program(tmp_path / "a", "echo tool/9.8.7 linux >&2; exit 1"))]) == "9.8.7"
    assert version_of([str(program(tmp_path / "b", "echo hello"))]) == "unknown"
    assert version_of([str(tmp_path / "missing")]) == "unknown"
