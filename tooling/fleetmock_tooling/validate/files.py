"""Which check a file gets. Several specs may meet the same finding in a part they share."""

from pathlib import Path

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.project import Project, placed
from fleetmock_tooling.validate.ledger import check_ledger, check_sources
from fleetmock_tooling.validate.shape import check_shape
from fleetmock_tooling.validate.spec import check_common, check_spec
from fleetmock_tooling.validate.vocabulary import Vocabulary


def files(project: Project) -> tuple[Path, ...]:
    """Give every file of specs/ that a check knows."""
    beside = (project.extensions, project.sources, project.ledger)
    return (*project.documents(), *sorted(project.common.glob("*.yaml")), *beside)


def check_file(project: Project, path: Path, words: Vocabulary) -> list[Finding]:
    """Check one file: as what its name in specs/ says, else as an OpenAPI document.

    Raises CannotRun when it cannot be read.
    """
    place = placed(path)
    if place == project.ledger:
        return check_ledger(project, words)
    if place == project.sources:
        return check_sources(project)
    if place == project.extensions:
        return check_shape(project.load(path), "extensions")
    if place.parent == project.common:
        return check_common(project, path, words)
    return check_spec(project, path, words)
