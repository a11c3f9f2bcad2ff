"""Values of the wrong type or in the wrong format."""

import json
from datetime import datetime
from typing import Any, Final

from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_DEVICES,
    A_PUSH,
    G_COMMAND,
    G_COMMANDS,
    LAUNCH,
    LOCK,
    P_COMMAND,
    P_DEVICE,
    REBOOT,
)
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Mutant, Proof, appears
from fleetmock_tooling.mutants.operators import changed, edited, put
from fleetmock_tooling.mutants.pointer import change

NULL: Final = "null"


def _milliseconds(moment: Any) -> int:
    return int(datetime.fromisoformat(moment).timestamp() * 1000)


def _fraction(answer: Answer, _: Request) -> None:
    body = answer.json()
    page = body["data"]
    answer.put(change(body, "/data/totalPages", lambda _: page["totalDocs"] / page["limit"]))


def _words(client: Client) -> list[str]:
    created = client.post(G_COMMANDS, LAUNCH).json()["id"]
    return [each["status"] for each in client.polls(f"{G_COMMANDS}/{created}", 3)]


MUTANTS: Final = (
    Mutant(
        "types-total-is-text",
        AOSP,
        ("listCommands",),
        "totalDocs is a text.",
        "AosCommandPage: totalDocs is an integer.",
        edited(changed("/data/totalDocs", str)),
        Proof(lambda c: c.get(A_COMMANDS).json()["data"]["totalDocs"], 2, "2"),
    ),
    Mutant(
        "types-tries-is-text",
        APPLE,
        ("getCommand", "createCommand"),
        "numTries is a text.",
        "AppleCommand: numTries is an integer.",
        edited(changed("/data/numTries", str)),
        Proof(lambda c: c.get(P_COMMAND).json()["data"]["numTries"], 1, "1"),
    ),
    Mutant(
        "types-text-null",
        GRAPH,
        ("getCommand", "createCommand"),
        "What a command lacks is the text null.",
        "The ledger, graph-null-strings: an absent value is JSON's null, as in the examples.",
        edited(changed("/error", lambda value: NULL if value is None else value)),
        Proof(lambda c: c.get(G_COMMAND).json()["error"], None, NULL),
    ),
    Mutant(
        "types-text-undefined",
        AOSP,
        ("createCommand", "listCommands"),
        "pushId is the text undefined.",
        "AosCommand: pushId is the push provider's name for the push, absent when it took none.",
        edited(put("/data/pushId", "undefined"), put("/data/items/*/pushId", "undefined")),
        appears(lambda c: c.post(A_COMMANDS, REBOOT).json()["data"]["pushId"] == "undefined"),
    ),
    Mutant(
        "types-time-without-zone",
        APPLE,
        ("getCommand", "createCommand"),
        "createdAt has no time zone.",
        "AppleCommand: createdAt has the format date-time, which needs an offset (RFC 3339).",
        edited(changed("/data/createdAt", lambda text: text.removesuffix("Z"))),
        Proof(lambda c: c.get(P_COMMAND).json()["data"]["createdAt"][-1], "Z", "0"),
    ),
    Mutant(
        "types-time-with-space",
        APPLE,
        ("getCommand",),
        "sentAt has a space in it, as the vendor's pages print it.",
        "AppleCommand: sentAt has the format date-time; the ledger, applivery-timestamps: no space.",
        edited(changed("/data/sentAt", lambda text: f"{text[:13]}: {text[14:]}")),
        appears(lambda c: " " in c.get(P_COMMAND).json()["data"]["sentAt"]),
    ),
    Mutant(
        "types-time-is-a-number",
        APPLE,
        ("getCommand", "createCommand", "createCommands"),
        "updatedAt is milliseconds since 1970.",
        "AppleCommand: updatedAt is a string.",
        edited(changed("/data/updatedAt", _milliseconds), changed("/data/*/updatedAt", _milliseconds)),
        Proof(lambda c: type(c.get(P_COMMAND).json()["data"]["updatedAt"]), str, int),
    ),
    Mutant(
        "types-status-in-capitals",
        APPLE,
        ("getCommand", "createCommand"),
        "status is in capitals.",
        "CommandStatus: an enum.",
        edited(changed("/data/status", str.upper)),
        Proof(lambda c: c.post(P_DEVICE, LOCK).json()["data"]["status"], "Pending", "PENDING"),
    ),
    Mutant(
        "types-foreign-status",
        GRAPH,
        ("getCommand", "listCommands"),
        "While a command is executing, its status is `running`.",
        "CommandStatus: an enum without that word.",
        edited(
            changed("/status", lambda word: "running" if word == "executing" else word),
            changed("/value/*/status", lambda word: "running" if word == "executing" else word),
        ),
        Proof(_words, ["sentToTarget", "executing", "executing"], ["sentToTarget", "running", "running"]),
    ),
    Mutant(
        "types-payload-is-text",
        GRAPH,
        ("createCommand", "getCommand"),
        "The payload of a command is a text that holds JSON.",
        "Command: payload is an object.",
        edited(changed("/payload", json.dumps)),
        Proof(lambda c: type(c.post(G_COMMANDS, LAUNCH).json()["payload"]), dict, str),
    ),
    Mutant(
        "types-delivered-is-text",
        AOSP,
        ("getPushStatus",),
        "delivered is a text.",
        "PushStatus: delivered is a boolean.",
        edited(changed("/data/delivered", lambda value: str(value).lower())),
        Proof(lambda c: c.get(A_PUSH).json()["data"]["delivered"], without=True, with_fault="true"),
    ),
    Mutant(
        "types-short-id",
        AOSP,
        ("createCommand",),
        "The id of a created command has lost its leading zeros, two digits in all.",
        "ObjectId: 24 hexadecimal digits.",
        edited(changed("/data/id", lambda text: text[2:])),
        Proof(lambda c: len(c.post(A_COMMANDS, REBOOT).json()["data"]["id"]), 24, 22),
    ),
    Mutant(
        "types-not-a-number",
        AOSP,
        ("getPushStatus",),
        "pendingDevices is NaN.",
        "getPushStatus 200: application/json, which has no NaN (RFC 8259, 6).",
        edited(put("/data/pendingDevices", float("nan"))),
        appears(lambda c: b"NaN" in c.get(A_PUSH).body),
    ),
    Mutant(
        "types-status-is-one",
        APPLE,
        ("getCommand", "cancelCommand"),
        "The envelope's status is 1.",
        "AppleCommandAnswer: status is a boolean.",
        edited(put("/status", 1)),
        Proof(lambda c: type(c.get(P_COMMAND).json()["status"]), bool, int),
    ),
    Mutant(
        "types-tags-are-text",
        AOSP,
        ("listDevices",),
        "The tags of a device are one text with commas.",
        "AosDevice: tags is an array.",
        edited(changed("/data/items/*/tags", ",".join)),
        Proof(lambda c: c.get(A_DEVICES).json()["data"]["items"][1]["tags"], ["warehouse", "spare"], "warehouse,spare"),
    ),
    Mutant(
        "types-pages-are-a-fraction",
        AOSP,
        ("listDevices",),
        "totalPages is not rounded.",
        "AosDevicePage: totalPages is an integer.",
        edited(_fraction),
        Proof(lambda c: c.get(f"{A_DEVICES}?limit=4").json()["data"]["totalPages"], 1, 0.5),
    ),
)
