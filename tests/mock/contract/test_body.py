import asyncio
from typing import Any

import pytest
from starlette.types import Message

from fleetmock.app import create_app
from fleetmock.contract.body import MAX_DEPTH, Body, is_json
from fleetmock.contract.exchange import Exchange
from fleetmock.contract.leaving import ClientLeft
from fleetmock.errors import Condition, Refusal
from fleetmock.settings import Settings

NAMESPACE = create_app(Settings(log_format="off")).namespace
SCHEMA = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "minLength": 1}}}
JSON = {b"content-type": b"application/json"}


def body(limit: int = 1000, *, required: bool = True) -> Body:
    return Body({"required": required, "content": {"application/json": {"schema": SCHEMA}}}, limit)


def exchange(headers: dict[bytes, bytes]) -> Exchange:
    found = Exchange({"method": "POST", "path": "/", "query_string": b"", "headers": list(headers.items())})
    found.enter(NAMESPACE)
    return found


def read(taker: Body, *chunks: bytes, headers: dict[bytes, bytes] = JSON) -> Any:
    messages = [
        {"type": "http.request", "body": chunk, "more_body": index < len(chunks)}
        for index, chunk in enumerate(chunks, 1)
    ]

    async def receive() -> Message:
        return messages.pop(0)

    return asyncio.run(taker.read(exchange(headers), receive))


def refusal(taker: Body, *chunks: bytes, headers: dict[bytes, bytes] = JSON) -> Refusal:
    with pytest.raises(Refusal) as raised:
        read(taker, *chunks, headers=headers)
    return raised.value


def test_a_valid_body_is_parsed_however_it_arrives() -> None:
    assert read(body(), b'{"a": "x"}') == {"a": "x"}
    assert read(body(), b'{"a"', b': "x', b'"}') == {"a": "x"}


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"NaN", b'{"a": 1e999}', b'{"a": "\\ud800"}', b"[" * 5000])
def test_what_is_not_json_is_an_invalid_request(raw: bytes) -> None:
    refused = refusal(body(limit=10_000), raw)
    assert refused.condition is Condition.INVALID_REQUEST
    assert "is not JSON" in refused.detail


def test_problems_name_the_place() -> None:
    (problem,) = refusal(body(), b'{"a": ""}').problems
    assert (problem.place, problem.pointer) == ("body", "/a")


def test_nesting_is_limited_where_serializers_would_give_up() -> None:
    def nested(levels: int) -> bytes:
        return b'{"a":"x","n":' + b"[" * levels + b"]" * levels + b"}"

    assert read(body(), nested(MAX_DEPTH - 2))["a"] == "x"
    assert "nested deeper" in refusal(body(), nested(MAX_DEPTH + 1)).detail


def test_the_limit_is_a_hundred_levels() -> None:
    assert MAX_DEPTH == 100


def test_a_client_that_leaves_has_asked_nothing() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    with pytest.raises(ClientLeft):
        asyncio.run(body().read(exchange(JSON), receive))


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert len(read(body(), b'{"a":"x","n":[' + b"[]," * 150 + b"[]]}")["n"]) == 151


@pytest.mark.parametrize("headers", [JSON, JSON | {b"content-length": b"11"}, JSON | {b"content-length": b"9" * 30}])
def test_a_body_over_the_limit_is_refused_declared_or_not(headers: dict[bytes, bytes]) -> None:
    refused = refusal(body(limit=10), b'{"a":', b'"1234567"}', headers=headers)
    assert refused.condition is Condition.BODY_TOO_LARGE


def test_a_body_at_the_limit_is_taken() -> None:
    assert read(body(limit=10), b'{"a": "x"}') == {"a": "x"}


@pytest.mark.parametrize(
    ("content_type", "json"),
    [
        ("application/json", True),
        ("Application/JSON; charset=UTF-8", True),
        ('application/json;charset="utf-8"', True),
        ("application/json; odata.metadata=minimal", True),
        ("application/json; charset=iso-8859-1", False),
        ("application/x-www-form-urlencoded", False),
        ("text/plain", False),
        ("", False),
    ],
)
def test_media_types(content_type: str, *, json: bool) -> None:
    assert is_json(content_type) is json


@pytest.mark.parametrize("headers", [{}, {b"content-type": b"text/plain"}])
def test_a_body_of_another_media_type_is_refused(headers: dict[bytes, bytes]) -> None:
    assert refusal(body(), b'{"a":"x"}', headers=headers).condition is Condition.UNSUPPORTED_MEDIA_TYPE


def test_an_optional_body_may_be_missing() -> None:
    assert read(body(required=False), b"", headers={}) is None


def test_only_json_bodies_are_compiled() -> None:
    with pytest.raises(ValueError, match="application/xml"):
        Body({"content": {"application/xml": {"schema": {}}}}, 10)
