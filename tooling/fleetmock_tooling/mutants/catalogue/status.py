"""The wrong status, or the wrong error, for what happened."""

from typing import Final

from fleetmock.errors import Condition
from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_MUTE,
    A_NO_PUSH,
    G_COMMANDS,
    G_DEVICES,
    G_LAUNCHED,
    G_NO_COMMAND,
    G_NOBODY,
    LAUNCH,
    LOCK,
    P_COMMAND,
    P_DEVICE,
    P_NO_COMMAND,
    P_ROOT,
    REBOOT,
)
from fleetmock_tooling.mutants.catalogue.tokens import limited
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Mutant, Proof
from fleetmock_tooling.mutants.operators import FAILURE, edited, put, refused_as, status
from fleetmock_tooling.mutants.pointer import value

NOT_WAITING: Final = 5106


def _is_no_route(answer: Answer, request: Request) -> bool:
    return not request.template and value(answer.json(), "/error/code") == 1002


def _was_not_waiting(answer: Answer, _: Request) -> bool:
    return bool(value(answer.json(), "/error/code") == NOT_WAITING)


def _has_no_push_token(answer: Answer, _: Request) -> bool:
    return bool(value(answer.json(), "/error/code") == 5173)


def _no_content(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    return Answer(204, answer.headers) if answer.status == 404 else answer


MUTANTS: Final = (
    Mutant(
        "status-created-200",
        GRAPH,
        ("createCommand",),
        "A created command is answered with 200.",
        "createCommand: 201 is its one success.",
        edited(status(200)),
        Proof(lambda c: c.post(G_COMMANDS, LAUNCH).status, 201, 200),
    ),
    Mutant(
        "status-created-201",
        AOSP,
        ("createCommand",),
        "A created command is answered with 201.",
        "createCommand: 200 is its one success.",
        edited(status(201)),
        Proof(lambda c: c.post(A_COMMANDS, REBOOT).status, 200, 201),
    ),
    Mutant(
        "status-unknown-device-400",
        GRAPH,
        ("listCommands", "createCommand"),
        "A device that does not exist is answered as an invalid request, 400.",
        "404 is documented for no such device; 400 is for a request that is not what the specification asks for.",
        refused_as(Condition.INVALID_REQUEST, (404,)),
        Proof(lambda c: c.get(f"{G_NOBODY}/commands").status, 404, 400),
    ),
    Mutant(
        "status-unknown-command-403",
        APPLE,
        ("getCommand",),
        "A command that does not exist is answered with 403, though the token may do everything.",
        "404 is documented for no such command; 403 is for a token that lacks the permission.",
        refused_as(Condition.FORBIDDEN, (404,)),
        Proof(lambda c: c.get(P_NO_COMMAND).status, 404, 403),
    ),
    Mutant(
        "status-unknown-command-as-route",
        AOSP,
        ("getPushStatus",),
        "A command that does not exist gets the code of a path that does not exist, 1002.",
        "NotFoundBody: the code is 3001.",
        refused_as(Condition.UNKNOWN_ROUTE, (404,)),
        Proof(lambda c: c.get(A_NO_PUSH).json()["error"]["code"], 3001, 1002),
    ),
    Mutant(
        "status-unknown-route-as-entity",
        APPLE,
        (),
        "A path that does not exist gets the code of an entity that does not exist, 3001.",
        "The response UnknownRoute: the code is 1002.",
        refused_as(Condition.UNKNOWN_ENTITY, (404,), _is_no_route),
        Proof(lambda c: c.get(f"{P_ROOT}s").json()["error"]["code"], 1002, 3001),
    ),
    Mutant(
        "status-payload-absent-204",
        GRAPH,
        ("getResponsePayload", "getResponsePayloadOfSdks", "getResponsePayloadOfSingularPath"),
        "A payload that is not there is answered with 204.",
        "getResponsePayload: 404 is documented for no payload (yet), and 204 is not documented.",
        _no_content,
        Proof(lambda c: c.get(f"{G_COMMANDS}/{G_LAUNCHED}/responsePayload").status, 404, 204),
    ),
    Mutant(
        "status-cancel-refused-409",
        APPLE,
        ("cancelCommand",),
        "A command that no longer waits is refused with 409.",
        "NotCanceled: 400 with 5106.",
        edited(status(409), status=(400,), when=_was_not_waiting),
        Proof(lambda c: c.post(f"{P_COMMAND}/cancel").status, 400, 409),
    ),
    Mutant(
        "status-cancel-refused-as-invalid",
        APPLE,
        ("cancelCommand",),
        "A command that no longer waits is refused with 5209, the code of a wrong request.",
        "NotCanceled: 5106 for a command that no longer waits, 5209 for a request that is wrong.",
        refused_as(Condition.INVALID_REQUEST, (400,), _was_not_waiting),
        Proof(lambda c: c.post(f"{P_COMMAND}/cancel").json()["error"]["code"], NOT_WAITING, 5209),
    ),
    Mutant(
        "status-error-in-a-200",
        APPLE,
        ("getCommand",),
        "A command that does not exist is answered with 200, and the error in the body.",
        "404 is documented for no such command.",
        edited(status(200), status=(404,)),
        Proof(lambda c: c.get(P_NO_COMMAND).status, 404, 200),
    ),
    Mutant(
        "status-no-push-token-as-invalid",
        AOSP,
        ("createCommand",),
        "A command for a device without a push token is refused with 5209, the code of a wrong request.",
        "CommandRefused: 5173 for a device without a push token, 5209 for a request that is wrong.",
        refused_as(Condition.INVALID_REQUEST, (400,), _has_no_push_token),
        Proof(lambda c: c.post(A_MUTE, REBOOT).json()["error"]["code"], 5173, 5209),
    ),
    Mutant(
        "status-no-token-403",
        GRAPH,
        (),
        "A request without a token is answered with 403.",
        "Unauthorized: 401 when there is no token; 403 is for a token that lacks the permission.",
        refused_as(Condition.FORBIDDEN, (401,), lambda _, request: request.header("authorization") is None),
        Proof(lambda c: c.get(G_DEVICES, authorization=None).status, 401, 403),
    ),
    Mutant(
        "status-forbidden-as-401",
        AOSP,
        (),
        "A token that lacks the permission is answered with 401, as if it were a bad one.",
        "Forbidden: 403 with 4003 for a token that lacks the permission (x-permission).",
        refused_as(Condition.BAD_TOKEN, (403,)),
        Proof(lambda c: c.get(A_COMMANDS, authorization=limited(AOSP)).status, 403, 401),
    ),
    Mutant(
        "status-media-type-400",
        APPLE,
        ("createCommand", "createCommands"),
        "A body that is not declared as JSON is answered with 400.",
        "UnsupportedMediaType: 415 for a body that is not declared as JSON in UTF-8.",
        refused_as(Condition.INVALID_REQUEST, (415,)),
        Proof(lambda c: c.post(P_DEVICE, LOCK, headers={"content-type": "text/plain"}).status, 415, 400),
    ),
    Mutant(
        "status-unknown-command-410",
        GRAPH,
        ("getCommand",),
        "A command that does not exist is answered with 410.",
        "getCommand: 404 is documented, and 410 is not.",
        edited(status(410), status=(404,)),
        Proof(lambda c: c.get(G_NO_COMMAND).status, 404, 410),
    ),
    Mutant(
        "status-not-found-says-bad-request",
        GRAPH,
        (),
        "The body of every 404 holds the code of a 400, BadRequest.",
        "The ledger, graph-error-codes: itemNotFound goes with 404, BadRequest with 400.",
        edited(put("/error/code", "BadRequest"), status=(404,)),
        Proof(lambda c: c.get(G_NO_COMMAND).json()["error"]["code"], "itemNotFound", "BadRequest"),
    ),
    Mutant(
        "status-malformed-id-404",
        AOSP,
        ("getPushStatus", "listCommands"),
        "An id that is none is looked up all the same, and answered with 404.",
        "InvalidRequest: 400 with 5209 for a request that breaks the documented patterns.",
        refused_as(Condition.UNKNOWN_ENTITY, FAILURE, lambda answer, _: answer.status == 400),
        Proof(lambda c: c.get(f"{A_COMMANDS}/x/push-status").status, 400, 404),
    ),
)
