from pathlib import Path

import pytest
from project_kit import Edit

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
        ("type: number", "type: heavy", '38: #/components/schemas/Thing/properties/weight/type: "heavy" is not one of'),
        ("required: true, ", "", '9: #/paths/~1things~1{id}/get/parameters/0: "required" is a required property'),
    ],
)
def test_a_bad_one_has_a_finding_with_its_place(project: Project, edit: Edit, old: str, new: str, said: str) -> None:
    edit("specs/tiny.yaml", old, new)
    (finding,) = check(*written(project))
    assert str(finding).startswith(f"specs/tiny.yaml:{said}")
    assert len(finding.message) < 250


def test_resolving_leaves_no_reference(project: Project) -> None:
    _, path = written(project)
    document = resolve(path)
    assert document["components"]["schemas"]["Thing"]["properties"]["state"]["enum"] == ["new", "inUse", "gone"]
    assert "$ref" not in str(document)


def test_resolving_reads_no_other_file(project: Project, edit: Edit) -> None:
    (project.root / "secret.json").write_text('"secret"')
    edit("specs/tiny.yaml", "unheard: [1, null]", f"unheard: {{$ref: '{project.root}/secret.json'}}")
    _, path = written(project)
    assert "'secret'" not in str(resolve(path))


def test_what_is_malformed_never_reaches_the_libraries(project: Project, edit: Edit) -> None:
    edit("specs/tiny.yaml", "unheard: [1, null]", "unheard: {$ref: nowhere}")
    bundled, _ = written(project)
    (finding,) = check(bundled, project.root / "no such document")
    assert "no reference may stand here" in finding.message
