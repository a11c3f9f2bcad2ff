"""Headers that are missing, wrong, or lead nowhere."""

from typing import Final

from fleetmock_tooling.mutants.catalogue.places import (
    A_DEVICES,
    A_NOBODY,
    A_PUSH,
    G_COMMAND,
    G_COMMANDS,
    G_DEVICES,
    LAUNCH,
    P_COMMAND,
    P_DEVICE,
    P_NO_COMMAND,
)
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Mutant, Proof, appears, vanishes
from fleetmock_tooling.mutants.operators import edited, header, raw

GUID: Final = "11111111-2222-3333-4444-555555555555"
ANY: Final = range(200, 600)


def _shorter_location(answer: Answer, _: Request) -> None:
    answer.set_header("location", (answer.header("location") or "")[:-4])


def _previous_location(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    location = answer.header("location")
    if location is not None:
        answer.set_header("location", mock.memory.setdefault("location", location))
        mock.memory["location"] = location
    return answer


def _own_id_again(answer: Answer, _: Request) -> None:
    answer.set_header("client-request-id", answer.header("request-id"))


def _leads_to(client: Client) -> bool:
    created = [client.post(G_COMMANDS, LAUNCH) for _ in range(2)][-1]
    return str(created.header("location")).endswith(created.json()["id"])


def _of_two(client: Client) -> int:
    return len({client.get(G_DEVICES).header("request-id") for _ in range(2)})


MUTANTS: Final = (
    Mutant(
        "headers-no-location",
        GRAPH,
        ("createCommand",),
        "A created command has no Location.",
        "createCommand 201: the header Location is required.",
        edited(header("location", None)),
        appears(lambda c: c.post(G_COMMANDS, LAUNCH).header("location") is None),
    ),
    Mutant(
        "headers-location-of-the-last",
        GRAPH,
        ("createCommand",),
        "Location names the command that was created before this one.",
        "Header Location: where the created command is.",
        _previous_location,
        vanishes(_leads_to),
    ),
    Mutant(
        "headers-location-cut",
        GRAPH,
        ("createCommand",),
        "Location has lost its last characters and leads to a 404.",
        "Header Location: where the created command is; it is made from the link getCommand.",
        edited(_shorter_location),
        Proof(lambda c: c.get(str(c.post(G_COMMANDS, LAUNCH).header("location"))).status, 200, 404),
    ),
    Mutant(
        "headers-request-id-no-guid",
        GRAPH,
        ("getCommand",),
        "The request-id is a number.",
        "Header request-id: format uuid.",
        edited(header("request-id", "1024")),
        Proof(lambda c: str(c.get(G_COMMAND).header("request-id")).count("-"), 4, 0),
    ),
    Mutant(
        "headers-request-id-always-the-same",
        GRAPH,
        (),
        "Every answer has the same request-id.",
        "Header request-id: it names this request.",
        edited(header("request-id", GUID), status=ANY),
        Proof(_of_two, 2, 1),
    ),
    Mutant(
        "headers-client-request-id-not-echoed",
        GRAPH,
        (),
        "The client's own client-request-id does not come back.",
        "Header client-request-id: the GUID that the client sent in its own.",
        edited(_own_id_again, status=ANY),
        vanishes(
            lambda c: (
                c.get(G_DEVICES, headers={"client-request-id": GUID.upper()}).header("client-request-id")
                == GUID.upper()
            )
        ),
    ),
    Mutant(
        "headers-no-odata-version",
        GRAPH,
        ("listDevices",),
        "The list of devices has no OData-Version.",
        "listDevices 200: the header OData-Version is required.",
        edited(header("odata-version", None)),
        Proof(lambda c: c.get(G_DEVICES).header("odata-version"), "4.0", None),
    ),
    Mutant(
        "headers-text-plain",
        AOSP,
        ("listDevices",),
        "JSON is declared as text/plain.",
        "listDevices 200: application/json is its one media type.",
        edited(header("content-type", "text/plain")),
        Proof(lambda c: c.get(A_DEVICES).header("content-type"), "application/json; charset=utf-8", "text/plain"),
    ),
    Mutant(
        "headers-html-error",
        APPLE,
        (),
        "What does not exist is answered with a page of HTML.",
        "NotFound: application/json with NotFoundBody.",
        edited(header("content-type", "text/html"), raw(lambda _: b"<h1>Not Found</h1>"), status=(404,)),
        Proof(lambda c: c.get(P_NO_COMMAND).body[:4], b'{"st', b"<h1>"),
    ),
    Mutant(
        "headers-no-content-type",
        APPLE,
        ("getCommand",),
        "A command has no Content-Type.",
        "getCommand 200: application/json.",
        edited(header("content-type", None)),
        appears(lambda c: c.get(P_COMMAND).header("content-type") is None),
    ),
    Mutant(
        "headers-problem-json",
        GRAPH,
        (),
        "Refusals are declared as application/problem+json.",
        "InvalidRequest, NotFound and the others: application/json is their one media type.",
        edited(header("content-type", "application/problem+json"), status=(400, 404)),
        Proof(
            lambda c: c.get(f"{G_DEVICES}?$top=0").header("content-type"),
            "application/json",
            "application/problem+json",
        ),
    ),
    Mutant(
        "headers-no-challenge",
        GRAPH,
        (),
        "A 401 has no WWW-Authenticate.",
        "Unauthorized: the header WWW-Authenticate is required.",
        edited(header("www-authenticate", None), status=(401,)),
        appears(lambda c: c.get(G_DEVICES, authorization=None).header("www-authenticate") is None),
    ),
    Mutant(
        "headers-basic-challenge",
        GRAPH,
        (),
        "A 401 asks for Basic credentials.",
        "Header WWW-Authenticate: the pattern ^Bearer .",
        edited(header("www-authenticate", 'Basic realm="graph"'), status=(401,)),
        Proof(lambda c: str(c.get(G_DEVICES, authorization=None).header("www-authenticate"))[:5], "Beare", "Basic"),
    ),
    Mutant(
        "headers-no-allow",
        AOSP,
        (),
        "A 405 has no Allow.",
        "MethodNotAllowed: the header Allow is required.",
        edited(header("allow", None), status=(405,)),
        Proof(lambda c: c.send("PUT", A_NOBODY).header("allow"), "GET, POST", None),
    ),
    Mutant(
        "headers-wrong-allow",
        APPLE,
        (),
        "Allow says GET on a path that has POST only.",
        "Header Allow: the methods this path has.",
        edited(header("allow", "GET"), status=(405,), when=lambda answer, _: answer.header("allow") == "POST"),
        Proof(lambda c: c.send("PUT", P_DEVICE).header("allow"), "POST", "GET"),
    ),
    Mutant(
        "headers-utf-16",
        AOSP,
        ("getPushStatus",),
        "JSON comes in UTF-16, as no header says.",
        "getPushStatus 200: application/json, which is UTF-8 (RFC 8259, 8.1).",
        edited(raw(lambda body: body.decode().encode("utf-16"))),
        Proof(lambda c: c.get(A_PUSH).body[:2], b'{"', b"\xff\xfe"),
    ),
)
