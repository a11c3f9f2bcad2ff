import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.redaction import Secrets
from fleetmock_tooling.fuzz.report import FileReports

FuzzToy = Callable[..., Any]


def test_junit_has_a_test_case_for_each_operation_and_its_failures(fuzz_toy: FuzzToy) -> None:
    suite = ET.parse(fuzz_toy("wrong-type").reports / "junit-toy.xml").getroot()[0]  # noqa: S314 - our own file
    failed = {case.get("name"): [f.text or "" for f in case.iter("failure")] for case in suite}
    assert failed["POST /devices/{device-id}/commands"] == []
    (text,) = failed["GET /devices"]
    assert 'is not of type "array"' in text
    assert 'curl --path-as-is --globoff -X GET -H "Authorization: Bearer $FLEETMOCK_TOKEN"' in text


def test_junit_shows_what_no_check_found(fuzz_toy: FuzzToy) -> None:
    suite = ET.parse(fuzz_toy("never-found").reports / "junit-toy.xml").getroot()[0]  # noqa: S314 - our own file
    errors = [error.text or "" for error in suite.iter("error")]
    assert len(errors) == 2
    assert all(text.startswith("No request was ever answered 2xx") for text in errors)


def test_har_has_every_request(fuzz_toy: FuzzToy) -> None:
    run = fuzz_toy()
    entries = json.loads((run.reports / "toy.har").read_text())["log"]["entries"]
    # Twice schemathesis asks what the server can; that is no test and in no report of it.
    assert len(entries) == run.verdict.requests - 2
    assert entries[0]["request"]["method"] == run.toy.requests[-len(entries)][0]


@pytest.mark.parametrize("fault", ["none", "no-auth", "echoes-token"])
def test_the_token_is_in_no_report(fuzz_toy: FuzzToy, toy_token: str, fault: str) -> None:
    run = fuzz_toy(fault)
    assert f"Bearer {toy_token}" in run.toy.authorizations
    files = list(run.reports.iterdir())
    assert {file.name for file in files} == {"junit-toy.xml", "toy.har"}
    for file in files:
        assert toy_token not in file.read_text()


def test_the_reports_of_a_stopped_run_can_be_read(fuzz_toy: FuzzToy, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(KeyboardInterrupt):
        fuzz_toy("is-interrupted", attempt=2)
    (directory,) = tmp_path_factory.getbasetemp().glob("is-interrupted-*-2")
    assert json.loads((directory / "toy.har").read_text())["log"]["entries"]
    ET.parse(directory / "junit-toy.xml")  # noqa: S314 - our own file


def test_the_directory_is_made_when_missing(tmp_path: Path, toy_token: str) -> None:
    directory = tmp_path / "a" / "b"
    FileReports(directory, "toy", toy_token, Secrets([toy_token])).close()
    assert (directory / "toy.har").stat().st_size > 0


def test_a_directory_that_cannot_be_is_named(tmp_path: Path, toy_token: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRun, match=r"cannot write reports to .*file/reports: .*--report-dir"):
        FileReports(tmp_path / "file" / "reports", "toy", toy_token, Secrets([toy_token]))
