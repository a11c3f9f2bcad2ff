"""Applivery's answers. Its codes and messages are fixed pairs, so what is wrong goes into `error.data`."""

from typing import Any, Final

from fleetmock.contract.exchange import Exchange, Headers, Reply
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.fleet import Fleet
from fleetmock.vendors.vendor import Answer, refusal_headers

CONTENT_TYPE: Final = (b"content-type", b"application/json; charset=utf-8")

# The ledger's entries for Applivery say which of these are documented and which are decisions.
ERRORS: Final = {
    Condition.NO_TOKEN: Answer(401, 4002, "No auth token"),
    Condition.BAD_TOKEN: Answer(401, 4004, "Invalid Token"),
    Condition.EXPIRED_TOKEN: Answer(401, 4004, "Invalid Token"),
    Condition.FORBIDDEN: Answer(403, 4003, "Forbidden"),
    Condition.UNKNOWN_ROUTE: Answer(404, 1002, "Route not found"),
    Condition.METHOD_NOT_ALLOWED: Answer(405, 1002, "Route not found"),
    Condition.URI_TOO_LONG: Answer(414, 5209, "Invalid input"),
    Condition.INVALID_REQUEST: Answer(400, 5209, "Invalid input"),
    Condition.BODY_TOO_LARGE: Answer(413, 5209, "Invalid input"),
    Condition.UNSUPPORTED_MEDIA_TYPE: Answer(415, 5209, "Invalid input"),
    Condition.UNKNOWN_ENTITY: Answer(404, 3001, "Entity not found"),
    Condition.NOT_CANCELLABLE: Answer(400, 5106, "AdmCommand not status pending or tried"),
    Condition.NO_PUSH_TOKEN: Answer(400, 5173, "No pushNotification token configured"),
    Condition.THROTTLED: Answer(429, 5003, "Limit Exceeded"),
    Condition.UNAVAILABLE: Answer(503, 5000, "Service unavailable"),
    Condition.BROKEN_CONTRACT: Answer(500, 5000, "fleetmock broke its own contract"),
}


class Applivery:
    errors = ERRORS

    def headers(self, exchange: Exchange) -> Headers:  # noqa: ARG002 - nothing of the request shows in them
        return [CONTENT_TYPE]

    def refuse(self, refusal: Refusal, exchange: Exchange, fleet: Fleet) -> Reply:  # noqa: ARG002 - as above
        answer = ERRORS[refusal.condition]
        error: dict[str, Any] = {"code": answer.code, "message": answer.message}
        if refusal.problems:
            error["data"] = {
                "problems": [
                    {"in": each.place, "pointer": each.pointer, "reason": each.reason} for each in refusal.problems
                ]
            }
        elif refusal.detail:
            error["data"] = {"reason": refusal.detail}
        return Reply(answer.status, [CONTENT_TYPE, *refusal_headers(refusal)], {"status": False, "error": error})
