"""Requests that the contract allows, and that are refused."""

import json
import re
from typing import Any, Final

from fleetmock.errors import Condition
from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_ID,
    A_PUSH,
    G_COMMAND,
    G_COMMANDS,
    G_DEVICES,
    G_LAST,
    LAUNCH,
    LOCK,
    P_DEVICE,
    REBOOT,
)
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Mutant, Proof
from fleetmock_tooling.mutants.operators import refused, refused_as
from fleetmock_tooling.mutants.pointer import value

KNOWN_TYPES: Final = ("DeviceLock", "DeviceInformation", "InstallApplication", "EraseDevice")


def _body(request: Request) -> dict[str, Any]:
    body = request.json()
    return body if isinstance(body, dict) else {}


def _is_other_spelling(request: Request) -> bool:
    kind = _body(request).get("type")
    return isinstance(kind, str) and kind not in {"LaunchUri", "AppService"}


def _is_scheme_in_capitals(request: Request) -> bool:
    uri = value(request.json(), "/payload/uri")
    return isinstance(uri, str) and re.match("[a-z0-9+.-]*[A-Z]", uri.partition(":")[0]) is not None


def _is_other_type(request: Request) -> bool:
    where = "/RequestType" if request.operation == "createCommand" else "/command/RequestType"
    return value(request.json(), where) not in KNOWN_TYPES


def _is_beyond_the_last(answer: Answer, _: Request) -> bool:
    page = answer.json()["data"]
    return bool(page["page"] > max(page["totalPages"], 1))


def _once(request: Request, mock: Mock) -> Answer:
    sent = json.dumps([request.path, request.json()], sort_keys=True)
    answer = mock(request)
    if answer.status != 200:
        return answer
    seen = mock.memory.setdefault("sent", set())
    if sent in seen:
        return mock.refuse(request, Condition.INVALID_REQUEST)
    seen.add(sent)
    return answer


def _has_capitals(request: Request) -> bool:
    return any(each != each.lower() for each in request.arguments.values())


def _created(client: Client, path: str, *bodies: Any) -> int:
    return [client.post(path, each).status for each in bodies][-1]


MUTANTS: Final = (
    Mutant(
        "rejects-type-in-other-cases",
        GRAPH,
        ("createCommand",),
        "LaunchUri and AppService must be written just so.",
        "CommandRequest: type in any mixture of cases.",
        refused(Condition.INVALID_REQUEST, _is_other_spelling),
        Proof(lambda c: c.post(G_COMMANDS, {**LAUNCH, "type": "launchURI"}).status, 201, 400),
    ),
    Mutant(
        "rejects-scheme-in-capitals",
        GRAPH,
        ("createCommand",),
        "The scheme of a uri must be in small letters.",
        "LaunchUriPayload: the pattern of uri has both.",
        refused(Condition.INVALID_REQUEST, _is_scheme_in_capitals),
        Proof(lambda c: c.post(G_COMMANDS, {**LAUNCH, "payload": {"uri": "Http://bing.com"}}).status, 201, 400),
    ),
    Mutant(
        "rejects-null-callback",
        GRAPH,
        ("createCommand",),
        "A postBackUri of null is refused.",
        "LaunchUriRequest: postBackUri is nullable.",
        refused(Condition.INVALID_REQUEST, lambda request: _body(request).get("postBackUri", "") is None),
        Proof(lambda c: c.post(G_COMMANDS, {**LAUNCH, "postBackUri": None}).status, 201, 400),
    ),
    Mutant(
        "rejects-one-per-page",
        GRAPH,
        ("listDevices", "listCommands"),
        "$top must be more than 1.",
        "Parameter $top: the minimum is 1.",
        refused(Condition.INVALID_REQUEST, lambda request: request.option("$top") == "1"),
        Proof(lambda c: c.get(f"{G_DEVICES}?$top=1").status, 200, 400),
    ),
    Mutant(
        "rejects-two-properties",
        GRAPH,
        ("listDevices", "listCommands", "getCommand"),
        "$select takes one property only.",
        "Parameter $select: an array, separated by commas.",
        refused(Condition.INVALID_REQUEST, lambda request: "," in (request.option("$select") or "")),
        Proof(lambda c: c.get(f"{G_COMMAND}?$select=id,status").status, 200, 400),
    ),
    Mutant(
        "rejects-the-last-device",
        GRAPH,
        ("createCommand", "listCommands"),
        "The last device of the list cannot be found.",
        "listDevices, link sendCommand: any listed device can be sent a command.",
        refused(Condition.UNKNOWN_ENTITY, lambda request: G_LAST.endswith(request.arguments["device-id"])),
        Proof(lambda c: c.post(f"{G_LAST}/commands", LAUNCH).status, 201, 404),
    ),
    Mutant(
        "rejects-fraction",
        AOSP,
        ("createCommand",),
        "A duration must be a whole number.",
        "AosCommandRequest: duration is a number.",
        refused(Condition.INVALID_REQUEST, lambda request: isinstance(_body(request).get("duration"), float)),
        Proof(lambda c: c.post(A_COMMANDS, {**REBOOT, "duration": 0.5}).status, 200, 400),
    ),
    Mutant(
        "rejects-duration-0",
        AOSP,
        ("createCommand",),
        "A duration of 0 is refused.",
        "AosCommandRequest: the minimum of duration is 0.",
        refused(Condition.INVALID_REQUEST, lambda request: _body(request).get("duration") == 0),
        Proof(lambda c: c.post(A_COMMANDS, {**REBOOT, "duration": 0}).status, 200, 400),
    ),
    Mutant(
        "rejects-a-year",
        AOSP,
        ("createCommand",),
        "A duration of exactly a year is refused.",
        "AosCommandRequest: the maximum of duration is 31536000.",
        refused(Condition.INVALID_REQUEST, lambda request: _body(request).get("duration") == 31_536_000),
        Proof(lambda c: c.post(A_COMMANDS, {**REBOOT, "duration": 31_536_000}).status, 200, 400),
    ),
    Mutant(
        "rejects-largest-limit",
        AOSP,
        ("listCommands", "listDevices"),
        "A limit of exactly 10,000 is refused.",
        "Parameter limit: the maximum is 10000.",
        refused(Condition.INVALID_REQUEST, lambda request: request.option("limit") == "10000"),
        Proof(lambda c: c.get(f"{A_COMMANDS}?limit=10000").status, 200, 400),
    ),
    Mutant(
        "rejects-page-beyond-the-last",
        AOSP,
        ("listCommands", "listDevices"),
        "A page beyond the last is answered with 404.",
        "NotFound: no such organization or device; page goes up to 9007199254740991.",
        refused_as(Condition.UNKNOWN_ENTITY, (200,), _is_beyond_the_last),
        Proof(lambda c: c.get(f"{A_COMMANDS}?page=2").status, 200, 404),
    ),
    Mutant(
        "rejects-id-in-capitals",
        AOSP,
        ("getPushStatus", "listCommands"),
        "An id in capitals is not found.",
        "ObjectId: the pattern has both; the ledger, applivery-object-id: both cases name the same thing.",
        refused(Condition.UNKNOWN_ENTITY, _has_capitals),
        Proof(lambda c: c.get(A_PUSH.replace(A_ID, A_ID.upper())).status, 200, 404),
    ),
    Mutant(
        "rejects-the-same-again",
        AOSP,
        ("createCommand",),
        "A command that was sent before is refused.",
        "createCommand: two identical requests are two commands.",
        _once,
        Proof(lambda c: _created(c, A_COMMANDS, REBOOT, REBOOT), 200, 400),
    ),
    Mutant(
        "rejects-other-request-types",
        APPLE,
        ("createCommand", "createCommands"),
        "A RequestType that is not on a list is refused.",
        "CommandPayload: RequestType is any text of 1 to 128 characters.",
        refused(
            Condition.INVALID_REQUEST,
            _is_other_type,
        ),
        Proof(lambda c: c.post(P_DEVICE, {"RequestType": "RestartDevice"}).status, 200, 400),
    ),
    Mutant(
        "rejects-charset",
        APPLE,
        ("createCommand", "createCommands"),
        "A body that says that it is UTF-8 is refused with 415.",
        "UnsupportedMediaType: 415 for a body that is not declared as JSON in UTF-8.",
        refused(Condition.UNSUPPORTED_MEDIA_TYPE, lambda request: "charset" in (request.header("content-type") or "")),
        Proof(
            lambda c: c.post(P_DEVICE, LOCK, headers={"content-type": "application/json; charset=utf-8"}).status,
            200,
            415,
        ),
    ),
)
