"""What no vendor would answer, so the mock speaks for itself, in problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from fleetmock.contract.exchange import Exchange, Reply

CONTENT_TYPE = (b"content-type", b"application/problem+json")


def problem(status: int, detail: str, **members: Any) -> Reply:
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **members}
    return Reply(status, [CONTENT_TYPE], body)


def outside(exchange: Exchange) -> Reply:
    """A path below no API."""
    below = "Its APIs live below /beta and /v1, its control plane below /__admin."
    return problem(404, f"{exchange.path[:200]} is below no API of this mock. {below}")


def not_http(_: Exchange) -> Reply:
    """Not even a path: nobody's request."""
    return problem(400, "This is no HTTP request.")
