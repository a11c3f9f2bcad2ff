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


def test_documents_are_the_yaml_files_but_those_that_stand_beside_them(project: Project) -> None:
    assert [path.name for path in project.documents()] == ["tiny.yaml"]


@pytest.mark.parametrize("text", ["", "openapi : 3.0.3", "\ufeffopenapi: 3.0.3", "openapi: 3.0.3\ninfo: {", "- a"])
def test_no_yaml_file_is_passed_over_for_what_it_holds(project: Project, text: str) -> None:
    (project.specs / "new.yaml").write_text(text, "utf-8")
    assert [path.name for path in project.documents()] == ["new.yaml", "tiny.yaml"]


@pytest.mark.parametrize("name", ["new.yml", "new.YAML", ".new.yaml"])
def test_no_yaml_file_is_passed_over_for_its_name(project: Project, name: str) -> None:
    (project.specs / name).touch()
    assert project.specs / name in project.documents()


@pytest.mark.parametrize("target", ["sources.yaml", "nowhere.yaml", "tiny.yaml"])
def test_a_link_is_a_document_like_any_other(project: Project, target: str) -> None:
    (project.specs / "link.yaml").symlink_to(target)
    assert [path.name for path in project.documents()] == ["link.yaml", "tiny.yaml"]


def test_no_document_at_all_is_said(project: Project) -> None:
    (project.specs / "tiny.yaml").unlink()
    with pytest.raises(CannotRun, match="no OpenAPI document"):
        project.documents()


def test_messages_name_files_from_the_root_on(project: Project) -> None:
    assert project.load(project.ledger).name == "specs/divergences.yaml"


def test_messages_name_a_link_not_where_it_leads(project: Project) -> None:
    (project.specs / "link.yaml").symlink_to("tiny.yaml")
    assert project.load(project.specs / "link.yaml").name == "specs/link.yaml"
