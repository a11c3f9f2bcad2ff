"""How the generated control clients reach a mock: over httpx, with errors that say what the mock said."""

from typing import Any

import httpx
from pydantic import TypeAdapter

from fleetmock_contracts.clients.control import Ask, Result


class ControlError(Exception):
    """The control plane refused a request; `status` and `problem` are its answer (RFC 9457)."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        super().__init__("; ".join([f"{status} {problem.get('title', '')}".strip(), *_details(problem)]))


def _details(problem: dict[str, Any]) -> list[str]:
    errors = [f"{each['in']} {each['pointer']}: {each['detail']}" for each in problem.get("errors", ())]
    return errors or [detail for detail in [problem.get("detail")] if detail]


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


def _read(ask: Ask[Result], response: httpx.Response) -> Result:
    if response.is_error:
        is_json = "json" in response.headers.get("content-type", "")
        raise ControlError(response.status_code, response.json() if is_json else {"detail": response.text})
    if ask.result in {str, type(None)}:
        return response.text if ask.result is str else None  # type: ignore[return-value] # mypy cannot narrow a type variable by a value
    return TypeAdapter(ask.result).validate_json(response.content)
