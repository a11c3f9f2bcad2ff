"""What prance and openapi-spec-validator think of a bundled document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
from openapi_spec_validator.schemas import schema_v30
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from prance import BaseParser, ResolvingParser, ValidationError  # type: ignore[import-untyped]  # it has no types
from prance.util.resolver import RESOLVE_INTERNAL  # type: ignore[import-untyped]  # the same

from fleetmock_tooling.errors import Finding
from fleetmock_tooling.generate.bundle import Bundle
from fleetmock_tooling.generate.form import malformed

LONGEST = 200  # characters of a message; the validator likes to quote the whole object


def check(bundle: Bundle, written: Path) -> list[Finding]:
    """Validate the document that was written to the JSON file `written`.

    Well-formed and bundled, it has only references to itself, so the libraries read nothing else.
    """
    version = bundle.document.get("openapi")
    if not isinstance(version, str) or not version.startswith("3.0."):
        return [bundle.finding(("openapi",), f"{version!r} is not a version of OpenAPI 3.0, such as 3.0.3")]
    wrong = malformed(bundle)
    if wrong:
        return wrong
    try:
        BaseParser(str(written), backend="openapi-spec-validator", encoding="utf-8")
    except ValidationError as error:
        return list(_details(bundle)) or [_first(bundle, error)]
    return []


def resolve(written: Path) -> dict[str, Any]:
    """Give the document `written`, which has passed the check, with every reference replaced by what it means.

    The parts are shared, so do not write into the result.
    """
    parser = ResolvingParser(
        str(written), backend="openapi-spec-validator", encoding="utf-8", resolve_types=RESOLVE_INTERNAL
    )
    document: dict[str, Any] = parser.specification
    return document


def _first(bundle: Bundle, error: Exception) -> Finding:
    cause = error.__cause__
    if isinstance(cause, OpenAPIValidationError):
        return bundle.finding(tuple(cause.absolute_path), _short(cause.message))
    return bundle.finding((), _short(str(error)))


def _details(bundle: Bundle) -> Iterator[Finding]:
    """Say what OpenAPI's JSON Schema finds wrong, and where exactly.

    The validator stops at "this schema is neither a Schema nor a Reference", which helps nobody.
    """
    for error in jsonschema_rs.Draft4Validator(dict(schema_v30)).iter_errors(bundle.document):
        for leaf in _leaves(error):
            yield bundle.finding(tuple(leaf.instance_path), _short(leaf.message))


def _leaves(error: jsonschema_rs.ValidationError) -> Iterator[jsonschema_rs.ValidationError]:
    """Give the errors of the branch that was meant."""
    branches = error.kind.as_dict().get("context") if error.kind.name in {"oneOf", "anyOf"} else None
    if not branches:
        yield error
        return
    here = len(error.instance_path)
    for each in max(branches, key=lambda branch: _likeness(branch, here)):
        yield from _leaves(each)


def _likeness(branch: list[jsonschema_rs.ValidationError], here: int) -> tuple[bool, bool, int]:
    """Say how much a branch looks meant: it is no Reference, its `in` or `type` fits, it failed far inside."""
    reference = any('"$ref" is a required' in each.message for each in branch)
    another = any(each.kind.name == "enum" and len(each.instance_path) == here + 1 for each in branch)
    return not reference, not another, max((len(each.instance_path) for each in branch), default=0)


def _short(message: str) -> str:
    line = message.splitlines()[0]
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"
