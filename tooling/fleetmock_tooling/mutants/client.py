"""Asks an application without a socket, for the proofs that a fault shows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp

from fleetmock.settings import DEFAULT_TOKEN
from fleetmock_tooling.mutants.message import JSON, Answer, Request
from fleetmock_tooling.mutants.mock import asked


@dataclass(frozen=True, slots=True)
class Client:
    app: ASGIApp

    def get(self, target: str, **how: Any) -> Answer:
        return self.send("GET", target, **how)

    def post(self, target: str, data: Any = None, **how: Any) -> Answer:
        return self.send("POST", target, b"" if data is None else json.dumps(data).encode(), **how)

    def send(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        *,
        authorization: str | None = f"Bearer {DEFAULT_TOKEN}",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """`target` is path and query as they stand in a request; `headers` go over those that are always sent."""
        sent = {"host": "127.0.0.1:4010", "content-length": str(len(body))}
        if body:
            sent["content-type"] = JSON
        if authorization is not None:
            sent["authorization"] = authorization
        parts = urlsplit(target)
        request = Request(method, parts.path, parts.query, tuple({**sent, **(headers or {})}.items()), body)
        return asked(self.app, request)

    def polls(self, target: str, times: int) -> list[Any]:
        """The bodies of one GET after the other."""
        return [self.get(target).json() for _ in range(times)]
