"""Commands that live as their life-cycle does not allow."""

from collections.abc import Callable
from typing import Any, Final

from fleetmock.errors import Condition
from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    APP,
    G_COMMAND,
    G_COMMANDS,
    G_LAUNCHED,
    LAUNCH,
    LOCK,
    LOCKS,
    P_BULK,
    P_COMMAND,
    P_DEVICE,
    REBOOT,
)
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request, json_answer
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Fault, Mutant, Proof
from fleetmock_tooling.mutants.operators import changed, edited, put
from fleetmock_tooling.mutants.pointer import value

GRAPH_END: Final = "completed"
CANCELED: Final = {"status": True, "data": {"canceled": "OK"}}
PAYLOAD: Final = {"MsIgnoredParameter": 0, "CreationDate": "04/27/2017", "Type": "Ok"}


def _counted(request: Request, mock: Mock) -> int:
    """How often this path was asked for, this time included."""
    mock.memory[request.path] = mock.memory.get(request.path, 0) + 1
    return int(mock.memory[request.path])


def _lagging(request: Request, mock: Mock) -> Answer:
    """Every second answer comes from a copy that has heard of nothing since the first."""
    answer = mock(request)
    if answer.status != 200:
        return answer
    first = mock.memory.setdefault(f"first {request.path}", answer.body)
    if _counted(request, mock) % 2 == 0:
        answer.body = first
    return answer


def _after_some(times: int, end: tuple[str, Any], then: Callable[[Answer, Request, Mock], Answer]) -> Fault:
    """Once the end (a place of the body, and what stands there) was shown so often, something else comes."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        if value(answer.json(), end[0]) == end[1] and _counted(request, mock) > times:
            return then(answer, request, mock)
        return answer

    return fault


def _failed_after_all(answer: Answer, request: Request, _: Mock) -> Answer:
    put("/status", "executionFailed")(answer, request)
    return answer


def _pending_again(answer: Answer, request: Request, _: Mock) -> Answer:
    put("/data/delivered", value=False)(answer, request)
    put("/data/pendingDevices", 1)(answer, request)
    return answer


def _gone(_: Answer, request: Request, mock: Mock) -> Answer:
    return mock.refuse(request, Condition.UNKNOWN_ENTITY)


def _cancelled_anyway(state: str) -> Fault:
    """A refused cancel of a command in this state is answered as if it had worked."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        if value(answer.json(), "/error/code") != 5106:
            return answer
        return json_answer(CANCELED) if _apple_state(request, mock) == state else answer

    return fault


def _apple_state(request: Request, mock: Mock) -> Any:
    return value(mock(_reading(request)).json(), "/data/status")


def _reading(request: Request) -> Request:
    """The request for what this one, below it, is about."""
    path = request.path.removesuffix("/").rpartition("/")[0]
    return Request("GET", path, "", request.headers)


def _cancel_forgotten(request: Request, mock: Mock) -> Answer:
    if _apple_state(request, mock) in {"Pending", "Tried"}:
        return json_answer(CANCELED)
    return mock(request)


def _payload_anyway(kind: str) -> Fault:
    """A command of this kind has a payload, whatever its state."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        if answer.status != 404:
            return answer
        command = mock(_reading(request))
        if str(value(command.json(), "/type")).lower() != kind:
            return answer
        command.put(PAYLOAD)
        return command

    return fault


def _read_once(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    if answer.status == 200 and _counted(request, mock) > 1:
        return mock.refuse(request, Condition.UNKNOWN_ENTITY)
    return answer


def _states(client: Client, path: str, body: Any, times: int) -> list[Any]:
    created = client.post(path, body).json()
    known = created.get("data", created)
    read = client.polls(f"{path}/{known['id']}", times)
    return [known["status"], *(each.get("data", each)["status"] for each in read)]


def _cancels(client: Client, wait: int) -> list[int]:
    """The statuses of two cancels, the first after so many polls."""
    command = f"{P_DEVICE}/{client.post(P_DEVICE, LOCK).json()['data']['id']}"
    client.polls(command, wait)
    return [client.post(f"{command}/cancel").status for _ in range(2)]


def _after_cancel(client: Client) -> list[Any]:
    command = f"{P_DEVICE}/{client.post(P_DEVICE, LOCK).json()['data']['id']}"
    client.post(f"{command}/cancel")
    return [each["data"]["status"] for each in client.polls(command, 4)]


def _early(client: Client) -> int:
    return client.get(f"{G_COMMANDS}/{client.post(G_COMMANDS, APP).json()['id']}/responsePayload").status


def _deliveries(client: Client) -> list[bool]:
    push = f"{A_COMMANDS}/{client.post(A_COMMANDS, REBOOT).json()['data']['id']}/push-status"
    return [each["data"]["delivered"] for each in client.polls(push, 6)]


MUTANTS: Final = (
    Mutant(
        "lifecycle-created-completed",
        GRAPH,
        ("createCommand",),
        "A created command is completed at once.",
        "CommandStatus, x-lifecycle: the initial state is requesting.",
        edited(put("/status", GRAPH_END)),
        Proof(lambda c: c.post(G_COMMANDS, LAUNCH).json()["status"], "requesting", GRAPH_END),
    ),
    Mutant(
        "lifecycle-created-awaiting",
        APPLE,
        ("createCommand",),
        "A created command has been fetched already.",
        "CommandStatus, x-lifecycle: the initial state is Pending.",
        edited(put("/data/status", "Awaiting")),
        Proof(lambda c: c.post(P_DEVICE, LOCK).json()["data"]["status"], "Pending", "Awaiting"),
    ),
    Mutant(
        "lifecycle-many-created-tried",
        APPLE,
        ("createCommands",),
        "Commands that are created together have been tried already.",
        "CommandStatus, x-lifecycle: the initial state is Pending.",
        edited(put("/data/*/status", "Tried")),
        Proof(lambda c: c.post(P_BULK, LOCKS).json()["data"][0]["status"], "Pending", "Tried"),
    ),
    Mutant(
        "lifecycle-replica-lags",
        APPLE,
        ("getCommand",),
        "Every second poll shows the command as it was at the first.",
        "CommandStatus, x-lifecycle: nothing leads from Acknowledged or Awaiting back to Pending.",
        _lagging,
        Proof(
            lambda c: _states(c, P_DEVICE, LOCK, 5)[1:],
            *(
                ["Pending", "Pending", "Awaiting", "Acknowledged", "Acknowledged"],
                ["Pending", "Pending", "Awaiting", "Pending", "Acknowledged"],
            ),
        ),
    ),
    Mutant(
        "lifecycle-fails-after-the-end",
        GRAPH,
        ("getCommand",),
        "A command that was completed twice has failed the third time.",
        "CommandStatus, x-lifecycle: completed is terminal.",
        _after_some(2, ("/status", GRAPH_END), _failed_after_all),
        Proof(
            lambda c: [each["status"] for each in c.polls(G_COMMAND, 3)],
            *(
                [GRAPH_END] * 3,
                [GRAPH_END, GRAPH_END, "executionFailed"],
            ),
        ),
    ),
    Mutant(
        "lifecycle-retries-while-executing",
        GRAPH,
        ("getCommand",),
        "A command that executes is shown as to be sent again.",
        "CommandStatus, x-lifecycle: nothing leads from sentToTarget to retry, nor from retry to completed at once.",
        edited(changed("/status", lambda word: "retry" if word == "executing" else word)),
        Proof(
            lambda c: _states(c, G_COMMANDS, LAUNCH, 4)[1:],
            *(
                ["sentToTarget", "executing", "executing", GRAPH_END],
                ["sentToTarget", "retry", "retry", GRAPH_END],
            ),
        ),
    ),
    Mutant(
        "lifecycle-vanishes",
        GRAPH,
        ("getCommand",),
        "A command can be read twice after its end, and then it is gone.",
        "getCommand: the command as it stands now; no operation removes one.",
        _after_some(2, ("/status", GRAPH_END), _gone),
        Proof(lambda c: [c.get(G_COMMAND).status for _ in range(3)], [200] * 3, [200, 200, 404]),
    ),
    Mutant(
        "lifecycle-cancelled-twice",
        APPLE,
        ("cancelCommand",),
        "A cancelled command can be cancelled again.",
        "NotCanceled: 5106 for a command that is neither pending nor to be tried again.",
        _cancelled_anyway("Cancel"),
        Proof(lambda c: _cancels(c, 0), [200, 400], [200, 200]),
    ),
    Mutant(
        "lifecycle-cancelled-after-the-end",
        APPLE,
        ("cancelCommand",),
        "A command that the device has done can be cancelled, without effect.",
        "NotCanceled: 5106 for a command that is neither pending nor to be tried again.",
        _cancelled_anyway("Acknowledged"),
        Proof(lambda c: c.post(f"{P_COMMAND}/cancel").status, 400, 200),
    ),
    Mutant(
        "lifecycle-cancel-without-effect",
        APPLE,
        ("cancelCommand",),
        "A cancel is answered with OK, and the command goes on.",
        "cancelCommand 200: the command is canceled; x-lifecycle: cancel leads to Cancel.",
        _cancel_forgotten,
        Proof(_after_cancel, ["Cancel"] * 4, ["Pending", "Awaiting", "Acknowledged", "Acknowledged"]),
    ),
    Mutant(
        "lifecycle-cancelled-is-superseded",
        APPLE,
        ("getCommand",),
        "A command that was cancelled is shown as superseded.",
        "CommandStatus, x-lifecycle: cancel leads to Cancel.",
        edited(changed("/data/status", lambda word: "Superseded" if word == "Cancel" else word)),
        Proof(_after_cancel, ["Cancel"] * 4, ["Superseded"] * 4),
    ),
    Mutant(
        "lifecycle-payload-too-early",
        GRAPH,
        ("getResponsePayload", "getResponsePayloadOfSdks"),
        "The answer of an app service is there before the command has completed.",
        "getResponsePayload: there is none before the command has completed.",
        _payload_anyway("appservice"),
        Proof(_early, 404, 200),
    ),
    Mutant(
        "lifecycle-payload-of-a-uri",
        GRAPH,
        ("getResponsePayload", "getResponsePayloadOfSdks"),
        "A LaunchUri command has a payload.",
        "createCommand, link getResponsePayload: there once an AppService command has completed.",
        _payload_anyway("launchuri"),
        Proof(lambda c: c.get(f"{G_COMMANDS}/{G_LAUNCHED}/responsePayload").status, 404, 200),
    ),
    Mutant(
        "lifecycle-payload-read-once",
        GRAPH,
        ("getResponsePayload",),
        "A payload can be fetched once.",
        "getResponsePayload: what the app service answered; a GET takes nothing away (RFC 9110, 9.2.1).",
        _read_once,
        Proof(lambda c: [c.get(f"{G_COMMAND}/responsePayload").status for _ in range(2)], [200, 200], [200, 404]),
    ),
    Mutant(
        "lifecycle-undelivered",
        AOSP,
        ("getPushStatus",),
        "A push that was delivered twice is pending again.",
        "PushStatus, x-lifecycle: nothing leads from delivered to queued.",
        _after_some(2, ("/data/delivered", True), _pending_again),
        Proof(_deliveries, [False, False, True, True, True, True], [False, False, True, True, False, False]),
    ),
)
