"""Things that are found where they are not, or are something else than was asked for."""

from dataclasses import replace
from typing import Any, Final

from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_DEVICE,
    A_ELSEWHERE,
    A_ID,
    A_MUTE,
    A_NOBODY,
    A_PUSH,
    G_COMMAND,
    G_COMMANDS,
    G_ID,
    G_LAUNCHED,
    G_OTHER,
    LAUNCH,
    LOCK,
    ORGANIZATION,
    P_BULK,
    P_DEVICE,
    P_ELSEWHERE,
    P_ID,
    P_NO_COMMAND,
    P_ROOT,
    P_TARGET,
    REBOOT,
)
from fleetmock_tooling.mutants.client import Client
from fleetmock_tooling.mutants.message import Answer, Request, json_answer
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Fault, Mutant, Proof
from fleetmock_tooling.mutants.operators import edited, forgiven, put
from fleetmock_tooling.mutants.pointer import value

KINDS: Final = {"device": "deviceUser", "deviceUser": "device"}
EMPTY_PAGE: Final = {
    "items": [],
    "totalDocs": 0,
    "limit": 10,
    "page": 1,
    "totalPages": 0,
    "hasPrevPage": False,
    "hasNextPage": False,
    "prevPage": None,
    "nextPage": None,
}


def _anywhere(name: str, *known: str) -> Fault:
    """What is not found is looked for with other values of one path parameter."""

    def fault(request: Request, mock: Mock) -> Answer:
        answer = mock(request)
        for each in known if answer.status == 404 else ():
            other = mock(request.with_argument(name, each))
            if other.status != 404:
                return other
        return answer

    return fault


def _devices(mock: Mock) -> list[str]:
    return [each.id for each in mock.app.namespace.fleet.world.devices(mock.api)]


def _on_any_device(request: Request, mock: Mock) -> Answer:
    return _anywhere("device-id", *_devices(mock))(request, mock)


def _newest(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    if answer.status == 200:
        listing = Request("GET", request.path.removesuffix("/").rpartition("/")[0], "", request.headers)
        commands = mock(listing).json()["value"]
        return mock(request.with_argument("command-id", commands[-1]["id"]))
    return answer


def _same_again(request: Request, mock: Mock) -> Answer:
    """An order that was there before is answered with what it created then."""
    key = f"{request.path} {request.body!r}"
    known: Answer = mock.memory.get(key) or mock(request)
    if known.status == 201:
        mock.memory[key] = known
    return replace(known, headers=list(known.headers))


def _first_id_again(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    if answer.status == 200:
        created = value(answer.json(), "/data/id")
        put("/data/id", mock.memory.setdefault("id", created))(answer, request)
    return answer


def _known_ids(request: Request, mock: Mock) -> list[str]:
    owner = f"{mock.api}/device/{request.arguments.get('device-id') or request.arguments.get('aosDeviceId')}"
    return [each.id for each in mock.app.namespace.fleet.store.page(owner, 0, 1000)]


def _by_beginning(request: Request, mock: Mock) -> Answer:
    answer, asked = mock(request), request.arguments["command-id"]
    found = next((each for each in _known_ids(request, mock) if len(asked) >= 16 and each.startswith(asked)), None)
    return mock(request.with_argument("command-id", found)) if answer.status == 404 and found else answer


def _but_for_the_last(request: Request, mock: Mock) -> Answer:
    answer, asked = mock(request), request.arguments["aosCommandId"].lower()
    found = next((each for each in _known_ids(request, mock) if each[:-1] == asked[:-1]), None)
    return mock(request.with_argument("aosCommandId", found)) if answer.status == 404 and found else answer


def _empty_object(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    return json_answer({"status": True, "data": {}}) if answer.status == 404 else answer


def _empty_page(request: Request, mock: Mock) -> Answer:
    answer = mock(request)
    return json_answer({"status": True, "data": EMPTY_PAGE}) if answer.status == 404 else answer


def _of_all_devices(request: Request, mock: Mock) -> Answer:
    """The list of a device that has nothing holds what the others have."""
    answer = mock(request)
    if value(answer.json(), "/data/totalDocs") == 0:
        return mock(request.with_argument("aosDeviceId", A_DEVICE))
    return answer


def _two_ids(client: Client, path: str, *bodies: Any) -> int:
    created = [client.post(path, each).json() for each in bodies]
    return len({each.get("data", each)["id"] for each in created})


def _cancels_elsewhere(client: Client) -> int:
    created = client.post(P_DEVICE, LOCK).json()["data"]["id"]
    return client.post(f"{P_ELSEWHERE}/{created}/cancel").status


MUTANTS: Final = (
    Mutant(
        "identity-other-device",
        GRAPH,
        ("getCommand",),
        "A command is found below any device.",
        "NotFound: no such command on it (the device of the path).",
        _on_any_device,
        Proof(lambda c: c.get(f"{G_OTHER}/commands/{G_ID}").status, 404, 200),
    ),
    Mutant(
        "identity-other-device-payload",
        GRAPH,
        ("getResponsePayload", "getResponsePayloadOfSdks"),
        "A payload is found below any device, one that does not exist included.",
        "NotFound: no such device, no such command on it.",
        _on_any_device,
        Proof(lambda c: c.get(f"{G_OTHER}/commands/{G_ID}/responsePayload").status, 404, 200),
    ),
    Mutant(
        "identity-other-target-type",
        APPLE,
        ("getCommand",),
        "A device's command is found below deviceUser too.",
        "NotFound: no such target; targetType says whether it is a device or a user of one.",
        forgiven(
            lambda request: request.with_argument("targetType", KINDS[request.arguments["targetType"]]), status=(404,)
        ),
        Proof(lambda c: c.get(f"{P_ROOT}/deviceUser/{P_TARGET}/{P_ID}").status, 404, 200),
    ),
    Mutant(
        "identity-any-target",
        APPLE,
        ("getCommand",),
        "A command is found whatever target stands in the path.",
        "NotFound: no such target.",
        _anywhere("targetId", P_TARGET),
        Proof(lambda c: c.get(f"{P_BULK}/nobody/{P_ID}").status, 404, 200),
    ),
    Mutant(
        "identity-any-organization",
        AOSP,
        (),
        "The organization of the path is not looked at.",
        "NotFound: no such organization.",
        _anywhere("organizationId", ORGANIZATION),
        Proof(lambda c: c.get(A_ELSEWHERE).status, 404, 200),
    ),
    Mutant(
        "identity-any-organization-cancels",
        APPLE,
        ("cancelCommand",),
        "A command can be cancelled under any organization.",
        "NotFound: no such organization.",
        _anywhere("organizationId", ORGANIZATION),
        Proof(_cancels_elsewhere, 404, 200),
    ),
    Mutant(
        "identity-newest-command",
        GRAPH,
        ("getCommand",),
        "Whichever command is asked for, the newest of the device is answered.",
        "getCommand: the command; command-id is its id.",
        _newest,
        Proof(lambda c: c.get(G_COMMAND).json()["id"], G_ID, G_LAUNCHED),
    ),
    Mutant(
        "identity-wrong-target",
        APPLE,
        ("createCommand",),
        "A created command names another target than the path.",
        "Parameter targetId: the answer always names the (target's) id.",
        edited(put("/data/targetId", "507f1f77bcf86cd799439016")),
        Proof(lambda c: c.post(P_DEVICE, LOCK).json()["data"]["targetId"], P_TARGET, "507f1f77bcf86cd799439016"),
    ),
    Mutant(
        "identity-wrong-organization",
        AOSP,
        ("createCommand", "listCommands"),
        "A command names its device as its organization.",
        "AosCommand: organization, which is the one of the path.",
        edited(put("/data/organization", A_DEVICE), put("/data/items/*/organization", A_DEVICE)),
        Proof(lambda c: c.post(A_COMMANDS, REBOOT).json()["data"]["organization"], ORGANIZATION, A_DEVICE),
    ),
    Mutant(
        "identity-two-orders-one-command",
        GRAPH,
        ("createCommand",),
        "The same request again creates nothing and answers the first command.",
        "createCommand: two identical requests are two commands.",
        _same_again,
        Proof(lambda c: _two_ids(c, G_COMMANDS, LAUNCH, LAUNCH), 2, 1),
    ),
    Mutant(
        "identity-one-id-for-all",
        AOSP,
        ("createCommand",),
        "Every created command is answered with the id of the first.",
        "AosCommandAnswer: the command as it was stored; its id is its own.",
        _first_id_again,
        Proof(lambda c: _two_ids(c, A_COMMANDS, REBOOT, {"command": "LOCK"}), 2, 1),
    ),
    Mutant(
        "identity-beginning-of-an-id",
        GRAPH,
        ("getCommand",),
        "The first characters of an id find the command.",
        "Parameter command-id: as returned by POST; 404 for no such command.",
        _by_beginning,
        Proof(lambda c: c.get(G_COMMAND[:-1]).status, 404, 200),
    ),
    Mutant(
        "identity-id-in-any-case",
        GRAPH,
        ("getCommand",),
        "An id in small letters finds the command.",
        "Parameter command-id: opaque, as returned by POST; 404 for no such command.",
        forgiven(
            lambda request: request.with_argument("command-id", request.arguments["command-id"].upper()), status=(404,)
        ),
        Proof(lambda c: c.get(f"{G_COMMANDS}/{G_ID.lower()}").status, 404, 200),
    ),
    Mutant(
        "identity-id-with-a-space",
        GRAPH,
        ("getCommand", "listCommands", "createCommand"),
        "A space behind a device's id makes no difference.",
        "Parameter device-id: as returned by GET /me/devices; 404 for no such device.",
        forgiven(
            lambda request: request.with_argument("device-id", request.arguments["device-id"].rstrip()), status=(404,)
        ),
        Proof(lambda c: c.get(G_COMMANDS.replace("/commands", "%20/commands")).status, 404, 200),
    ),
    Mutant(
        "identity-last-digit",
        AOSP,
        ("getPushStatus",),
        "The last digit of an id makes no difference.",
        "NotFound: no such command.",
        _but_for_the_last,
        Proof(lambda c: c.get(A_PUSH.replace(A_ID, f"{A_ID[:-1]}9")).status, 404, 200),
    ),
    Mutant(
        "identity-nobody-is-empty",
        APPLE,
        ("getCommand",),
        "A command that does not exist is answered with 200 and an empty object.",
        "NotFound: 404 for no such command.",
        _empty_object,
        Proof(lambda c: c.get(P_NO_COMMAND).json().get("data"), None, {}),
    ),
    Mutant(
        "identity-nobody-has-nothing",
        AOSP,
        ("listCommands",),
        "A device that does not exist has an empty list of commands.",
        "NotFound: 404 for no such device.",
        _empty_page,
        Proof(lambda c: c.get(A_NOBODY).status, 404, 200),
    ),
    Mutant(
        "identity-list-of-another",
        AOSP,
        ("listCommands",),
        "A device without commands has the commands of another in its list.",
        "listCommands: the device's commands; AosCommand: aosDevice is the one of the path.",
        _of_all_devices,
        Proof(lambda c: c.get(A_MUTE).json()["data"]["totalDocs"], 0, 2),
    ),
)
