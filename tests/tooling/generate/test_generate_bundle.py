from typing import Any

import pytest
from project_kit import Edit

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.generate.bundle import Bundle, bundle
from fleetmock_tooling.project import Project

AGE = "'common/shared.yaml#/components/headers/Age'"


def bundled(project: Project) -> Bundle:
    return bundle(project.load(project.specs / "tiny.yaml"), project.load)


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [
            *([value["$ref"]] if "$ref" in value else []),
            *(r for each in value.values() for r in references(each)),
        ]
    return [r for each in value for r in references(each)] if isinstance(value, list) else []


def test_what_is_borrowed_comes_along_with_what_it_needs(project: Project) -> None:
    result = bundled(project)
    assert result.findings == []
    assert result.document["components"]["headers"]["Age"]["schema"] == {"$ref": "#/components/schemas/Seconds"}
    assert list(result.document["components"]["schemas"]) == ["Thing", "ThingState", "Seconds"]
    assert set(references(result.document)) == {
        "#/components/headers/Age",
        "#/components/schemas/Seconds",
        "#/components/schemas/Thing",
        "#/components/schemas/ThingState",
    }


def test_the_order_of_the_source_is_kept(project: Project) -> None:
    assert list(bundled(project).document) == ["openapi", "info", "paths", "components"]


def test_a_shared_file_may_borrow_from_another(project: Project, edit: Edit) -> None:
    (project.common / "units.yaml").write_text("components: {schemas: {Seconds: {type: integer}}}")
    edit("specs/common/shared.yaml", "'#/components/schemas/Seconds'", "'units.yaml#/components/schemas/Seconds'")
    assert bundled(project).document["components"]["schemas"]["Seconds"] == {"type": "integer"}


def test_two_files_may_not_define_one_name(project: Project, edit: Edit) -> None:
    edit("specs/tiny.yaml", "    ThingState:\n", "    Seconds: {type: string}\n    ThingState:\n")
    (finding,) = bundled(project).findings
    assert (finding.file, finding.line) == ("specs/common/shared.yaml", 5)
    assert "specs/tiny.yaml and specs/common/shared.yaml both define components/schemas/Seconds" in finding.message


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("'common/shared.yaml#/components/headers/Nope'", "specs/common/shared.yaml has no #/components/headers/Nope"),
        ("'#/components/headers/Nope'", "specs/tiny.yaml has no #/components/headers/Nope"),
        ("'common/nope.yaml#/components/headers/Age'", "there is no such file"),
        ("'#/paths'", "does not name a component"),
        ("'#/components/wheels/Age'", "does not name a component"),
        ("'common/shared.yaml'", "does not name a component"),
        ("7", "a $ref is a string"),
        ("'https://example.com/a.yaml#/components/headers/Age'", "refused"),
        ("'file:///etc/passwd#/components/headers/Age'", "refused"),
        ("'/etc/a.yaml#/components/headers/Age'", "refused"),
        ("'../a.yaml#/components/headers/Age'", "refused"),
        ("'common/../../a.yaml#/components/headers/Age'", "refused"),
        ("'sources.yaml#/components/headers/Age'", "refused"),
        ('"common/a\\0.yaml#/components/headers/Age"', "refused"),
    ],
)
def test_a_reference_that_may_not_or_cannot_be_followed_is_a_finding(
    project: Project, edit: Edit, reference: str, why: str
) -> None:
    edit("specs/tiny.yaml", AGE, reference)
    (finding,) = bundled(project).findings
    assert finding.pointer == "#/paths/~1things~1{id}/get/responses/200/headers/Age/$ref"
    assert finding.line == 14
    assert why in finding.message


def test_a_link_out_of_the_folder_is_refused(project: Project, edit: Edit) -> None:
    (project.root / "secret.yaml").write_text("components: {headers: {Age: {description: secret}}}")
    (project.common / "link.yaml").symlink_to(project.root / "secret.yaml")
    edit("specs/tiny.yaml", AGE, "'common/link.yaml#/components/headers/Age'")
    assert "refused" in bundled(project).findings[0].message


def test_a_finding_about_a_borrowed_part_names_its_own_file(project: Project) -> None:
    finding = bundled(project).finding(("components", "schemas", "Seconds", "minimum"), "wrong")
    assert str(finding) == "specs/common/shared.yaml:11: #/components/schemas/Seconds/minimum: wrong"


def test_what_is_not_a_mapping_is_no_document(project: Project) -> None:
    (project.specs / "tiny.yaml").write_text("- openapi\n")
    with pytest.raises(CannotRun, match="not an OpenAPI document"):
        bundled(project)


def test_what_has_no_openapi_key_is_no_document(project: Project) -> None:
    (project.specs / "tiny.yaml").write_text("info: {}\n")
    with pytest.raises(CannotRun, match=r"specs/tiny\.yaml: not an OpenAPI document"):
        bundled(project)


@pytest.mark.parametrize(
    "name",
    [
        "a_b.yaml",
        "__init__.yaml",
        "class.yaml",
        "a.b.yaml",
        "a b.yaml",
        'UPPER"q.yaml',
        "a--b.yaml",
        "1a.yaml",
        "a.yml",
    ],
)
def test_a_spec_has_a_name_that_a_module_can_have_and_no_other_spec(project: Project, name: str) -> None:
    (project.specs / "tiny.yaml").rename(project.specs / name)
    with pytest.raises(CannotRun, match=r"specs/.*: the name of a spec is .* rename the file"):
        bundle(project.load(project.specs / name), project.load)


def test_words_of_a_name_are_joined_with_hyphens(project: Project) -> None:
    (project.specs / "tiny.yaml").rename(project.specs / "tiny-2-class.yaml")
    assert bundle(project.load(project.specs / "tiny-2-class.yaml"), project.load).findings == []


def test_what_is_borrowed_twice_is_there_once(project: Project, edit: Edit) -> None:
    edit("specs/tiny.yaml", "            Age: {", f"            Era: {{$ref: {AGE}}}\n            Age: {{")
    result = bundled(project)
    assert result.findings == []
    assert list(result.document["components"]["headers"]) == ["Age"]
