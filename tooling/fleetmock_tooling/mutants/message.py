"""A request and an answer, in the form in which a planted fault works on them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """As it came in: `path` is percent-encoded, header names are in small letters.

    `template` is the path template with its base path, "" for a path that the document does not have; `arguments` are
    its parameters, decoded. `operation` is the operationId, "" where the path has no such method.
    """

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    template: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    operation: str = ""

    def header(self, name: str) -> str | None:
        return next((value for each, value in self.headers if each == name), None)

    def json(self) -> Any:
        """The body; None when it is no JSON."""
        return parsed(self.body)

    def options(self) -> list[tuple[str, str]]:
        """The query, decoded."""
        return parse_qsl(self.query, keep_blank_values=True)

    def option(self, name: str) -> str | None:
        return dict(self.options()).get(name)

    def with_header(self, name: str, value: str | None) -> "Request":
        """None takes the header away."""
        rest = tuple(each for each in self.headers if each[0] != name)
        return replace(self, headers=rest if value is None else (*rest, (name, value)))

    def with_json(self, data: Any) -> "Request":
        body = json.dumps(data).encode()
        return replace(self, body=body).with_header("content-length", str(len(body))).with_header("content-type", JSON)

    def with_option(self, name: str, value: str | None) -> "Request":
        """None takes the option away."""
        rest = [each for each in self.options() if each[0] != name]
        if value is not None:
            rest.append((name, value))
        return replace(self, query=urlencode(rest, quote_via=quote, safe="$,:"))

    def with_argument(self, name: str, value: str) -> "Request":
        arguments = {**self.arguments, name: value}
        path = self.template
        for each, argument in arguments.items():
            path = path.replace(f"{{{each}}}", quote(argument, safe="", errors="surrogateescape"))
        return replace(self, path=path, arguments=arguments)


@dataclass(slots=True)
class Answer:
    """Without a content-length, which the server computes. Header names are in small letters."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str | None:
        return next((value for each, value in self.headers if each == name), None)

    def set_header(self, name: str, value: str | None) -> None:
        """None takes the header away."""
        self.headers = [each for each in self.headers if each[0] != name]
        if value is not None:
            self.headers.append((name, value))

    def json(self) -> Any:
        """The body; None when it is no JSON."""
        return parsed(self.body)

    def put(self, data: Any) -> None:
        self.body = json.dumps(data).encode()


def parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def json_answer(data: Any, status: int = 200) -> Answer:
    answer = Answer(status, [("content-type", JSON)])
    answer.put(data)
    return answer
