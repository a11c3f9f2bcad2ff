"""A typed client of an API, one method for each operation: sync and async, over whatever sends a request."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fleetmock.contract.examples import Described, Document, operations, resolve
from fleetmock_tooling.errors import CannotRun

JSON: Final = "application/json"
STREAM: Final = "text/event-stream"  # no single answer, so no method
TYPES: Final = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}

MODULE: Final = '''{header}
"""Clients of {title}, one method for each operation: `Client` waits, `AsyncClient` is awaited.

Both build requests and read answers; what sends them is given to them.
"""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

from fleetmock_contracts.models import {module} as models

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ask(Generic[Result]):
    """A request. `path` is below the server's address; `result` is the type that the answer is read as."""

    method: str
    path: str
    result: type[Result]
    query: dict[str, Any] = field(default_factory=dict)
    body: BaseModel | None = None


class Send(Protocol):
    def __call__(self, ask: Ask[Result], /) -> Result: ...


class AsyncSend(Protocol):
    def __call__(self, ask: Ask[Result], /) -> Awaitable[Result]: ...


def _given(**query: Any) -> dict[str, Any]:
    return {{name: value for name, value in query.items() if value is not None}}


class Client:
    def __init__(self, send: Send) -> None:
        self._send = send
{methods}

class AsyncClient:
    def __init__(self, send: AsyncSend) -> None:
        self._send = send
{async_methods}'''

METHOD: Final = '''
    {keyword}def {name}(self{arguments}) -> {result}:
        """{summary}."""
        {send}self._send(Ask({words}))
'''


def write_client(document: Document, output: Path, *, header: str, module: str) -> None:
    """Write the clients of a bundled document; `module` is that of its models. Raises CannotRun."""
    found = [each for each in operations(document) if STREAM not in _success(document, each).get("content", {})]
    text = MODULE.format(
        header=header,
        title=document["info"]["title"],
        module=module,
        methods="".join(_method(document, each, "", "return ") for each in found),
        async_methods="".join(_method(document, each, "async ", "return await ") for each in found),
    )
    output.write_text(text, "utf-8")
    ended = subprocess.run(  # noqa: S603 - our own interpreter and arguments, no shell
        [sys.executable, "-m", "ruff", "format", "--quiet", str(output)], capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise CannotRun(f"ruff could not format the client {output.name}; it said: {ended.stderr.strip()}")


def _method(document: Document, operation: Described, keyword: str, send: str) -> str:
    result = _result(document, operation)
    words = [f'"{operation.method}"', _path(operation), "type(None)" if result == "None" else result]
    if query := _query(document, operation):
        words.append("query=_given(" + ", ".join(f"{name}={snake(name)}" for name, _ in query) + ")")
    if body := _body(operation):
        words.append("body=body")
    return METHOD.format(
        keyword=keyword,
        name=snake(operation.id),
        arguments="".join(_arguments(operation, body, query)),
        result=result,
        summary=operation.spec["summary"].rstrip("."),
        send=send.replace("return ", "") if result == "None" else send,
        words=", ".join(words),
    )


def _arguments(operation: Described, body: str | None, query: list[tuple[str, str]]) -> Iterator[str]:
    for name in re.findall(r"{([^}]+)}", operation.path):
        yield f", {snake(name)}: str"
    if body:
        is_required = operation.spec["requestBody"].get("required", False)
        yield f", body: {body}" + ("" if is_required else " | None = None")
    if query:
        yield ", *"
    for name, kind in query:
        yield f", {snake(name)}: {kind} | None = None"


def _path(operation: Described) -> str:
    text = re.sub(r"{([^}]+)}", lambda name: "{quote(str(" + snake(name[1]) + '), safe="")}', operation.path)
    return ("f" if "{" in text else "") + "'" + text + "'"


def _query(document: Document, operation: Described) -> list[tuple[str, str]]:
    """(name, type) of each query parameter."""
    found = [each for each in operation.parameters if each["in"] == "query"]
    return [(each["name"], TYPES.get(resolve(document, each["schema"]).get("type", ""), "Any")) for each in found]


def _body(operation: Described) -> str | None:
    body = operation.spec.get("requestBody")
    return _model(operation, body["content"][JSON]["schema"]) if body else None


def _result(document: Document, operation: Described) -> str:
    content = _success(document, operation).get("content", {})
    if not content:
        return "None"
    return _model(operation, content[JSON]["schema"]) if JSON in content else "str"


def _success(document: Document, operation: Described) -> Document:
    """The first documented answer that is a success."""
    responses = operation.spec["responses"]
    return resolve(document, responses[next(status for status in responses if status.startswith("2"))])


def _model(operation: Described, schema: Document) -> str:
    """The class of a schema. Raises CannotRun for one without a name."""
    if "$ref" not in schema:
        raise CannotRun(f"{operation.id}: a client needs a name for each schema; put it among the components")
    return f"models.{schema['$ref'].rpartition('/')[2]}"


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
