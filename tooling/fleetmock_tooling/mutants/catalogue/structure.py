"""Bodies that are built wrongly: envelopes, required properties, JSON itself."""

import json
from typing import Any, Final

from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_DEVICES,
    A_NO_PUSH,
    A_PUSH,
    G_COMMAND,
    G_DEVICES,
    G_NO_COMMAND,
    G_OTHER,
    LOCK,
    LOCKS,
    P_BULK,
    P_COMMAND,
    P_DEVICE,
    P_NO_COMMAND,
    REBOOT,
)
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Mutant, Proof, appears, vanishes
from fleetmock_tooling.mutants.operators import FAILURE, changed, dropped, edited, put, raw
from fleetmock_tooling.mutants.pointer import GONE

PACKET: Final = 512


def _without_id(answer: Answer, request: Request) -> None:
    if "id" not in (request.option("$select") or "id").split(","):
        for where in ("/id", "/value/*/id"):
            changed(where, lambda _: GONE)(answer, request)


def _alone(items: Any) -> Any:
    return items[0] if isinstance(items, list) and len(items) == 1 else items


def _cancelled(client: Client) -> bytes:
    created = client.post(P_DEVICE, LOCK).json()["data"]["id"]
    return client.post(f"{P_DEVICE}/{created}/cancel").body


MUTANTS: Final = (
    Mutant(
        "structure-no-envelope",
        AOSP,
        ("getPushStatus",),
        "The push status comes without its envelope.",
        "PushStatusAnswer: status and data are required.",
        edited(changed("", lambda body: body["data"])),
        vanishes(lambda c: "data" in c.get(A_PUSH).json()),
    ),
    Mutant(
        "structure-bulk-without-data",
        APPLE,
        ("createCommands",),
        "The answer to commands for many targets has no data.",
        "createCommands 200: the queued commands, which its links read from /data/0.",
        edited(dropped("/data")),
        vanishes(lambda c: "data" in c.post(P_BULK, LOCKS).json()),
    ),
    Mutant(
        "structure-value-wrapper",
        GRAPH,
        ("getCommand",),
        "A command lies under `value`.",
        "getCommand 200: the command, bare; Command requires id and status.",
        edited(changed("", lambda body: {"value": body})),
        appears(lambda c: "value" in c.get(G_COMMAND).json()),
    ),
    Mutant(
        "structure-empty-list-is-null",
        GRAPH,
        ("listDevices", "listCommands"),
        "An empty list is null.",
        "DeviceCollection and CommandCollection: value is an array.",
        edited(changed("/value", lambda items: items or None)),
        Proof(lambda c: c.get(f"{G_OTHER}/commands").json()["value"], [], None),
    ),
    Mutant(
        "structure-single-item",
        AOSP,
        ("listCommands", "listDevices"),
        "A page with one item holds the item instead of an array.",
        "AosCommandPage and AosDevicePage: items is an array.",
        edited(changed("/data/items", _alone)),
        Proof(lambda c: type(c.get(f"{A_COMMANDS}?limit=1").json()["data"]["items"]), list, dict),
    ),
    Mutant(
        "structure-no-device",
        AOSP,
        ("createCommand",),
        "A created command does not name its device.",
        "AosCommand: aosDevice is required.",
        edited(dropped("/data/aosDevice")),
        vanishes(lambda c: "aosDevice" in c.post(A_COMMANDS, REBOOT).json()["data"]),
    ),
    Mutant(
        "structure-only-the-first-has-an-id",
        GRAPH,
        ("listDevices",),
        "Only the first device of a list has an id.",
        "Device: id is required.",
        edited(dropped("/value/1/id"), dropped("/value/2/id")),
        Proof(lambda c: ["id" in each for each in c.get(G_DEVICES).json()["value"]], [True] * 3, [True, False, False]),
    ),
    Mutant(
        "structure-flat-error",
        GRAPH,
        (),
        "Errors lie at the top of the body.",
        "ODataError: error is required.",
        edited(changed("", lambda body: body["error"]), status=FAILURE),
        vanishes(lambda c: "error" in c.get(G_NO_COMMAND).json()),
    ),
    Mutant(
        "structure-error-without-message",
        AOSP,
        (),
        "The error of what does not exist has no message.",
        "EntityNotFoundError: code and message are required.",
        edited(dropped("/error/message"), status=(404,)),
        vanishes(lambda c: "message" in c.get(A_NO_PUSH).json()["error"]),
    ),
    Mutant(
        "structure-error-says-true",
        APPLE,
        (),
        "Errors have status true.",
        "NotFoundBody and the others: status is false.",
        edited(put("/status", value=True), status=FAILURE),
        appears(lambda c: c.get(P_NO_COMMAND).json()["status"]),
    ),
    Mutant(
        "structure-success-says-false",
        AOSP,
        ("listDevices", "listCommands"),
        "Lists have status false.",
        "An error body is {status: false, error}; every example of a success has status true.",
        edited(put("/status", value=False)),
        vanishes(lambda c: c.get(A_DEVICES).json()["status"]),
    ),
    Mutant(
        "structure-cut-off",
        APPLE,
        ("getCommand",),
        f"Of a long command only the first {PACKET} bytes are sent.",
        "getCommand 200: application/json, and half a document is none.",
        edited(raw(lambda body: body[:PACKET])),
        appears(lambda c: c.get(P_COMMAND).json() is None),
    ),
    Mutant(
        "structure-encoded-twice",
        AOSP,
        ("getPushStatus",),
        "The body is a text that holds JSON.",
        "PushStatusAnswer: an object.",
        edited(raw(lambda body: json.dumps(body.decode()).encode())),
        Proof(lambda c: type(c.get(A_PUSH).json()), dict, str),
    ),
    Mutant(
        "structure-select-drops-the-id",
        GRAPH,
        ("listDevices", "listCommands", "getCommand"),
        "$select takes away the id too.",
        "Device and Command: id is required; parameter $select: id and status always come along.",
        edited(_without_id),
        vanishes(lambda c: "id" in c.get(f"{G_COMMAND}?$select=error").json()),
    ),
    Mutant(
        "structure-empty-cancel",
        APPLE,
        ("cancelCommand",),
        "A cancelled command is answered with nothing.",
        "cancelCommand 200: CanceledAnswer as application/json.",
        edited(raw(lambda _: b"")),
        Proof(_cancelled, b'{"status":true,"data":{"canceled":"OK"}}', b""),
    ),
)
