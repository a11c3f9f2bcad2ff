"""How the generated control clients reach a mock: over httpx, with errors that say what the mock said."""

from typing import Any, Final

import httpx

from fleetmock_contracts.clients.control import Ask, Result

# What a problem says of each thing that is wrong.
ITEM: Final = {"in", "pointer", "detail"}


class ControlError(Exception):
    """The control plane refused a request; `status` and `problem` are its answer (RFC 9457)."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        super().__init__("; ".join([f"{status} {problem.get('title', '')}".strip(), *_details(problem)]))


def _details(problem: dict[str, Any]) -> list[str]:
    errors = problem.get("errors")
    if isinstance(errors, list) and errors and all(isinstance(each, dict) and each.keys() >= ITEM for each in errors):
        return [f"{each['in']} {each['pointer']}: {each['detail']}" for each in errors]
    return [str(problem["detail"])] if problem.get("detail") else []


class Connection:
    """Sends what a `Client` asks, one request after the other."""

    def __init__(self, client: httpx.Client, prefix: str = "") -> None:
        """`prefix` is that of a namespace."""
        self._client = client
        self._prefix = prefix

    def __call__(self, ask: Ask[Result], /) -> Result:
        """Raises ControlError or httpx.TransportError."""
        return _read(ask, self._client.send(_request(self._client, ask, self._prefix)))


class AsyncConnection:
    """Sends what an `AsyncClient` asks."""

    def __init__(self, client: httpx.AsyncClient, prefix: str = "") -> None:
        self._client = client
        self._prefix = prefix

    async def __call__(self, ask: Ask[Result], /) -> Result:
        """Raises ControlError or httpx.TransportError."""
        return _read(ask, await self._client.send(_request(self._client, ask, self._prefix)))


def _request(client: httpx.Client | httpx.AsyncClient, ask: Ask[Any], prefix: str) -> httpx.Request:
    content, headers = None, {}
    if ask.body is not None:
        content = ask.body.model_dump_json(by_alias=True, exclude_unset=True)
        headers = {"content-type": "application/json"}
    return client.build_request(
        ask.method, prefix + ask.path, params=_texts(ask.query), content=content, headers=headers
    )


def _texts(query: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}


def _problem(response: httpx.Response) -> dict[str, Any]:
    """What is no problem is the detail of one: it may be somebody else who answers."""
    try:
        found = response.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"detail": response.text}


def _read(ask: Ask[Result], response: httpx.Response) -> Result:
    if response.is_error:
        raise ControlError(response.status_code, _problem(response))
    if ask.result in {str, type(None)}:
        return response.text if ask.result is str else None  # type: ignore[return-value] # mypy cannot narrow a type variable by a value
    from pydantic import TypeAdapter  # noqa: PLC0415 - it takes long, and a test may do without answers that have a type

    return TypeAdapter(ask.result).validate_json(response.content)
