"""The check that every answer passes before it is sent."""

from collections.abc import Mapping
from typing import Any, Final

from fleetmock.contract.exchange import Reply
from fleetmock.contract.schema import Validator

JSON: Final = ("application/json", "application/problem+json")


class ResponseCheck:
    """One documented response: its headers and its JSON body."""

    __slots__ = ("_body", "_headers")

    def __init__(self, response: Mapping[str, Any]) -> None:
        content = response.get("content", {})
        schema = next((media.get("schema") for kind, media in content.items() if kind in JSON), None)
        self._body = Validator(schema) if schema is not None else None
        self._headers = [
            (name.lower().encode(), bool(header.get("required")), _HeaderValue(header["schema"]))
            for name, header in response.get("headers", {}).items()
        ]

    def complaint(self, reply: Reply) -> str | None:
        """What is wrong with the reply, or None."""
        if self._body is not None and not self._body.is_valid(reply.body):
            pointer, reason = next(self._body.problems(reply.body))
            return f"body {pointer}: {reason}"
        sent = dict(reply.headers)
        for name, required, value in self._headers:
            text = sent.get(name)
            if text is None:
                if required:
                    return f"header {name.decode()} is missing"
            elif not value.is_valid(text):
                return f"header {name.decode()}: {text.decode('latin-1')!r} does not fit its schema"
        return None


class _HeaderValue:
    __slots__ = ("_integer", "_validator")

    def __init__(self, schema: dict[str, Any]) -> None:
        self._integer = schema.get("type") == "integer"
        self._validator = Validator(schema)

    def is_valid(self, text: bytes) -> bool:
        if self._integer:
            return text.isdigit() and self._validator.is_valid(int(text))
        return self._validator.is_valid(text.decode("latin-1"))
