from pathlib import Path

import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.arguments import Arguments, report_dir
from fleetmock_tooling.fuzz.command import command
from fleetmock_tooling.fuzz.reports.formats import parse


def test_several_are_apart_by_commas() -> None:
    assert parse("json, sarif,") == {"json", "sarif"}


@pytest.mark.parametrize("text", ["pdf", "json,pdf", "", ","])
def test_there_are_no_others(text: str) -> None:
    with pytest.raises(CannotRun, match=r"choose from junit,har,json,sarif,markdown,html"):
        parse(text)


def arguments(*words: str) -> Arguments:
    return Arguments(**command.make_context("fuzz", list(words)).params)


@pytest.mark.parametrize(
    ("words", "directory"),
    [
        ([], None),
        (["--report-dir", "here"], Path("here")),
        (["--report", "json"], Path("fleetmock-report")),
        (["--report", "json", "--report-dir", "here"], Path("here")),
    ],
)
def test_asking_for_a_report_is_enough(words: list[str], directory: Path | None) -> None:
    assert report_dir(arguments(*words)) == directory
