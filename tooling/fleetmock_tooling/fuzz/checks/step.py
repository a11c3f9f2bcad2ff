"""One request and its answer, in the words of the contract."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fleetmock.contract.examples import Described
from fleetmock_tooling.fuzz.checks.contract import Contract, label
from fleetmock_tooling.fuzz.checks.pointer import MISSING, Expression, find
from fleetmock_tooling.fuzz.curl import Request


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """`operation` is None when the document has no such method or path; `path` holds the path parameters, decoded.

    `headers` are those of the answer, names in lower case. `probe` is the check that sent the request, None for the
    engine. `posted` and `body` are MISSING where there is no JSON.
    """

    number: int
    request: Request
    status: int
    headers: Mapping[str, str]
    raw: bytes
    operation: Described | None
    template: str | None
    path: Mapping[str, str]
    posted: Any
    body: Any
    probe: str | None = None
    case_id: str | None = None
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        if self.operation is not None:
            return label(self.operation)
        return f"{self.request.method} {self.template or urlsplit(self.request.url).path}"

    @property
    def succeeded(self) -> bool:
        return 200 <= self.status < 300

    def evaluate(self, expression: Expression) -> Any:
        """What the expression means here; MISSING when it means nothing."""
        if expression.place == "path":
            return self.path.get(expression.name, MISSING)
        if expression.place == "query":
            return self.query.get(expression.name, MISSING)
        if expression.place == "header":
            return self.headers.get(expression.name.lower(), MISSING)
        return find(self.posted if expression.place == "request body" else self.body, expression.name)

    def evaluate_body(self, pointer: str) -> Any:
        """What stands there in the answer, None when there is nothing."""
        value = find(self.body, pointer)
        return None if value is MISSING else value


def step(  # noqa: PLR0917 - a record is made of its parts
    contract: Contract,
    number: int,
    request: Request,
    status: int,
    headers: Mapping[str, str],
    raw: bytes,
    probe: str | None = None,
    case_id: str | None = None,
) -> Step:
    found = contract.match(request.url)
    template, path = found or (None, {})
    return Step(
        number=number,
        request=request,
        status=status,
        headers={name.lower(): value for name, value in headers.items()},
        raw=raw,
        operation=contract.operations.get(f"{request.method} {template}"),
        template=template,
        path=path,
        posted=_json(request.body),
        body=_json(raw),
        probe=probe,
        case_id=case_id,
        query=dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True)),
    )


def _json(raw: bytes | None) -> Any:
    try:
        return json.loads(raw) if raw else MISSING
    except (ValueError, RecursionError):
        return MISSING
