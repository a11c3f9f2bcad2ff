"""The benchmark still runs, end to end; how fast anything is, no test says."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from fleetmock_tooling.bench.command import command
from fleetmock_tooling.bench.parts import FEW, FIXTURE, FLAT, INPROCESS, LARGE, MANY, NAMESPACES, PARTS, SMALL, STATE
from fleetmock_tooling.bench.run import run
from fleetmock_tooling.bench.session import Effort
from fleetmock_tooling.errors import CannotRun


def test_the_parts_without_processes_run_and_write_three_files(tmp_path: Path) -> None:
    chosen = (INPROCESS, FLAT, STATE, NAMESPACES)
    only = [word for part in chosen for word in ("--only", part)]
    arguments = ["--quick", *only, "--tools", str(tmp_path), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(command, arguments, standalone_mode=False, catch_exceptions=False)
    assert done.return_value == 0
    written = json.loads((tmp_path / "out" / "bench.json").read_text("utf-8"))
    assert set(written["medians"]) == set(chosen)
    assert set(written["medians"][FLAT]) == {SMALL, LARGE}
    assert set(written["medians"][NAMESPACES]) == {FEW, MANY, FIXTURE}
    for rows in written["samples"].values():
        for metrics in rows.values():
            # Memory may not grow at all: pages are reused.
            timed = [samples for metric, samples in metrics.items() if metric != "memory"]
            assert all(sample > 0 for samples in timed for sample in samples)
    assert {each["what"] for each in written["skipped"]} == set(PARTS) - set(chosen)
    assert {each["verdict"] for each in written["targets"] if each["part"] == INPROCESS} <= {"met", "missed"}
    assert "| fleetmock |" in (tmp_path / "out" / "bench.md").read_text("utf-8")
    drawn = ET.parse(tmp_path / "out" / "bench.svg")  # noqa: S314 - our own output
    assert drawn.getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_a_run_that_measures_nothing_cannot_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotRun, match="wrk is not installed"):
        run(Effort(rounds=1), ["sockets"], tmp_path, tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotRun, match="--out"):
        run(Effort(), [FLAT], tmp_path, tmp_path / "file" / "out")
