import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from schemathesis.baseline import Baseline as Theirs

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.baseline import Baseline
from fleetmock_tooling.fuzz.finding import Finding, Outcome, exit_code
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import SMOKE
from fleetmock_tooling.fuzz.session import run

ServeToy = Callable[..., tuple[str, Any]]
TODAY = date(2026, 11, 21)
TESTED = ("GET /a", "GET /b")
OURS = Finding("GET /a", "legal-states", "Title", "Message", rule="completed->requesting")
THEIRS = Finding("GET /a", "response_schema_conformance", "T", "M", rule="JsonSchemaError: properties/a/type")


def load(path: Path, *, writes: bool = False) -> Baseline:
    return Baseline.load(path, TODAY, writes=writes)


def test_what_was_written_is_known_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "baseline.json"
    flaky = Finding("GET /b", "x", "", "", outcome=Outcome.FLAKY)
    assert load(path, writes=True).write([OURS, THEIRS, flaky, OURS], TESTED) == 2
    baseline = load(path)
    assert [baseline.judge(each).outcome for each in (OURS, THEIRS)] == [Outcome.KNOWN] * 2
    for other in (
        Finding("GET /b", OURS.check, "", "", rule=OURS.rule),
        Finding(OURS.operation, "x", "", "", rule=OURS.rule),
        Finding(OURS.operation, OURS.check, "", "", rule="x"),
    ):
        assert baseline.judge(other) is other


def test_what_was_not_tested_stays(tmp_path: Path) -> None:
    """A shard, or one API of several, knows nothing of the others."""
    path = tmp_path / "b.json"
    of_b, elsewhere = replace(OURS, operation="GET /b"), replace(OURS, operation="stateful")
    assert load(path, writes=True).write([OURS, of_b, elsewhere], TESTED) == 3
    assert load(path, writes=True).write([], ["GET /a"]) == 1
    assert [load(path).judge(each).outcome for each in (OURS, of_b)] == [Outcome.FAILURE, Outcome.KNOWN]


def test_schemathesis_reads_the_file_too(tmp_path: Path) -> None:
    load(tmp_path / "b.json", writes=True).write([THEIRS], TESTED)
    (entry,) = Theirs.load(tmp_path / "b.json").entries
    assert entry.identity == ("GET /a", "response_schema_conformance", "JsonSchemaError", "properties/a/type")


@pytest.mark.parametrize(
    ("expires", "outcome"),
    [("2026-11-20", Outcome.FAILURE), ("2026-11-21", Outcome.KNOWN), (None, Outcome.KNOWN)],
)
def test_an_expired_entry_is_a_failure_again(tmp_path: Path, expires: str | None, outcome: Outcome) -> None:
    path = tmp_path / "b.json"
    load(path, writes=True).write([OURS], TESTED)
    content = json.loads(path.read_text())
    content["entries"][0].update({"expires": expires, "ticket": "ABC-1"})
    path.write_text(json.dumps(content))
    judged = load(path).judge(OURS)
    assert judged.outcome is outcome
    assert ("expired on 2026-11-20" in judged.message) is (outcome is Outcome.FAILURE)
    renewed = load(path, writes=True).judge(OURS)
    assert renewed.outcome is Outcome.KNOWN
    assert ("It goes into" in renewed.message) is (outcome is Outcome.FAILURE)
    load(path).write([renewed], TESTED)
    (entry,) = json.loads(path.read_text())["entries"]
    assert entry.get("expires") == (None if outcome is Outcome.FAILURE else expires)
    assert entry["ticket"] == "ABC-1"


def test_a_baseline_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="there is no baseline"):
        load(tmp_path / "no.json")


@pytest.mark.parametrize("text", ["", "[]", '{"format_version": 99}', '{"format_version": 1, "entries": [{}]}', "\xff"])
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(CannotRun, match="cannot read the baseline"):
        load(tmp_path / "b.json")


def test_only_new_findings_fail_a_run(
    toy_document: dict[str, Any],
    serve_toy: ServeToy,
    toy_token: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "b.json"

    def code(fault: str, *, write: bool = False) -> int:
        root, _ = serve_toy(fault)
        options = Options(toy_token, 1, replace(SMOKE, negative=False), baseline=load(path, writes=write))
        return run({"toy": toy_document}, root, options, allow_remote=False)

    assert code("wrong-type", write=True) == 0
    assert re.search(rf"{re.escape(str(path))} has [1-9]\d* known failures", capsys.readouterr().out)
    assert code("wrong-type") == 0
    assert re.search(r"0 findings, \d+ known", capsys.readouterr().out)
    assert code("server-error") == 1


def test_what_a_run_writes_down_is_accepted_in_all_that_it_says(
    toy_document: dict[str, Any],
    serve_toy: ServeToy,
    toy_token: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root, _ = serve_toy("wrong-type")
    path, reports = tmp_path / "b.json", tmp_path / "reports"
    profile = replace(SMOKE, negative=False)
    options = Options(toy_token, 1, profile, baseline=load(path, writes=True), report_dir=reports)
    assert run({"toy": toy_document}, root, options, allow_remote=False) == 0
    entries = json.loads(path.read_text())["entries"]
    assert entries
    verdict = json.loads((reports / "verdict.json").read_text())
    assert (verdict["verdict"], verdict["exitCode"]) == ("pass", 0)
    for counts in (verdict["counts"], verdict["apis"][0]["counts"]):
        assert (counts["failure"], counts["known"]) == (0, len(entries))
    known = [each for each in verdict["apis"][0]["findings"] if each["outcome"] == "known"]
    assert all(f"It goes into {path}." in each["message"] for each in known)
    (log,) = json.loads((reports / "fleetmock.sarif").read_text())["runs"]
    assert len([each for each in log["results"] if "suppressions" in each]) == len(entries)
    assert ET.parse(reports / "junit-toy.xml").getroot().get("failures") == "0"  # noqa: S314 - our own file
    assert f"toy: 0 findings, {len(entries)} known" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], 0),
        ([Outcome.DRIFT, Outcome.KNOWN], 0),
        ([Outcome.FLAKY, Outcome.DRIFT], 3),
        ([Outcome.INCONCLUSIVE], 3),
        ([Outcome.INCONCLUSIVE, Outcome.FAILURE], 1),
        ([Outcome.STOPPED, Outcome.FAILURE], 4),
    ],
)
def test_the_exit_code_is_that_of_the_worst(outcomes: list[Outcome], code: int) -> None:
    assert exit_code(Finding("", "", "", "", outcome=each) for each in outcomes) == code
