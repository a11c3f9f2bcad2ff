from pathlib import Path

import pytest
from project_kit import Edit

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.build import write_document
from fleetmock_tooling.generate.bundle import Bundle, bundle
from fleetmock_tooling.generate.check import check, resolve
from fleetmock_tooling.project import Project


def written(project: Project) -> tuple[Bundle, Path]:
    bundled = bundle(project.load(project.specs / "tiny.yaml"), project.load)
    write_document(bundled, project.root / "document.json")
    return bundled, project.root / "document.json"


def test_a_good_document_has_no_findings(project: Project) -> None:
    assert check(*written(project)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Tiny, version: v1", "title: Tiny", '2: #/info: "version" is a required property'),
        ("openapi: 3.0.3", "openapi: 3.1.0", "1: #/openapi: '3.1.0' is not a version of OpenAPI 3.0"),
        ("openapi: 3.0.3", "openapi: 3.0", "1: #/openapi: 3.0 is not a version of OpenAPI 3.0"),
        ("/things/{id}", "/things/{name}", "1: #: Path parameter 'name'"),
        ("type: number", "type: heavy", '36: #/components/schemas/Thing/properties/weight/type: "heavy" is not one of'),
        ("required: true, ", "", '9: #/paths/~1things~1{id}/get/parameters/0: "required" is a required property'),
    ],
)
def test_a_bad_one_has_a_finding_with_its_place(project: Project, edit: Edit, old: str, new: str, said: str) -> None:
    edit("specs/tiny.yaml", old, new)
    (finding,) = check(*written(project))
    assert str(finding).startswith(f"specs/tiny.yaml:{said}")
    assert len(finding.message) < 250


def test_resolving_leaves_no_reference(project: Project) -> None:
    document = resolve(*written(project))
    assert isinstance(document, dict)
    assert document["components"]["schemas"]["Thing"]["properties"]["state"]["enum"] == ["new", "inUse", "gone"]
    assert "$ref" not in str(document)


def test_a_schema_that_contains_itself_is_a_finding(project: Project, edit: Edit) -> None:
    edit("specs/tiny.yaml", "madeAt: {", "part: {$ref: '#/components/schemas/Thing'}\n        madeAt: {")
    finding = resolve(*written(project))
    assert isinstance(finding, Finding)
    assert "contains itself" in finding.message
