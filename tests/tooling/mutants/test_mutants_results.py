"""What is committed is what a run of the whole catalogue wrote, and the README shows it."""

from pathlib import Path

import pytest

from fleetmock_tooling.generate.blocks import refresh
from fleetmock_tooling.mutants.catalogue import CATALOGUE, CLASSES
from fleetmock_tooling.mutants.figures import TARGETS, Figures
from fleetmock_tooling.mutants.report import class_table, from_json
from fleetmock_tooling.mutants.session import MADE, SUMMARY

TOOLING = Path(__file__).parents[3] / "tooling"
RESULTS = TOOLING / "results"
README = (TOOLING / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def figures() -> Figures:
    return from_json((RESULTS / "mutants.json").read_text("utf-8"))


def test_it_is_about_the_catalogue_as_it_is(figures: Figures) -> None:
    assert figures.whole
    assert figures.mutants == list(CATALOGUE)


def test_nothing_is_found_where_nothing_is_wrong(figures: Figures) -> None:
    for name in TARGETS:
        clean = figures.without_fault(name)
        assert len({each.attempt.seed for each in clean}) >= 5
        assert [each for each in clean if each.found or each.trouble] == []


def test_the_files_are_of_one_run_and_the_readme_shows_it(figures: Figures) -> None:
    shown = (RESULTS / SUMMARY).read_text("utf-8").removeprefix(f"{MADE}\n")
    assert class_table(figures) in shown
    assert all(f"* {each}\n" in shown for each in figures.shortfalls())
    assert shown in (RESULTS / "mutants.md").read_text("utf-8")
    assert not refresh(TOOLING / "README.md", RESULTS, write=False)


def test_the_readmes_count_the_catalogue() -> None:
    assert f"{len(CATALOGUE)} faults in {len(CLASSES)} classes" in README
    assert f"plants {len(CATALOGUE)} faults" in (TOOLING.parent / "README.md").read_text("utf-8")
