"""The control plane's answers: JSON, and problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any, Final

from fleetmock.contract.exchange import Exchange, Headers, Reply
from fleetmock.errors import Condition, Problem, Refusal
from fleetmock.fleet.fleet import Fleet
from fleetmock.vendors.vendor import Answer, refusal_headers

CONTENT_TYPE: Final = (b"content-type", b"application/json")
PROBLEM_TYPE: Final = (b"content-type", b"application/problem+json")
CHALLENGE: Final = (b"www-authenticate", b'Bearer realm="fleetmock control"')
TYPE: Final = "urn:fleetmock:problem:"


def _answer(condition: Condition, status: int, message: str) -> Answer:
    return Answer(status, TYPE + condition.name.lower().replace("_", "-"), message)


# The messages are for conditions that come without a sentence of their own.
ERRORS: Final = {
    condition: _answer(condition, status, message)
    for condition, status, message in (
        (Condition.NO_TOKEN, 401, "This address is not loopback, so the control plane needs its token."),
        (Condition.BAD_TOKEN, 401, "This is not the control token."),
        (Condition.FORBIDDEN, 403, "The request is not allowed."),
        (Condition.UNKNOWN_ROUTE, 404, "The control plane has no such path; GET /__admin/openapi/control lists them."),
        (Condition.METHOD_NOT_ALLOWED, 405, "The path does not have this method."),
        (Condition.URI_TOO_LONG, 414, "Path and query are too long."),
        (Condition.INVALID_REQUEST, 400, "The request is not what the specification asks for."),
        (Condition.BODY_TOO_LARGE, 413, "The body is too large."),
        (Condition.UNSUPPORTED_MEDIA_TYPE, 415, "The body must be application/json in UTF-8."),
        (Condition.UNKNOWN_ENTITY, 404, "There is no such thing."),
        (Condition.CONFLICT, 409, "That is not possible as things are."),
        (Condition.UNPROCESSABLE, 422, "The request names something that this mock does not have."),
        (Condition.BROKEN_CONTRACT, 500, "fleetmock broke its own contract."),
    )
}


class Control:
    errors = ERRORS

    def headers(self, exchange: Exchange) -> Headers:  # noqa: ARG002 - nothing of the request shows in them
        return [CONTENT_TYPE, (b"cache-control", b"no-store")]

    def refuse(self, refusal: Refusal, exchange: Exchange, fleet: Fleet) -> Reply:  # noqa: ARG002 - as above
        answer = ERRORS[refusal.condition]
        headers = [PROBLEM_TYPE, *refusal_headers(refusal)]
        if answer.status == 401:
            headers.append(CHALLENGE)
        body: dict[str, Any] = {
            "type": answer.code,
            "title": HTTPStatus(answer.status).phrase,
            "status": answer.status,
            "detail": refusal.detail or answer.message,
        }
        if refusal.problems:
            body["errors"] = [_error(each) for each in refusal.problems]
        return Reply(answer.status, headers, body)


def _error(problem: Problem) -> dict[str, str]:
    """A pointer is a URI fragment, as in the RFC's own example; that of a parameter is its name."""
    pointer = problem.pointer if problem.pointer.startswith("/") or not problem.pointer else f"/{problem.pointer}"
    return {"in": problem.place, "pointer": f"#{pointer}", "detail": problem.reason}
