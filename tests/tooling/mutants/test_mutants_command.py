import json
from pathlib import Path

from project_kit import Run

from fleetmock_tooling.mutants.catalogue import CATALOGUE, CLASSES
from fleetmock_tooling.mutants.matrix import Plan, chosen, known_of
from fleetmock_tooling.mutants.outcome import Attempt, Outcome


def test_a_part_of_the_matrix_is_run_and_written(run: Run, tmp_path: Path) -> None:
    readme, out = tmp_path / "README.md", tmp_path / "results"
    readme.write_text("# Results\n\n<!-- shows mutants-summary.md -->\n<!-- end -->\n")
    part = ["--only", "methods-put-501", "--contender", "smoke", "--references", "1", "--jobs", "1"]
    ran = run("mutants", *part, "--out", str(out))
    assert ran.code == 0, ran.err
    assert "| **all** | **1/1 (100 %)** |" in ran.out
    outcomes = json.loads((out / "mutants.json").read_text())["outcomes"]
    assert [each["attempt"]["mutant"] for each in outcomes] == ["", "methods-put-501"]
    assert "| `methods-put-501` |" in (out / "mutants.md").read_text()
    assert "| methods | 1/1 (100 %) |" in readme.read_text()


def test_an_unknown_name_is_told(run: Run, tmp_path: Path) -> None:
    ran = run("mutants", "--only", "nothing", "--out", str(tmp_path))
    assert ran.code == 2
    assert ran.err.startswith("fleetmock: there is no mutant and no class 'nothing'; the classes are status and error")


def test_what_cannot_be_gone_on_from_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mutants.json").write_text("{}")
    ran = run("mutants", "--only", "methods", "--out", str(tmp_path))
    assert ran.code == 2
    assert "cannot go on from" in ran.err


def test_mutants_are_chosen_by_id_and_by_class() -> None:
    assert chosen(()) == list(CATALOGUE)
    methods = [each.id for each in CLASSES["methods"]]
    assert chosen(["methods", "paging-overlap"]) == ["paging-overlap", *methods]


def test_only_the_apis_that_are_needed_are_tried_without_a_fault() -> None:
    plan = Plan(["methods-head"], ["smoke"], seed=7, references=2, jobs=1)
    assert plan.without_fault() == [Attempt("smoke", "applivery-aosp", 7), Attempt("smoke", "applivery-aosp", 8)]
    assert plan.with_faults() == [Attempt("smoke", "applivery-aosp", 7, "methods-head")]


def test_what_any_seed_finds_without_a_fault_is_known() -> None:
    one, other = ("GET /", "check", "one"), ("GET /", "check", "other")
    outcomes = [
        Outcome(Attempt("bare", "msgraph", 1), (one,), 1, 1.0),
        Outcome(Attempt("bare", "msgraph", 2), (other,), 1, 1.0),
        Outcome(Attempt("ci", "msgraph", 1, "methods-put-501"), (other,), 1, 1.0),
    ]
    assert known_of(outcomes) == {("bare", "msgraph"): {one, other}}
