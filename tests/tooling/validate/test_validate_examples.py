import pytest
from project_kit import Edit, Run

EXAMPLE = "#/paths/~1things~1{id}/get/responses/200/content/application~1json/examples/documented/value"
BREAKS = "the example breaks its schema"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("{thingId: '7'", "{thingId: ''", f"20: {EXAMPLE}/thingId"),
        ("{thingId: '7', ", "{", f"20: {EXAMPLE}"),
        ("state: inUse, madeAt", "state: used, madeAt", f"20: {EXAMPLE}/state"),
        ("madeAt: '2026-02-10T12:00:00.000Z'", "madeAt: yesterday", f"20: {EXAMPLE}/madeAt"),
        ("weight: 0,", "weight: 9,", f"20: {EXAMPLE}/weight"),
        ("weight: {type: number, nullable: true", "weight: {type: string", f"20: {EXAMPLE}/weight"),
        ("example: '7'", "example: 7", "9: #/paths/~1things~1{id}/get/parameters/0/example"),
        ("description: What it is called.", "example: ''", "35: #/components/schemas/Thing/properties/thingId/example"),
    ],
)
def test_an_example_that_breaks_its_schema_is_found(run: Run, edit: Edit, old: str, new: str, place: str) -> None:
    edit("specs/tiny.yaml", old, new)
    ran = run("validate")
    assert ran.code == 1
    assert ran.lines[0].startswith(f"specs/tiny.yaml:{place}: {BREAKS}: ")
    assert ran.lines[1:] == ["1 finding in 5 files"]


@pytest.mark.parametrize("value", ["null", "8.9", "0"])
def test_null_and_exclusive_bounds_are_those_of_openapi_3_0(run: Run, edit: Edit, value: str) -> None:
    edit("specs/tiny.yaml", "weight: 0,", f"weight: {value},")
    assert run("validate").code == 0


def test_an_example_of_a_header_is_checked(run: Run, edit: Edit) -> None:
    edit("specs/common/shared.yaml", "      description: How old the answer is.\n", "      example: old\n")
    (line, _) = run("validate").lines
    assert line.startswith(f"specs/common/shared.yaml:4: #/components/headers/Age/example: {BREAKS}: ")


def test_an_example_behind_a_reference_is_checked_where_it_is_used(run: Run, edit: Edit) -> None:
    edit(
        "specs/tiny.yaml",
        "                documented:\n",
        "                shared: {$ref: '#/components/examples/Bad'}\n                documented:\n",
    )
    edit("specs/tiny.yaml", "  schemas:\n", "  examples:\n    Bad: {value: {thingId: '7'}}\n  schemas:\n")
    (line, _) = run("validate").lines
    assert line.startswith("specs/tiny.yaml:19: #/paths/")
    assert "/examples/shared/value" in line


def test_a_schema_that_contains_itself_is_a_finding(run: Run, edit: Edit) -> None:
    edit("specs/tiny.yaml", "madeAt: {", "part: {$ref: '#/components/schemas/Thing'}\n        madeAt: {")
    ran = run("validate")
    assert ran.code == 1
    assert "contains itself" in ran.lines[0]


def test_a_pattern_that_is_none_is_a_finding(run: Run, edit: Edit) -> None:
    edit("specs/tiny.yaml", "thingId: {type: string, ", "thingId: {type: string, pattern: '(', ")
    ran = run("validate")
    assert ran.code == 1
    assert all("specs/tiny.yaml" in line or "finding" in line for line in ran.lines)
