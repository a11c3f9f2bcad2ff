"""All that must hold for one spec."""

from pathlib import Path

from fleetmock_tooling.errors import CannotRun, Finding
from fleetmock_tooling.generate.build import write_document
from fleetmock_tooling.generate.bundle import Bundle, bundle
from fleetmock_tooling.generate.check import check, resolve
from fleetmock_tooling.generate.form import stray_references, unknown_fields
from fleetmock_tooling.project import Project
from fleetmock_tooling.scratch import scratch
from fleetmock_tooling.validate.examples import examples
from fleetmock_tooling.validate.extensions import extensions
from fleetmock_tooling.validate.implemented import implemented
from fleetmock_tooling.validate.structure import operation_ids, required_responses
from fleetmock_tooling.validate.vocabulary import Vocabulary


def check_spec(project: Project, path: Path, words: Vocabulary) -> list[Finding]:
    """Check one OpenAPI document with what it borrows. Raises CannotRun when a file cannot be read.

    A reference that leads nowhere ends the check early, and so does what is not OpenAPI: all found after that is noise.
    """
    bundled = bundle(project.load(path), project.load)
    if bundled.findings:
        return bundled.findings
    found = [*extensions(bundled, words), *operation_ids(bundled), *required_responses(bundled)]
    return found + _ask_the_libraries(bundled)


def check_common(project: Project, path: Path, words: Vocabulary) -> list[Finding]:
    """Check what can be said of a shared file alone; the rest is checked with the specs that borrow from it."""
    source = project.load(path)
    if not isinstance(source.data, dict):
        raise CannotRun(f"{source.name}: not a mapping with a `components` key")
    alone = Bundle(source, source.data)
    return [*unknown_fields(alone), *stray_references(alone), *extensions(alone, words)]


def _ask_the_libraries(bundled: Bundle) -> list[Finding]:
    with scratch() as folder:
        document = folder / "document.json"
        write_document(bundled, document)
        wrong = check(bundled, document)
        if wrong:
            return wrong
        resolved = resolve(document)
    return [*implemented(bundled, resolved), *examples(bundled, resolved)]
