"""Methods that a path does not have, and what is answered to them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from fleetmock.errors import Condition
from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_DEVICES,
    A_PUSH,
    G_COMMAND,
    G_DEVICES,
    LOCK,
    P_COMMAND,
    P_DEVICE,
)
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request, json_answer
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Fault, Mutant, Proof
from fleetmock_tooling.mutants.operators import edited, raw, refused_as, resent

NOT_ALLOWED: Final = "The response MethodNotAllowed: the path exists, the method does not; 405 with Allow."
COMMAND: Final = "CommandId}"


def _taken_for(other: str, method: str, ending: str) -> Fault:
    """Requests with this method, to paths whose template has this ending, are taken for requests with another."""
    return resent(
        lambda request: replace(request, method=other),
        lambda request: request.method == method and request.template.endswith(ending),
    )


def _deleted(request: Request, mock: Mock) -> Answer:
    if request.method != "DELETE" or not request.template.endswith(COMMAND):
        return mock(request)
    there = mock(replace(request, method="GET", body=b""))
    if there.status != 200:
        return there
    mock(replace(request, method="POST", path=f"{request.path}/cancel", body=b""))
    return json_answer({"status": True})


def _listed(request: Request, mock: Mock) -> Answer:
    if request.method == "GET" and request.template.endswith("{targetId}"):
        return json_answer({"status": True, "data": []})
    return mock(request)


def _traced(request: Request, mock: Mock) -> Answer:
    if request.method != "TRACE" or not request.template:
        return mock(request)
    lines = [f"TRACE {request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in request.headers)]
    return Answer(200, [("content-type", "message/http")], "\r\n".join(lines).encode("latin-1"))


def _with_status(code: int, *methods: str) -> Fault:
    """405 becomes another status for these methods."""

    def edit(answer: Answer, _: Request) -> None:
        answer.status = code

    return edited(edit, status=(405,), when=lambda _, request: request.method in methods)


def _asked(method: str, target: str) -> Callable[[Client], int]:
    return lambda client: client.send(method, target).status


def _cancelled_by_get(client: Client) -> str:
    command = f"{P_DEVICE}/{client.post(P_DEVICE, LOCK).json()['data']['id']}"
    client.get(f"{command}/cancel")
    return str(client.get(command).json()["data"]["status"])


def _deleted_command(client: Client) -> tuple[int, str]:
    command = f"{P_DEVICE}/{client.post(P_DEVICE, LOCK).json()['data']['id']}"
    return client.send("DELETE", command).status, client.get(command).json()["data"]["status"]


MUTANTS: Final = (
    Mutant(
        "methods-put-reads",
        GRAPH,
        (),
        "PUT on a command answers it, as GET does.",
        NOT_ALLOWED,
        _taken_for("GET", "PUT", "command-id}"),
        Proof(_asked("PUT", G_COMMAND), 405, 200),
    ),
    Mutant(
        "methods-delete-cancels",
        APPLE,
        (),
        "DELETE on a command cancels it.",
        NOT_ALLOWED,
        _deleted,
        Proof(_deleted_command, (405, "Pending"), (200, "Cancel")),
    ),
    Mutant(
        "methods-head",
        AOSP,
        (),
        "HEAD is answered wherever GET is.",
        NOT_ALLOWED,
        _taken_for("GET", "HEAD", ""),
        Proof(_asked("HEAD", A_DEVICES), 405, 200),
    ),
    Mutant(
        "methods-patch-404",
        GRAPH,
        (),
        "PATCH on a path that exists is answered as a path that does not, 404.",
        NOT_ALLOWED,
        refused_as(Condition.UNKNOWN_ROUTE, (405,), lambda _, request: request.method == "PATCH"),
        Proof(_asked("PATCH", G_COMMAND), 405, 404),
    ),
    Mutant(
        "methods-405-is-html",
        APPLE,
        (),
        "A 405 has a page of HTML for a body, declared as JSON.",
        "The response MethodNotAllowed: UnknownRouteBody.",
        edited(raw(lambda _: b"<h1>Method Not Allowed</h1>"), status=(405,)),
        Proof(lambda c: c.send("PUT", P_COMMAND).body[:4], b'{"st', b"<h1>"),
    ),
    Mutant(
        "methods-405-as-entity",
        AOSP,
        (),
        "A 405 has the code of an entity that does not exist, 3001.",
        "The response MethodNotAllowed: UnknownRouteBody, whose code is 1002.",
        edited(raw(lambda body: body.replace(b"1002", b"3001")), status=(405,)),
        Proof(lambda c: c.send("PUT", A_COMMANDS).json()["error"]["code"], 1002, 3001),
    ),
    Mutant(
        "methods-get-lists",
        APPLE,
        (),
        "GET on a target, which takes POST only, answers an empty list.",
        NOT_ALLOWED,
        _listed,
        Proof(_asked("GET", P_DEVICE), 405, 200),
    ),
    Mutant(
        "methods-post-reads",
        AOSP,
        (),
        "POST on a push status answers it, as GET does.",
        NOT_ALLOWED,
        _taken_for("GET", "POST", "push-status"),
        Proof(_asked("POST", A_PUSH), 405, 200),
    ),
    Mutant(
        "methods-trace",
        GRAPH,
        (),
        "TRACE sends the request back, its token included.",
        NOT_ALLOWED,
        _traced,
        Proof(_asked("TRACE", G_DEVICES), 405, 200),
    ),
    Mutant(
        "methods-get-cancels",
        APPLE,
        (),
        "GET cancels a command too.",
        NOT_ALLOWED,
        _taken_for("POST", "GET", "/cancel"),
        Proof(_cancelled_by_get, "Pending", "Cancel"),
    ),
    Mutant(
        "methods-put-501",
        GRAPH,
        (),
        "PUT is answered with 501.",
        NOT_ALLOWED,
        _with_status(501, "PUT"),
        Proof(_asked("PUT", G_DEVICES), 405, 501),
    ),
    Mutant(
        "methods-delete-400",
        AOSP,
        (),
        "DELETE is answered as an invalid request, 400.",
        NOT_ALLOWED,
        refused_as(Condition.INVALID_REQUEST, (405,), lambda _, request: request.method == "DELETE"),
        Proof(_asked("DELETE", A_PUSH), 405, 400),
    ),
    Mutant(
        "methods-put-creates",
        AOSP,
        (),
        "PUT on a list creates, as POST does.",
        NOT_ALLOWED,
        _taken_for("POST", "PUT", "/commands"),
        Proof(lambda c: c.send("PUT", A_COMMANDS, b'{"command": "LOCK"}').status, 405, 200),
    ),
)
