import pytest
from mutants_kit import outcome

from fleetmock_tooling.mutants.catalogue import CATALOGUE, CLASSES
from fleetmock_tooling.mutants.contenders import CONTENDERS
from fleetmock_tooling.mutants.figures import Figures
from fleetmock_tooling.mutants.outcome import Outcome
from fleetmock_tooling.mutants.report import as_json, as_markdown, class_table, from_json

PAGING = [each.id for each in CLASSES["paging"]]


def everything(missed: int = 0) -> list[Outcome]:
    """All contenders against all mutants; this many of those about paging are found by nobody."""
    tried = [
        outcome(name, each, found="" if each in PAGING[:missed] else "check")
        for name in CONTENDERS
        for each in CATALOGUE
    ]
    return [*(outcome(name) for name in CONTENDERS), *tried]


def test_when_all_is_found_nothing_is_missed() -> None:
    figures = Figures.of(everything())
    assert figures.whole
    assert figures.shortfalls() == []
    assert figures.survivors("ci") == []


def test_a_missed_class_is_a_shortfall_although_the_whole_is_enough() -> None:
    figures = Figures.of(everything(missed=6))
    assert figures.survivors("ci") == PAGING[:6]
    paging = f"{len(PAGING) - 6}/{len(PAGING)} (76 %)"
    assert figures.shortfalls() == [f"{name} found {paging} of paging, not 80 %" for name in ("smoke", "ci")]


def test_so_is_the_whole() -> None:
    # Seven of them are more than three per cent and less than ten.
    shortfalls = Figures.of(everything(missed=7)).shortfalls()
    assert [each for each in shortfalls if "paging" not in each] == [
        f"ci found {len(CATALOGUE) - 7}/{len(CATALOGUE)} (96 %), not 97 %"
    ]


def test_a_finding_without_a_fault_is_a_shortfall_but_not_of_schemathesis() -> None:
    noisy = [outcome("bare", found="check"), outcome("ci", found="check")]
    assert Figures.of([*noisy, *everything()]).shortfalls() == [
        "ci, msgraph with seed 1, without a fault: 1 findings, GET /me/devices check rule failure first"
    ]


@pytest.mark.parametrize("uncertain", ["inconclusive", "flaky"])
def test_what_is_uncertain_is_not_found(uncertain: str) -> None:
    attempt = outcome("ci", PAGING[0]).attempt
    assert not Outcome(attempt, (("GET /", "check", "rule", uncertain),), 1, 1.0).is_found
    assert not Outcome(attempt, (("GET /", "check", "rule", "failure"),), 1, 1.0, "was stopped").is_found


def test_a_later_run_replaces_its_part() -> None:
    old = [outcome("bare", PAGING[0]), outcome("ci", PAGING[0]), outcome("ci", "no-longer-there", found="check")]
    figures = Figures.of([outcome("ci", PAGING[0], found="check"), *old])
    assert [str(figures.share(name)) for name in figures.contenders] == ["0/1 (0 %)", "1/1 (100 %)"]
    assert not figures.whole


def test_json_gives_back_what_it_took() -> None:
    figures = Figures.of(everything(missed=3))
    assert from_json(as_json(figures)) == figures


def test_the_tables_have_a_row_for_everything() -> None:
    figures = Figures.of(everything(missed=3))
    found = f"{len(CATALOGUE) - 3}/{len(CATALOGUE)} (98 %)"
    head, *_, last = class_table(figures).splitlines()
    assert head == "| class | schemathesis alone | `--profile smoke` | `--profile ci` |"
    assert last == f"| **all** | **{found}** | **{found}** | **{found}** |"
    text = as_markdown(figures)
    assert [each for each in CATALOGUE if f"| `{each}` |" not in text] == []
    assert text.count("not found |") == 9
