"""The request body: media type, size, JSON, schema."""

from collections.abc import Callable
from typing import Any, Final

import orjson
from starlette.types import Receive

from fleetmock.contract.exchange import Exchange
from fleetmock.contract.leaving import ClientLeft, NamespaceEnded
from fleetmock.contract.schema import Validator
from fleetmock.errors import Condition, Problem, Refusal, invalid

MAX_DEPTH: Final = 100
MAX_PROBLEMS: Final = 5
CHARSETS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def is_json(content_type: str) -> bool:
    """Whether the media type is application/json in a charset that is UTF-8 or a part of it."""
    media_type, *parameters = content_type.split(";")
    if media_type.strip().lower() != "application/json":
        return False
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in CHARSETS:
            return False
    return True


class Body:
    """The JSON body that one operation takes."""

    __slots__ = ("_known_types", "_limit", "_required", "_validator")

    def __init__(self, request_body: dict[str, Any], limit: int) -> None:
        """Raises ValueError for a request body that is not application/json alone."""
        if set(request_body["content"]) != {"application/json"}:
            raise ValueError(f"only application/json bodies are understood, not {', '.join(request_body['content'])}")
        self._validator = Validator(request_body["content"]["application/json"]["schema"])
        self._required: bool = request_body.get("required", False)
        self._limit = limit
        self._known_types = {b"application/json", b"application/json; charset=utf-8"}

    async def read(self, exchange: Exchange, receive: Receive, rewrite: Callable[[Any], Any] | None = None) -> Any:
        """The parsed and valid body; None when there is none and none is required. The exchange gets its bytes.

        `rewrite` brings what was parsed into the form that the schema knows.
        Raises Refusal, ClientLeft or NamespaceEnded.
        """
        content_type = exchange.headers.get(b"content-type")
        exchange.body = raw = await self._receive(exchange.headers, receive)
        if exchange.namespace.events.is_closed:
            raise NamespaceEnded
        if not raw and not self._required:
            return None
        if content_type not in self._known_types and not is_json((content_type or b"").decode("latin-1")):
            raise Refusal(Condition.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json in UTF-8.")
        return self._parse(raw, rewrite)

    async def _receive(self, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        declared = headers.get(b"content-length", b"")
        if len(declared) > 18 or (declared.isdigit() and int(declared) > self._limit):
            raise self._too_large()
        chunks: list[bytes] = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientLeft
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > self._limit:
                raise self._too_large()
            more = message.get("more_body", False)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def _too_large(self) -> Refusal:
        return Refusal(Condition.BODY_TOO_LARGE, f"The body is larger than {self._limit} bytes.")

    def _parse(self, raw: bytes, rewrite: Callable[[Any], Any] | None) -> Any:
        try:
            value = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise invalid("body", "", f"is not JSON: {error}") from None
        # Counting brackets is cheap and an upper bound; only a suspicious body is walked.
        if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
            raise invalid("body", "", f"is nested deeper than {MAX_DEPTH} levels")
        if rewrite:
            value = rewrite(value)
        if not self._validator.is_valid(value):
            problems = list(self._validator.problems(value))[:MAX_PROBLEMS]
            raise Refusal(
                Condition.INVALID_REQUEST,
                problems=tuple(Problem("body", pointer, why) for pointer, why in problems),
            )
        return value


def _depth(value: object) -> int:
    """Levels of nesting, without recursion: hostile bodies are what this is for."""
    level, depth = [value], 0
    while level:
        depth += 1
        following: list[object] = []
        for each in level:
            if isinstance(each, dict):
                following.extend(each.values())
            elif isinstance(each, list):
                following.extend(each)
        level = following
    return depth
