import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.reports.files import Reports
from fleetmock_tooling.fuzz.verdict import Verdict

FuzzToy = Callable[..., Any]
ALL = {"junit-toy.xml", "toy.har", "verdict.json", "fleetmock.sarif", "summary.md", "report.html"}


def test_junit_has_a_test_case_for_each_operation_and_its_failures(fuzz_toy: FuzzToy) -> None:
    suite = ET.parse(fuzz_toy("wrong-type").reports / "junit-toy.xml").getroot()[0]  # noqa: S314 - our own file
    assert suite.get("name") == "toy"
    failed = {case.get("name"): {each.get("type"): each.text or "" for each in case} for case in suite}
    assert "response_schema_conformance" not in failed["POST /devices/{device-id}/commands"]
    text = failed["GET /devices"]["response_schema_conformance"]
    assert 'is not of type "array"' in text
    assert 'curl --path-as-is --globoff -X GET -H "Authorization: Bearer $FLEETMOCK_TOKEN"' in text


def test_har_has_every_request_those_of_probes_too(fuzz_toy: FuzzToy) -> None:
    run = fuzz_toy("wrong-type")
    entries = json.loads((run.reports / "toy.har").read_text())["log"]["entries"]
    assert len(entries) == run.verdict.requests
    # The server itself refuses some; what reached the API is there in the same order.
    methods = iter(each["request"]["method"] for each in entries)
    assert all(method in methods for method, *_ in run.toy.requests)
    assert "probe of auth-matrix" in {each.get("comment") for each in entries}


@pytest.mark.parametrize("fault", ["wrong-type", "echoes-token"])
def test_the_token_is_in_no_report(fuzz_toy: FuzzToy, toy_token: str, fault: str) -> None:
    run = fuzz_toy(fault)
    assert f"Bearer {toy_token}" in run.toy.authorizations
    files = list(run.reports.iterdir())
    assert {file.name for file in files} == ALL
    for file in files:
        assert toy_token not in file.read_text()


def test_all_reports_say_the_same(fuzz_toy: FuzzToy) -> None:
    run = fuzz_toy("wrong-type")
    verdict = json.loads((run.reports / "verdict.json").read_text())
    (log,) = json.loads((run.reports / "fleetmock.sarif").read_text())["runs"]
    found = [each["id"] for each in verdict["apis"][0]["findings"]]
    assert len(found) == len(run.verdict.findings)
    assert [each["partialFingerprints"]["fleetmockFinding/v1"] for each in log["results"]] == found
    assert verdict["verdict"] == log["properties"]["verdict"] == "fail"
    assert (run.reports / "summary.md").read_text().startswith("## fleetmock fuzz: fail\n")
    assert "<title>fleetmock fuzz: fail</title>" in (run.reports / "report.html").read_text()


def test_what_was_seen_is_told(fuzz_toy: FuzzToy) -> None:
    run = fuzz_toy("wrong-type")
    api = json.loads((run.reports / "verdict.json").read_text())["apis"][0]
    operations = {each["operation"]: each for each in api["coverage"]["operations"]}
    statuses = {each["status"]: each["met"] for each in operations["GET /devices"]["statuses"]}
    assert statuses.keys() == {"200", "400", "401"}
    assert all(statuses.values())
    effort = {each["operation"]: each["requests"] for each in api["operations"]}
    sent = [path for method, path, *_ in run.toy.requests if (method, path) == ("GET", "/v9/devices")]
    assert effort["GET /devices"] == len(sent)
    assert sum(statuses.values()) + sum(each["met"] for each in operations["GET /devices"]["undocumented"]) == len(sent)


def test_the_reports_of_a_stopped_run_can_be_read(fuzz_toy: FuzzToy, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(KeyboardInterrupt):
        fuzz_toy("is-interrupted", attempt=2)
    (directory,) = tmp_path_factory.getbasetemp().glob("is-interrupted-*-2")
    assert {file.name for file in directory.iterdir()} == ALL
    assert json.loads((directory / "toy.har").read_text())["log"]["entries"]
    ET.parse(directory / "junit-toy.xml")  # noqa: S314 - our own file
    verdict = json.loads((directory / "verdict.json").read_text())
    assert (verdict["verdict"], verdict["exitCode"]) == ("interrupted", 130)
    assert verdict["requests"] > 60


def test_only_what_was_asked_for_is_written(tmp_path: Path, toy_token: str) -> None:
    with Reports(Options(toy_token, 1, report_dir=tmp_path, reports=frozenset({"json"}))) as reports:
        reports.begun("toy", "http://127.0.0.1/v9")(Verdict(("GET /devices",)))
    assert [file.name for file in tmp_path.iterdir()] == ["verdict.json"]


def test_nothing_is_left_of_the_run_before(tmp_path: Path, toy_token: str) -> None:
    (tmp_path / "verdict.json").write_text("of yesterday")
    with pytest.raises(CannotRun, match="nothing there"), Reports(Options(toy_token, 1, report_dir=tmp_path)):
        raise CannotRun("nothing there")
    assert not (tmp_path / "verdict.json").exists()


def test_the_directory_is_made_when_missing(tmp_path: Path, toy_token: str) -> None:
    directory = tmp_path / "a" / "b"
    with Reports(Options(toy_token, 1, report_dir=directory)):
        assert directory.is_dir()


def test_a_directory_that_cannot_be_is_named(tmp_path: Path, toy_token: str) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(CannotRun, match=r"cannot write reports to .*file/reports: .*--report-dir"),
        Reports(Options(toy_token, 1, report_dir=tmp_path / "file" / "reports")),
    ):
        pass


def test_a_job_summary_is_added_to(tmp_path: Path, toy_token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "step.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    with Reports(Options(toy_token, 1, report_dir=tmp_path, reports=frozenset({"json"}))):
        pass
    assert summary.read_text() == "before\n"
    with Reports(Options(toy_token, 1, report_dir=tmp_path, reports=frozenset({"markdown"}))):
        pass
    assert summary.read_text() == "before\n" + (tmp_path / "summary.md").read_text()


def test_nothing_is_written_without_a_directory(
    tmp_path: Path, toy_token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "step.md"))
    with Reports(Options(toy_token, 1)):
        pass
    assert list(tmp_path.iterdir()) == []
