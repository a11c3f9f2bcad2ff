"""The check that every answer passes before it is sent."""

from collections.abc import Mapping
from typing import Any, Final

from fleetmock.contract.exchange import Headers, Reply
from fleetmock.contract.schema import Validator

JSON: Final = ("application/json", "application/problem+json")


class ResponseCheck:
    """One documented response. Its headers and its JSON body are one schema, since each call of a validator costs."""

    __slots__ = ("_integers", "_names", "_validator")

    def __init__(self, response: Mapping[str, Any]) -> None:
        headers = {name.lower(): header for name, header in response.get("headers", {}).items()}
        self._names = {name.encode(): name for name in headers}
        self._integers = [name for name, header in headers.items() if header["schema"].get("type") == "integer"]
        schemas = {name: header["schema"] for name, header in headers.items()}
        required = [name for name, header in headers.items() if header.get("required")]
        members = {"headers": {"type": "object", "properties": schemas, "required": required}}
        content = response.get("content", {})
        body = next((media.get("schema") for kind, media in content.items() if kind in JSON), None)
        if body is not None:
            members["body"] = body
        self._validator = Validator({"type": "object", "properties": members})

    def complaint(self, reply: Reply) -> str | None:
        """What is wrong with the reply, and where, or None."""
        answer = {"body": reply.body, "headers": self._declared(reply.headers)}
        if self._validator.is_valid(answer):
            return None
        pointer, reason = next(self._validator.problems(answer))
        return f"{pointer.removeprefix('/')}: {reason}"

    def _declared(self, headers: Headers) -> dict[str, Any]:
        """The values of the headers that the document knows, as their types have them."""
        values: dict[str, Any] = {}
        for raw, value in headers:
            name = self._names.get(raw)
            if name is not None:
                values[name] = value.decode("latin-1")
        for name in self._integers:
            text = values.get(name, "")
            if text.isascii() and text.isdigit():
                values[name] = int(text)
        return values
