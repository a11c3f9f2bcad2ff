"""How checks send requests of their own."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode

import requests

from fleetmock.contract.examples import Described, examples
from fleetmock_tooling.fuzz.checks.context import Context
from fleetmock_tooling.fuzz.checks.contract import Contract
from fleetmock_tooling.fuzz.checks.history import History, creates
from fleetmock_tooling.fuzz.checks.pointer import MISSING, Expression
from fleetmock_tooling.fuzz.checks.step import Step

Send = Callable[[requests.PreparedRequest], Step | None]
Row = TypeVar("Row")
Given: Final = object()
JSON: Final = "application/json"


class Prober:
    """`send` returns None for a request that was not let out or not answered."""

    def __init__(self, context: Context, history: History, send: Send) -> None:
        self.context = context
        self.profile = context.profile
        self.contract: Contract = history.contract
        self.history = history
        self._send = send
        self._reached: dict[str, Mapping[str, str] | None] = {}

    def ask(
        self,
        operation: Described,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | list[tuple[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        authorization: object = Given,
        body: Any = Given,
        content_type: str | None = JSON,
        creating: bool = False,
    ) -> Step | None:
        """Send a request to an operation; what is not given is what would make it a good one.

        `authorization` is the header's value, None for no header. `path` and `body` go over the examples; a `body` of
        bytes is sent as it is, one of None not at all.
        """
        values = {**self.example(operation), **(path or {})}
        if body is Given:
            body = self.body(operation)
        url = self.url(operation.template, values) + (f"?{urlencode(query, quote_via=quote)}" if query else "")
        return self.send(operation.method, url, headers, authorization, body, content_type, creating=creating)

    def send(  # noqa: PLR0917 - the parts of a request in their order
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        authorization: object = Given,
        body: Any = None,
        content_type: str | None = JSON,
        *,
        creating: bool = False,
    ) -> Step | None:
        """Send a request as it is.

        Where the profile names its methods, another one is sent for the sake of creating something, and for no other.
        The guard allows so many of them; it cannot know why they are sent.
        """
        methods = self.profile.methods
        if not (methods is None or method in methods or creating) or not self.context.may(method, url):
            return None
        sent = dict(headers or {})
        value = f"Bearer {self.context.token}" if authorization is Given else authorization
        if isinstance(value, str):
            sent["Authorization"] = value
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        if data is not None and content_type is not None:
            sent["Content-Type"] = content_type
        return self._send(requests.Request(method, url, headers=sent, data=data).prepare())

    def url(self, template: str, values: Mapping[str, str]) -> str:
        filled = re.sub(r"{([^}]+)}", lambda match: quote(str(values[match[1]]), safe=""), template)
        return self.contract.base_url + filled

    def example(self, operation: Described) -> dict[str, str]:
        """A value for each path parameter: one that the user knows, else its example, else some text."""
        names = [each["name"] for each in operation.parameters if each["in"] == "path"]
        known = {**operation.known(), **self.context.known}
        return {name: str(known[name][0]) if known.get(name) else "1" for name in names}

    def bodies(self, operation: Described) -> list[Any]:
        content = self.contract.request(operation).get("content", {})
        return [value for media in content.values() for value in examples(media)]

    def body(self, operation: Described, index: int = 0) -> Any:
        known = self.bodies(operation)
        return known[index % len(known)] if known else None

    def untried(
        self, operation: Described, changed: Iterable[tuple[str, Any]], tried: set[str], *, valid: bool
    ) -> Iterator[tuple[str, Any]]:
        """The bodies that are valid, or those that are not, each with what was changed in it.

        What examples have in common, which `tried` holds, needs no second look in a run of seconds.
        """
        for why, body in changed:
            if self.contract.accepts(operation, body) == valid and not (
                why in tried and self.profile.max_examples == 1
            ):
                tried.add(why)
                yield why, body

    def creating(self) -> list[Described]:
        """The operations that create something to follow, when creating is allowed."""
        linked = {link.source for link in self.contract.links}
        every = self.contract.operations.values()
        found = [each for each in every if each.method == "POST" and "x-trigger" not in each.spec]
        return [each for each in found if each.id in linked and self.bodies(each)] if self.profile.creates else []

    def create(self, operation: Described, index: int = 0, path: Mapping[str, str] | None = None) -> Step | None:
        """Create with the index-th example; None when that does not succeed."""
        step = self.ask(operation, path=path, body=self.body(operation, index), creating=True)
        return step if step is not None and step.succeeded and creates(step) else None

    def followed(self, step: Step, method: str | None = None) -> Iterator[tuple[Described, dict[str, str]]]:
        """Where the links of an answer lead: the operation and its path parameters."""
        for link in self.contract.links:
            target = self.contract.by_id[link.target]
            if step.operation is None or link.source != step.operation.id or method not in {None, target.method}:
                continue
            values = {name: step.evaluate(Expression(text)) for name, text in link.parameters.items()}
            if MISSING not in values.values():
                yield target, {name: str(value) for name, value in values.items()}

    def reach(self, operation: Described) -> Mapping[str, str] | None:
        """Path parameters with which a GET succeeds; None when the examples do not. Asked once."""
        if operation.id not in self._reached:
            step = self.ask(operation) if operation.method == "GET" else None
            self._reached[operation.id] = dict(step.path) if step is not None and step.succeeded else None
        return self._reached[operation.id]

    def share(self, rows: Sequence[Row], operation: Described) -> Sequence[Row]:
        """The rows that this operation is to be tried with.

        All of them where the profile has the time; else a share, so that each row is tried with some operation.
        """
        if self.profile.max_examples > 1:
            return rows
        every = list(self.contract.operations.values())
        place = next(index for index, each in enumerate(every) if each is operation)
        return rows[place % len(rows) :: len(every)] if rows else rows

    def gets(self) -> list[Described]:
        return [each for each in self.contract.operations.values() if each.method == "GET"]
