from pathlib import Path

import pytest
from project_kit import Edit, Run

ENTRY = "#/divergences/0"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    why: It must be something.\n", "", f'2: {ENTRY}: "why" is a required property'),
        ("why: It must be something.", "why: ''", f'8: {ENTRY}/why: "" is shorter than 1 character'),
        ("id: things", "id: Things", f"2: {ENTRY}/id: "),
        ("decision: This.", "decision: This.\n    verdict: a", f"2: {ENTRY}: Additional properties are not allowed"),
        ("sources: [docs]", "sources: []", f"6: {ENTRY}/readings/0/sources: [] has less than 1 item"),
        (
            "sources: [docs]",
            "sources: [gossip]",
            f"6: {ENTRY}/readings/0/sources/0: 'gossip' is not a name of sources.yaml",
        ),
        ("schemas/Thing'", "schemas/Nope'", f"3: {ENTRY}/where/0: 'tiny.yaml#/components/schemas/Nope' leads nowhere"),
        ("'tiny.yaml", "'huge.yaml", f"3: {ENTRY}/where/0: 'huge.yaml#/components/schemas/Thing' leads nowhere"),
        ("schemas/Thing'", "schemas/Thing/required/1'", None),
        ("schemas/Thing'", "schemas/Thing/required/2'", f"3: {ENTRY}/where/0: "),
        ("divergences:", "differences:", "1: #: "),
    ],
)
def test_it_is_held_to_its_shape_and_to_what_is_there(
    run: Run, edit: Edit, old: str, new: str, said: str | None
) -> None:
    edit("specs/divergences.yaml", old, new)
    ran = run("validate", "specs/divergences.yaml")
    assert ran.code == (said is not None)
    if said is not None:
        assert any(line.startswith(f"specs/divergences.yaml:{said}") for line in ran.lines)


def test_it_points_at_nothing_outside_of_the_specs(root: Path, run: Run, edit: Edit) -> None:
    (root / "outside.yaml").write_text("components: {headers: {Age: {}}}")
    edit("specs/divergences.yaml", "'common/shared.yaml#", "'../outside.yaml#")
    assert "'../outside.yaml#/components/headers/Age' leads nowhere" in run("validate").out


def test_an_id_belongs_to_one_entry(root: Path, run: Run) -> None:
    ledger = root / "specs" / "divergences.yaml"
    text = ledger.read_text("utf-8")
    ledger.write_text(text + text.removeprefix("divergences:\n"), "utf-8")
    assert run("validate").lines[0] == "specs/divergences.yaml:9: #/divergences/1/id: the id 'things' is taken"


VARIANT = "decision: This.\n    variant: {name: size, default: big, values: [big, small]}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", None),
        ("default: big, ", "", ': "default" is a required property'),
        ("default: big", "default: huge", "/default: the default 'huge' is not among the values"),
        ("[big, small]", "[big]", '/values: ["big"] has less than 2 items'),
        ("[big, small]", "[big, small, big]", "/values: "),
        ("small", "404", "/values/1: 404 is not of type"),
        ("small", "null", "/values/1: null is not of type"),
        ("small", "no such", "/values/1: "),
        ("name: size", "name: Size", "/name: "),
        ("name: size", "title: a, name: size", ": Additional properties are not allowed"),
    ],
)
def test_a_variant_is_held_to_its_shape(run: Run, edit: Edit, old: str, new: str, said: str | None) -> None:
    edit("specs/divergences.yaml", "decision: This.", VARIANT.replace(old, new, 1))
    ran = run("validate", "specs/divergences.yaml")
    assert ran.code == (said is not None)
    if said is not None:
        assert any(line.startswith(f"specs/divergences.yaml:8: {ENTRY}/variant{said}") for line in ran.lines)


def test_a_variant_belongs_to_one_entry_of_an_api(root: Path, run: Run, edit: Edit) -> None:
    edit("specs/divergences.yaml", "decision: This.", VARIANT)
    ledger = root / "specs" / "divergences.yaml"
    text = ledger.read_text("utf-8")
    again = text.removeprefix("divergences:\n").replace("id: things", "id: others")
    # The second entry is about a shared part alone, and so about every API that refers to it.
    ledger.write_text(text + again.replace("'tiny.yaml#/components/schemas/Thing', ", ""), "utf-8")
    said = "specs/divergences.yaml:16: #/divergences/1/variant/name: the variant tiny.size is that of 'things' already"
    assert run("validate").lines[0] == said
    edit("specs/divergences.yaml", "name: size", "name: weight")
    assert run("validate").code == 0


def test_a_variant_of_no_api_is_refused(run: Run, edit: Edit) -> None:
    edit("specs/divergences.yaml", "decision: This.", VARIANT)
    edit(
        "specs/divergences.yaml",
        "'tiny.yaml#/components/schemas/Thing', 'common/shared.yaml#/components/headers/Age'",
        "'sources.yaml#/docs'",
    )
    assert f"{ENTRY}/variant: the variant belongs to no API" in run("validate").out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: vendor", "kind: rumour"),
        ("https://docs.example/", "docs"),
        ("docs: {", "Docs: {"),
        ("{kind", "{a: 1, kind"),
    ],
)
def test_the_list_of_sources_is_held_to_its_shape(run: Run, edit: Edit, old: str, new: str) -> None:
    edit("specs/sources.yaml", old, new)
    ran = run("validate", "specs/sources.yaml")
    assert ran.code == 1
    assert ran.lines[0].startswith("specs/sources.yaml:1: #")


def test_a_ledger_that_is_not_there_stops_everything(root: Path, run: Run) -> None:
    (root / "specs" / "divergences.yaml").unlink()
    ran = run("validate")
    assert ran.code == 2
    assert "divergences.yaml: no such file" in ran.err
