"""Who is let in, who is not, and what they are told."""

from typing import Any, Final

import jwt

from fleetmock.errors import Condition
from fleetmock.settings import DEFAULT_TOKEN
from fleetmock.tokens import Grant, NotMinted, read
from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_DEVICES,
    A_NOBODY,
    A_PUSH,
    G_COMMAND,
    G_DEVICES,
    P_COMMAND,
)
from fleetmock_tooling.mutants.catalogue.tokens import expired, limited, unlimited
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Fault, Mutant, Proof
from fleetmock_tooling.mutants.operators import When, edited, forgiven, put, refused_as

GOOD: Final = f"Bearer {DEFAULT_TOKEN}"
NO_TOKEN: Final = (4002, "No auth token")
BAD_TOKEN: Final = (4004, "Invalid Token")


def _admitted(when: When, status: int = 401) -> Fault:
    """Whom the mock does not let in comes in all the same."""
    return forgiven(lambda request: request.with_header("authorization", GOOD), (status,), when)


def _anybody(_: Request) -> bool:
    return True


def _token(request: Request) -> str:
    scheme, _, token = (request.header("authorization") or "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _grant(request: Request) -> Grant:
    try:
        return read(_token(request).encode("latin-1"))
    except NotMinted:
        return Grant("nobody's", frozenset())


def _claims(request: Request) -> Any:
    """What a token says, whoever signed it."""
    try:
        return jwt.decode(_token(request), options={"verify_signature": False, "verify_exp": False})
    except jwt.PyJWTError:
        return {}


def _swapped(answer: Answer, request: Request) -> None:
    code, message = BAD_TOKEN if answer.json()["error"]["code"] == NO_TOKEN[0] else NO_TOKEN
    put("/error/code", code)(answer, request)
    put("/error/message", message)(answer, request)


def _looked_up_first(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    if answer.status == 401:
        looked_up = mock(request.with_header("authorization", GOOD))
        return looked_up if looked_up.status == 404 else answer
    return answer


def _forged(api: str) -> str:
    head, payload, _ = unlimited(api).split(".")
    return f"{head}.{payload}.c2lnbmVkIGJ5IG5vYm9keQ"


MUTANTS: Final = (
    Mutant(
        "authentication-none-needed",
        GRAPH,
        ("getResponsePayloadOfSdks",),
        "The payload under the path of the SDKs needs no token.",
        "The document's security: bearer on every operation.",
        _admitted(_anybody),
        Proof(lambda c: c.get(f"{G_COMMAND}/responsepayload", authorization=None).status, 401, 200),
    ),
    Mutant(
        "authentication-any-token",
        AOSP,
        ("listDevices",),
        "Any token is good for the list of devices.",
        "Unauthorized: 401 for a token that is not a good one.",
        _admitted(lambda request: bool(_token(request))),
        Proof(lambda c: c.get(A_DEVICES, authorization="Bearer nobody").status, 401, 200),
    ),
    Mutant(
        "authentication-beginning-of-a-token",
        APPLE,
        (),
        "The first characters of a good token are as good as the whole.",
        "Unauthorized: 401 for a token that is not a good one.",
        _admitted(lambda request: bool(_token(request)) and DEFAULT_TOKEN.startswith(_token(request))),
        Proof(lambda c: c.get(P_COMMAND, authorization=GOOD[:-1]).status, 401, 200),
    ),
    Mutant(
        "authentication-something-after-a-token",
        AOSP,
        (),
        "A good token with something behind it is as good as without.",
        "Unauthorized: 401 for a token that is not a good one.",
        _admitted(lambda request: _token(request).startswith(DEFAULT_TOKEN)),
        Proof(lambda c: c.get(A_DEVICES, authorization=f"{GOOD}x").status, 401, 200),
    ),
    Mutant(
        "authentication-token-in-any-case",
        GRAPH,
        (),
        "A token is compared without regard to case.",
        "Unauthorized: 401 for a token that is not a good one.",
        _admitted(lambda request: _token(request).lower() == DEFAULT_TOKEN),
        Proof(lambda c: c.get(G_DEVICES, authorization=f"Bearer {DEFAULT_TOKEN.upper()}").status, 401, 200),
    ),
    Mutant(
        "authentication-any-scheme",
        APPLE,
        (),
        "A good token is good under any scheme.",
        "The security scheme is bearer; the ledger, applivery-token-header: another scheme counts as no token.",
        _admitted(lambda request: (request.header("authorization") or "").endswith(f" {DEFAULT_TOKEN}")),
        Proof(lambda c: c.get(P_COMMAND, authorization=f"Basic {DEFAULT_TOKEN}").status, 401, 200),
    ),
    Mutant(
        "authentication-empty-token",
        GRAPH,
        (),
        "The word Bearer with no token behind it is let in.",
        "Unauthorized: 401 when there is no token.",
        _admitted(lambda request: (request.header("authorization") or "").strip().lower() == "bearer"),
        Proof(lambda c: c.get(G_DEVICES, authorization="Bearer ").status, 401, 200),
    ),
    Mutant(
        "authentication-expired",
        AOSP,
        (),
        "A token is good for ever.",
        "The ledger, applivery-401: 4004 for a token that has expired.",
        _admitted(lambda request: _grant(request).expires is not None),
        Proof(lambda c: c.get(A_DEVICES, authorization=expired(AOSP)).status, 401, 200),
    ),
    Mutant(
        "authentication-no-permission-needed",
        APPLE,
        ("cancelCommand",),
        "A command can be cancelled without the permission.",
        "cancelCommand: x-permission mdm.apple.command.cancel, else 403 with 4003.",
        _admitted(_anybody, 403),
        Proof(lambda c: c.post(f"{P_COMMAND}/cancel", authorization=limited(APPLE)).status, 403, 400),
    ),
    Mutant(
        "authentication-other-permission",
        GRAPH,
        ("listDevices",),
        "The permission for commands is good for the list of devices too.",
        "listDevices: x-permission Device.Read; the ledger, graph-scopes: neither in place of the other.",
        _admitted(lambda request: _grant(request).allows("Device.Command"), 403),
        Proof(lambda c: c.get(G_DEVICES, authorization=limited(GRAPH, "Device.Command")).status, 403, 200),
    ),
    Mutant(
        "authentication-token-of-another-api",
        AOSP,
        (),
        "A token for another API is good here too.",
        "The ledger, applivery-401: 4004 for a token for another API.",
        _admitted(lambda request: _grant(request).allows("mdm.aosp.device.list")),
        Proof(lambda c: c.get(A_DEVICES, authorization=unlimited(APPLE)).status, 401, 200),
    ),
    Mutant(
        "authentication-forged-signature",
        GRAPH,
        (),
        "Nobody looks at the signature of a token.",
        "Unauthorized: 401 for a token that is not a good one.",
        _admitted(lambda request: _claims(request).get("iss") == "fleetmock"),
        Proof(lambda c: c.get(G_DEVICES, authorization=_forged(GRAPH)).status, 401, 200),
    ),
    Mutant(
        "authentication-codes-swapped",
        AOSP,
        (),
        "No token is 4004 and a bad one 4002.",
        "Unauthorized: 4002 when there is no token, 4004 when it is not a good one.",
        edited(_swapped, status=(401,)),
        Proof(lambda c: c.get(A_DEVICES, authorization=None).json()["error"]["code"], 4002, 4004),
    ),
    Mutant(
        "authentication-bad-token-404",
        APPLE,
        (),
        "A bad token is answered with 404.",
        "Unauthorized: 401 for a token that is not a good one.",
        refused_as(Condition.UNKNOWN_ENTITY, (401,), lambda _, request: bool(_token(request))),
        Proof(lambda c: c.get(P_COMMAND, authorization="Bearer nobody").status, 401, 404),
    ),
    Mutant(
        "authentication-token-in-the-query",
        AOSP,
        (),
        "A token in the query is good, without any header.",
        "The security scheme is bearer, in the header Authorization.",
        _admitted(lambda request: request.option("access_token") == DEFAULT_TOKEN),
        Proof(lambda c: c.get(f"{A_PUSH}?access_token={DEFAULT_TOKEN}", authorization=None).status, 401, 200),
    ),
    Mutant(
        "authentication-after-the-look-up",
        AOSP,
        ("listCommands", "getPushStatus"),
        "Who has no token is told by a 404 that a device or command does not exist.",
        "Unauthorized: 401 when there is no token; NotFound is for who may ask.",
        _looked_up_first,
        Proof(
            lambda c: [c.get(each, authorization=None).status for each in (A_COMMANDS, A_NOBODY)], [401] * 2, [401, 404]
        ),
    ),
)
