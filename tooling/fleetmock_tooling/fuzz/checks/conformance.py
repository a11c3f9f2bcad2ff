"""Schemathesis' own conformance checks, applied to answers that it did not ask for.

It checks what its own cases are answered. The probes of our checks, and what the router answers to a path or a method
that no operation has, are held to the same: the latter as the answers of an operation that stands for the router.
"""

from collections.abc import Iterator
from typing import Any, Final

import requests
import schemathesis
from schemathesis.checks import CheckContext
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
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
        self._judged: dict[str, tuple[CheckContext, Case[Any]]] = {}

    def failures(self, step: Step) -> Iterator[Failure]:
        """What the answer does not keep of what is documented for it."""
        own = step.operation is not None and not (step.status == 414 and "414" not in step.operation.spec["responses"])
        name = label(step.operation) if own and step.operation else f"GET {_ROUTER}"
        context, case = self._case(name, step)
        response = _response(step)
        for check in _CHECKS:
            try:
                check(context, response, case)
            except FailureGroup as group:
                yield from group.exceptions
            except Failure as failure:
                yield failure

    def _case(self, name: str, step: Step) -> tuple[CheckContext, Case[Any]]:
        """What the checks are asked with: the answer matters, the case is any of the operation."""
        if name not in self._judged:
            operation = self._schema.find_operation_by_label(name)
            if operation is None:
                raise LookupError(f"schemathesis does not know {name}")
            config = self._schema.config.checks_config_for(operation=operation)
            context = CheckContext(
                override=None,
                auth=None,
                headers=None,
                config=config,
                transport_kwargs=None,
                recorder=None,
                response_checks=None,
            )
            self._judged[name] = context, operation.Case(path_parameters=dict(step.path))
        return self._judged[name]


def _response(step: Step) -> Response:
    request = requests.PreparedRequest()
    request.method, request.url = step.request.method, step.request.url
    headers = {name: [value] for name, value in step.headers.items()}
    return Response(step.status, headers, step.raw, request, 0.0, verify=False)
