"""Schemathesis' own conformance checks, applied to answers that it did not ask for.

It checks what its own cases are answered. The probes of our checks, and what the router answers to a path or a method
that no operation has, are held to the same: the latter as the answers of an operation that stands for the router.
"""

from collections.abc import Iterator
from typing import Any, Final

import requests
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fleetmock.contract.examples import Document
from fleetmock_tooling.fuzz.checks.answers import ROUTING
from fleetmock_tooling.fuzz.checks.contract import label
from fleetmock_tooling.fuzz.checks.step import Step

_ROUTER: Final = "/router"
_CHECKS: Final = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Conformance:
    def __init__(self, document: Document) -> None:
        components = document.get("components", {}).get("responses", {})
        responses = {
            str(status): {"$ref": f"#/components/responses/{name}"}
            for status, name in ROUTING.items()
            if name in components
        }
        router = {"get": {"operationId": "router", "responses": responses or {"404": {"description": "?"}}}}
        paths = {**document["paths"], _ROUTER: router}
        self._schema = schemathesis.openapi.from_dict({**document, "paths": paths}, config=SchemathesisConfig())
        self._operations: dict[str, APIOperation[Any, Any, Any, Any]] = {}

    def failures(self, step: Step) -> Iterator[Failure]:
        """What the answer does not keep of what is documented for it."""
        own = step.operation is not None and not (step.status == 414 and "414" not in step.operation.spec["responses"])
        name = label(step.operation) if own and step.operation else f"GET {_ROUTER}"
        operation = self._operation(name)
        try:
            case = operation.Case(path_parameters=dict(step.path) if own else {})
            case.validate_response(_response(step), checks=list(_CHECKS))
        except FailureGroup as group:
            yield from group.exceptions
        except Failure as failure:
            yield failure

    def _operation(self, name: str) -> APIOperation[Any, Any, Any, Any]:
        if name not in self._operations:
            found = self._schema.find_operation_by_label(name)
            if found is None:
                raise LookupError(f"schemathesis does not know {name}")
            self._operations[name] = found
        return self._operations[name]


def _response(step: Step) -> Response:
    request = requests.Request(step.request.method, step.request.url).prepare()
    headers = {name: [value] for name, value in step.headers.items()}
    return Response(step.status, headers, step.raw, request, 0.0, verify=False)
