"""Microsoft Graph's answers."""

from typing import Final

from fleetmock.contract.exchange import Exchange, Headers, Reply
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.fleet import Fleet
from fleetmock.vendors.vendor import Answer, refusal_headers

BAD_TOKEN: Final = "CompactToken parsing failed with error code: 80049217"  # noqa: S105 - a message, not a token
EXPIRED_TOKEN: Final = "Lifetime validation failed, the token is expired."  # noqa: S105 - as above
SUCCESS_TYPE: Final = (
    b"application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
)
CHALLENGE: Final = (
    b'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '
    b'client_id="00000003-0000-0000-c000-000000000000"'
)

# The ledger's entry graph-error-codes says where each code comes from. A detail, where there is one, replaces the
# message: clients may branch on the code only.
ERRORS: Final = {
    Condition.NO_TOKEN: Answer(401, "InvalidAuthenticationToken", "Access token is empty."),
    Condition.BAD_TOKEN: Answer(401, "InvalidAuthenticationToken", BAD_TOKEN),
    Condition.EXPIRED_TOKEN: Answer(401, "InvalidAuthenticationToken", EXPIRED_TOKEN),
    Condition.FORBIDDEN: Answer(403, "accessDenied", "The token lacks a permission that this call needs."),
    Condition.UNKNOWN_ROUTE: Answer(404, "ResourceNotFound", "Resource could not be discovered."),
    Condition.METHOD_NOT_ALLOWED: Answer(405, "notAllowed", "Method not allowed."),
    Condition.URI_TOO_LONG: Answer(414, "invalidRequest", "The request URI is too long."),
    Condition.INVALID_REQUEST: Answer(400, "BadRequest", "The request is invalid."),
    Condition.BODY_TOO_LARGE: Answer(413, "invalidRequest", "The request body is too large."),
    Condition.UNSUPPORTED_MEDIA_TYPE: Answer(415, "notSupported", "The content type is not supported."),
    Condition.UNKNOWN_ENTITY: Answer(404, "itemNotFound", "The item was not found."),
    Condition.THROTTLED: Answer(429, "TooManyRequests", "Please retry again later."),
    Condition.UNAVAILABLE: Answer(
        503, "serviceNotAvailable", "The service is not available. Try the request again after a delay."
    ),
    Condition.BROKEN_CONTRACT: Answer(500, "generalException", "fleetmock broke its own contract."),
}


def _names(exchange: Exchange) -> Headers:
    own, sent = exchange.request_id, exchange.client_request_id
    name = own.encode()
    return [(b"request-id", name), (b"client-request-id", name if sent is own else sent.encode())]


class Graph:
    errors = ERRORS

    def headers(self, exchange: Exchange) -> Headers:
        return [(b"content-type", SUCCESS_TYPE), (b"odata-version", b"4.0"), *_names(exchange)]

    def refuse(self, refusal: Refusal, exchange: Exchange, fleet: Fleet) -> Reply:
        answer = ERRORS[refusal.condition]
        headers = [(b"content-type", b"application/json"), *_names(exchange), *refusal_headers(refusal)]
        if answer.status == 401:
            headers.append((b"www-authenticate", CHALLENGE))
        inner = {
            "date": fleet.clock.datetime().strftime("%Y-%m-%dT%H:%M:%S"),
            "request-id": exchange.request_id,
            "client-request-id": exchange.client_request_id,
        }
        error = {"code": answer.code, "message": refusal.detail or answer.message, "innerError": inner}
        return Reply(answer.status, headers, {"error": error})
