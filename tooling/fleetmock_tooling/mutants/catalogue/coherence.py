"""Records that contradict themselves, each other, or what was sent."""

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from fleetmock.fleet.clock import rfc3339
from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_PUSH,
    APP,
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
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Fault, Mutant, Proof, appears, vanishes
from fleetmock_tooling.mutants.operators import Edit, changed, dropped, edited, put, resent
from fleetmock_tooling.mutants.pointer import value

DONE: Final = "Acknowledged"


def _earlier(text: Any, seconds: float) -> Any:
    moment = datetime.fromisoformat(text) - timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _shifted(field: str, seconds: float) -> Edit:
    """A time of an Apple command, so much earlier."""
    return changed(f"/data/{field}", lambda text: _earlier(text, seconds))


def _in_state(word: str, *edits: Edit) -> Fault:
    return edited(*edits, when=lambda answer, _: value(answer.json(), "/data/status") == word)


def _copied(source: str, target: str) -> Edit:
    """One field of an Apple command has the value of another, which it may not have had at all."""

    def edit(answer: Answer, _: Request) -> None:
        body = answer.json()
        body["data"][target] = body["data"][source]
        answer.put(body)

    return edit


def _running_backwards(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    mock.memory[request.path] = mock.memory.get(request.path, -1) + 1
    if answer.status == 200:
        _shifted("updatedAt", 2 * mock.memory[request.path])(answer, request)
    return answer


def _now(where: str) -> Fault:
    """A time that should stay is that of the request."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        if answer.status == 200:
            put(where, rfc3339(mock.now()))(answer, request)
        return answer

    return fault


def _as_text(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _as_text(each) for key, each in node.items()}
    if isinstance(node, list):
        return [_as_text(each) for each in node]
    return str(node) if isinstance(node, int | float) and not isinstance(node, bool) else node


def _escaped(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _escaped(each) for key, each in node.items()}
    if isinstance(node, list):
        return [_escaped(each) for each in node]
    return html.escape(node) if isinstance(node, str) else node


def _swapped(answer: Answer, _: Request) -> None:
    body = answer.json()
    body["appServiceName"], body["packageFamilyName"] = body["packageFamilyName"], body["appServiceName"]
    answer.put(body)


def _creating(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    if answer.status == 200:
        path = request.path.removesuffix("/").rpartition("/")[0].rpartition("/")[0]
        mock(Request("POST", path, "", request.headers).with_json(REBOOT))
    return answer


def _without_duration(request: Request) -> Request:
    body = request.json()
    if isinstance(body, dict) and body.get("duration"):
        return request.with_json({**body, "duration": 0})
    return request


def _apple(client: Client, read: Callable[[dict[str, Any]], Any], polls: int = 6) -> Any:
    """What a new command shows at the last of so many polls."""
    return read(_polled(client, polls)[-1])


def _polled(client: Client, polls: int) -> list[dict[str, Any]]:
    created = client.post(P_DEVICE, LOCK).json()["data"]["id"]
    return [each["data"] for each in client.polls(f"{P_DEVICE}/{created}", polls)]


def _cancelled(client: Client) -> bool:
    command = f"{P_DEVICE}/{client.post(P_DEVICE, LOCK).json()['data']['id']}"
    client.post(f"{command}/cancel")
    return "canceledAt" in client.get(command).json()["data"]


def _of_two(values: list[Any]) -> bool:
    return bool(values[0] == values[1])


def _days(client: Client) -> int:
    created = client.post(A_COMMANDS, {**REBOOT, "duration": 86_400}).json()["data"]["id"]
    push = client.get(f"{A_COMMANDS}/{created}/push-status").json()["data"]
    return (datetime.fromisoformat(push["expiresAt"]) - datetime.fromisoformat(push["sentAt"])).days


def _expired_at_once(client: Client) -> bool:
    push = client.get(A_PUSH).json()["data"]
    return bool(push["expiresAt"] < push["sentAt"])


def _listed_after_the_end(client: Client) -> list[str]:
    read = client.get(G_COMMAND).json()["status"]
    return [read, client.get(G_COMMANDS).json()["value"][0]["status"]]


def _total(client: Client) -> int:
    client.get(A_PUSH)
    return int(client.get(A_COMMANDS).json()["data"]["totalDocs"])


MUTANTS: Final = (
    Mutant(
        "coherence-updated-before-created",
        APPLE,
        ("getCommand",),
        "updatedAt is an hour before createdAt.",
        "AppleCommand: updatedAt is when the command last changed, after it was created.",
        edited(_copied("createdAt", "updatedAt"), _shifted("updatedAt", 3600)),
        appears(lambda c: _apple(c, lambda each: each["updatedAt"] < each["createdAt"])),
    ),
    Mutant(
        "coherence-updated-never",
        APPLE,
        ("getCommand",),
        "updatedAt stays what it was at the creation.",
        "x-lifecycle: every transition sets updatedAt; the answer came in (receivedAt) after it.",
        edited(_copied("createdAt", "updatedAt")),
        appears(lambda c: _apple(c, lambda each: each["updatedAt"] < each["receivedAt"])),
    ),
    Mutant(
        "coherence-updated-runs-backwards",
        APPLE,
        ("getCommand",),
        "Each poll shows an earlier updatedAt than the one before.",
        "AppleCommand: updatedAt is when the command last changed.",
        _running_backwards,
        Proof(lambda c: len({each["data"]["updatedAt"] for each in c.polls(P_COMMAND, 3)}), 1, 3),
    ),
    Mutant(
        "coherence-tries-start-again",
        APPLE,
        ("getCommand",),
        "When the device has done it, the command was never fetched: numTries is 0.",
        "x-lifecycle: fetch adds 1 to numTries and nothing takes it away.",
        _in_state(DONE, put("/data/numTries", 0)),
        Proof(lambda c: [each["numTries"] for each in _polled(c, 4)], [0, 0, 1, 1], [0, 0, 1, 0]),
    ),
    Mutant(
        "coherence-cancelled-without-time",
        APPLE,
        ("getCommand",),
        "A cancelled command has no canceledAt.",
        "x-lifecycle: cancel sets canceledAt.",
        _in_state("Cancel", dropped("/data/canceledAt")),
        vanishes(_cancelled),
    ),
    Mutant(
        "coherence-cancel-time-of-the-done",
        APPLE,
        ("getCommand",),
        "A command that the device has done has a canceledAt.",
        "x-lifecycle: cancel and protect set canceledAt, and a late acknowledgement takes it away.",
        _in_state(DONE, _copied("updatedAt", "canceledAt")),
        appears(lambda c: "canceledAt" in c.get(P_COMMAND).json()["data"]),
    ),
    Mutant(
        "coherence-received-before-created",
        APPLE,
        ("getCommand",),
        "receivedAt is two hours early: local time that says Z.",
        "AppleCommand: receivedAt is when the device's result came in, after the command was created and sent.",
        edited(_shifted("receivedAt", 7200)),
        appears(lambda c: _apple(c, lambda each: each["receivedAt"] < each["createdAt"])),
    ),
    Mutant(
        "coherence-sent-before-created",
        APPLE,
        ("getCommand",),
        "sentAt is a minute before createdAt.",
        "AppleCommand: sentAt is when the push was accepted, after the command was created.",
        edited(_shifted("sentAt", 60)),
        appears(lambda c: _apple(c, lambda each: each["sentAt"] < each["createdAt"])),
    ),
    Mutant(
        "coherence-done-without-result",
        APPLE,
        ("getCommand",),
        "A command that the device has done has no receivedAt.",
        "x-lifecycle: acknowledge sets receivedAt.",
        _in_state(DONE, dropped("/data/receivedAt")),
        vanishes(lambda c: "receivedAt" in c.get(P_COMMAND).json()["data"]),
    ),
    Mutant(
        "coherence-created-moves",
        APPLE,
        ("getCommand",),
        "createdAt is the time of the request.",
        "AppleCommand: createdAt; no transition sets it.",
        _now("/data/createdAt"),
        vanishes(lambda c: _of_two([each["data"]["createdAt"] for each in c.polls(P_COMMAND, 4)][::3])),
    ),
    Mutant(
        "coherence-uuid-changes",
        APPLE,
        ("getCommand",),
        "UUID is another one at each poll.",
        "AppleCommand: UUID is the CommandUUID that device and server speak of; no transition sets it.",
        edited(changed("/data/UUID", lambda _: str(uuid4()).upper())),
        vanishes(lambda c: _of_two([each["data"]["UUID"] for each in c.polls(P_COMMAND, 2)])),
    ),
    Mutant(
        "coherence-payload-loses-keys",
        APPLE,
        ("createCommand", "getCommand"),
        "Of a command's payload only the RequestType is kept.",
        "AppleCommand: command is the payload as it was sent, key for key.",
        edited(changed("/data/command", lambda sent: {"RequestType": sent.get("RequestType")})),
        Proof(
            lambda c: sorted(c.get(P_COMMAND).json()["data"]["command"]), ["Queries", "RequestType"], ["RequestType"]
        ),
    ),
    Mutant(
        "coherence-params-become-text",
        AOSP,
        ("createCommand", "listCommands"),
        "Numbers in params come back as texts.",
        "AosCommand: params as it was sent, key for key.",
        edited(changed("/data/params", _as_text), changed("/data/items/*/params", _as_text)),
        Proof(
            lambda c: c.post(A_COMMANDS, {**REBOOT, "params": {"a": 1}}).json()["data"]["params"], {"a": 1}, {"a": "1"}
        ),
    ),
    Mutant(
        "coherence-payload-escaped",
        GRAPH,
        ("createCommand", "getCommand", "listCommands"),
        "Texts of the payload come back with &amp; for &.",
        "Command: payload is what was sent to the device, key for key.",
        edited(changed("/payload", _escaped), changed("/value/*/payload", _escaped)),
        Proof(
            lambda c: c.post(G_COMMANDS, {**LAUNCH, "payload": {"uri": "http://a/?b&c"}}).json()["payload"]["uri"],
            "http://a/?b&c",
            "http://a/?b&amp;c",
        ),
    ),
    Mutant(
        "coherence-names-swapped",
        GRAPH,
        ("createCommand",),
        "A created command has its two names swapped.",
        "The ledger, graph-appservice-echo: what was sent comes back.",
        edited(_swapped),
        vanishes(lambda c: c.post(G_COMMANDS, APP).json()["appServiceName"] == APP["appServiceName"]),
    ),
    Mutant(
        "coherence-list-stands-still",
        GRAPH,
        ("listCommands",),
        "The list shows every command as it was created.",
        "CommandStatus, x-lifecycle: nothing leads from completed back to requesting.",
        edited(put("/value/*/status", "requesting")),
        Proof(_listed_after_the_end, ["completed", "completed"], ["completed", "requesting"]),
    ),
    Mutant(
        "coherence-list-names-one-command",
        AOSP,
        ("listCommands",),
        "The list shows each command as a REBOOT.",
        "AosCommand: command is what was sent, and creating it has said so.",
        edited(put("/data/items/*/command", "REBOOT")),
        Proof(lambda c: c.get(A_COMMANDS).json()["data"]["items"][1]["command"], "LOCK", "REBOOT"),
    ),
    Mutant(
        "coherence-list-stays-pending",
        AOSP,
        ("listCommands",),
        "The list says PENDING of a command whose push was delivered.",
        "PushStatus, x-lifecycle: deliver sets status to DELIVERED.",
        edited(put("/data/items/*/status", "PENDING")),
        Proof(lambda c: c.get(A_COMMANDS).json()["data"]["items"][0]["status"], "DELIVERED", "PENDING"),
    ),
    Mutant(
        "coherence-delivered-and-pending",
        AOSP,
        ("getPushStatus",),
        "A push is delivered and one device is still to be reached.",
        "PushStatus: delivered is that no pending device is reported; x-lifecycle: deliver sets pendingDevices to 0.",
        edited(put("/data/pendingDevices", 1)),
        Proof(lambda c: list(c.get(A_PUSH).json()["data"].values())[:2], [True, 0], [True, 1]),
    ),
    Mutant(
        "coherence-expires-before-sent",
        AOSP,
        ("getPushStatus",),
        "expiresAt is before sentAt.",
        "PushStatus: sentAt is when the provider accepted the push, expiresAt when it gives up.",
        edited(changed("/data/expiresAt", lambda text: _earlier(text, 60 * 86_400))),
        appears(_expired_at_once),
    ),
    Mutant(
        "coherence-duration-ignored",
        AOSP,
        ("createCommand",),
        "Every push may wait for thirty days, whatever the duration.",
        "AosCommandRequest: duration is the seconds the push may wait, until expiresAt.",
        resent(_without_duration),
        Proof(_days, 1, 30),
    ),
    Mutant(
        "coherence-sent-moves",
        AOSP,
        ("getPushStatus",),
        "sentAt is the time of the request.",
        "PushStatus: sentAt is when the provider accepted the push; no transition sets it.",
        _now("/data/sentAt"),
        vanishes(lambda c: _of_two([each["data"]["sentAt"] for each in c.polls(A_PUSH, 4)][::3])),
    ),
    Mutant(
        "coherence-reading-creates",
        AOSP,
        ("getPushStatus",),
        "Asking for a push status sends the device a command.",
        "A GET changes nothing (RFC 9110, 9.2.1); listCommands shows what was sent.",
        _creating,
        Proof(_total, 2, 3),
    ),
)
