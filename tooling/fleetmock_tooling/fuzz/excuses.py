"""Failures that the specification itself excuses.

schemathesis judges by statuses and paths. Two of its checks need to know more than that about these APIs.
"""

import json
from collections.abc import Callable
from typing import Any

from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData

from fleetmock.contract.examples import Document, examples, operations, resolve

# The response component for requests that do not match the specification. Valid data must never get that one.
_INVALID = "#/components/responses/InvalidRequest"

Refusals = dict[tuple[str, str], tuple[Any, ...]]


def excuse(document: Document) -> Callable[[str, Failure, Response], bool]:
    """A function that says whether a failure of an operation, named by its label, is none."""
    refusals = documented_refusals(document)

    def is_excused(operation: str, failure: Failure, response: Response) -> bool:
        if isinstance(failure, RejectedPositiveData):
            code = _code(_body(response))
            return code is not None and code in refusals.get((operation, str(response.status_code)), ())
        if isinstance(failure, EnsureResourceAvailability):
            return not is_created_thing(failure.created_with, failure.not_available_with)
        return False

    return is_excused


def documented_refusals(document: Document) -> Refusals:
    """The error codes of documented refusals, by label of the operation and status.

    A valid request can be refused for the state that things are in: the command no longer waits, the device cannot be
    reached. A refusal is documented by an example of the operation's response.
    """
    found: Refusals = {}
    for each in operations(document):
        label = f"{each.method} {each.template}"
        for status, response in each.spec["responses"].items():
            if status.startswith("4") and response.get("$ref") != _INVALID:
                media = resolve(document, response).get("content", {}).values()
                found[label, status] = tuple(_code(value) for kind in media for value in examples(kind))
    return found


def is_created_thing(created_with: str, missing_with: str) -> bool:
    """Whether the second operation, by its label, gets what the first one created.

    Something below the created thing, such as the answer to a command, may come to be later.
    """
    collection, path = created_with.partition(" ")[2], missing_with.partition(" ")[2]
    rest = path.removeprefix(collection).strip("/").split("/")
    return all(segment.startswith("{") for segment in rest)


def _body(response: Response) -> Any:
    try:
        return json.loads(response.content)
    except ValueError:
        return None


def _code(body: Any) -> Any:
    """The code in an error body: both vendors put it at the same place, problem details (RFC 9457) have a type.

    None when there is none.
    """
    if not isinstance(body, dict):
        return None
    error = body.get("error")
    return error.get("code") if isinstance(error, dict) else body.get("type")
