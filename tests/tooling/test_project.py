from pathlib import Path

import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.project import Project, find_project


def test_it_is_found_from_any_folder_inside(root: Path) -> None:
    assert find_project(root / "specs" / "common") == Project(root)


def test_it_is_found_before_anything_was_generated(root: Path) -> None:
    (root / "generated" / "fleetmock_contracts").rmdir()
    assert find_project() == Project(root)


def test_another_project_with_specs_is_not_it(root: Path) -> None:
    (root / "generated" / "fleetmock_contracts").rmdir()
    (root / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    with pytest.raises(CannotRun, match="not inside a fleetmock checkout"):
        find_project()


def test_outside_of_one_the_way_out_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="change into one"):
        find_project(tmp_path)


def test_documents_are_told_by_their_openapi_key(project: Project) -> None:
    assert [path.name for path in project.documents()] == ["tiny.yaml"]


def test_a_document_with_broken_yaml_is_still_a_document(project: Project) -> None:
    (project.specs / "broken.yaml").write_text("openapi: 3.0.3\ninfo: {")
    assert [path.name for path in project.documents()] == ["broken.yaml", "tiny.yaml"]


def test_no_document_at_all_is_said(project: Project) -> None:
    (project.specs / "tiny.yaml").unlink()
    with pytest.raises(CannotRun, match="no OpenAPI document"):
        project.documents()


def test_messages_name_files_from_the_root_on(project: Project) -> None:
    assert project.load(project.ledger).name == "specs/divergences.yaml"
