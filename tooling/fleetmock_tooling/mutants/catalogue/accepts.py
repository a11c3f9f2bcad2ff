"""Requests that the contract does not allow, and that are taken."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    A_DEVICES,
    G_COMMANDS,
    G_DEVICES,
    LAUNCH,
    LOCK,
    P_BULK,
    P_DEVICE,
    P_ROOT,
    P_TARGET,
)
from fleetmock_tooling.mutants.message import JSON, Answer, Request, json_answer
from fleetmock_tooling.mutants.mock import Mock
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Fault, Mutant, Proof
from fleetmock_tooling.mutants.operators import forgiven

YEAR: Final = 31_536_000
LONGEST: Final = 128
LARGEST: Final = 10_000
COMMANDS: Final = ("REBOOT", "LOCK", "CLEAR_APP_DATA", "RESET_PASSWORD", "DISENROLL")
SELECTABLE: Final = frozenset(("id", "name", "kind", "status", "platform", "model", "manufacturer"))


def _mended(mend: Callable[[dict[str, Any]], Any]) -> Fault:
    """A refused body is mended in place; bodies that are no object stay refused."""

    def change(request: Request) -> Request:
        body = request.json()
        if isinstance(body, dict):
            mend(body)
            return request.with_json(body)
        return request

    return forgiven(change)


def _number(body: dict[str, Any], name: str) -> float:
    value = body.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _without_sign(body: dict[str, Any]) -> None:
    if _number(body, "duration") < 0:
        del body["duration"]


def _at_most_a_year(body: dict[str, Any]) -> None:
    if _number(body, "duration") > YEAR:
        body["duration"] = YEAR


def _from_text(body: dict[str, Any]) -> None:
    if isinstance(body.get("duration"), str):
        with suppress(ValueError):
            body["duration"] = float(body["duration"])


def _known_command(body: dict[str, Any]) -> None:
    if isinstance(body.get("command"), str) and body["command"] not in COMMANDS:
        body["command"] = "REBOOT"


def _short_type(body: dict[str, Any]) -> None:
    if isinstance(body.get("RequestType"), str):
        body["RequestType"] = body["RequestType"][:LONGEST]


def _with_uri(body: dict[str, Any]) -> None:
    if str(body.get("type")).lower() == "launchuri":
        body.setdefault("payload", {"uri": "http://localhost"})


def _with_scheme(body: dict[str, Any]) -> None:
    payload = body.get("payload")
    if isinstance(payload, dict) and isinstance(payload.get("uri"), str) and payload["uri"]:
        payload["uri"] = "http://" + re.sub(r"[\x00-\x20]", "", payload["uri"])


def _each_once(body: dict[str, Any]) -> None:
    if isinstance(body.get("targetIds"), list) and all(isinstance(each, str) for each in body["targetIds"]):
        body["targetIds"] = list(dict.fromkeys(body["targetIds"]))


def _no_targets(request: Request, mock: Mock) -> Answer:
    answer, body = mock(request), request.json()
    if answer.status == 400 and isinstance(body, dict) and body.get("targetIds") == []:
        return json_answer({"status": True, "data": []})
    return answer


def _first_document(request: Request) -> Request:
    try:
        value, _ = json.JSONDecoder().raw_decode(request.body.decode().lstrip())
    except (ValueError, RecursionError):
        return request
    return request.with_json(value)


def _is_number(text: str | None) -> bool:
    return re.fullmatch("-?[0-9]{1,15}", text or "") is not None


def _clamped(request: Request) -> Request:
    limit = request.option("limit")
    return request.with_option("limit", str(LARGEST)) if _is_number(limit) and int(limit or 0) > LARGEST else request


def _first_of_each(request: Request) -> Request:
    for name, value in dict(request.options()).items():
        request = request.with_option(name, value)
    return request


def _without_strangers(request: Request) -> Request:
    names = [each for each in (request.option("$select") or "").split(",") if each in SELECTABLE]
    return request.with_option("$select", ",".join(names) or None)


def _truth(request: Request) -> Request:
    word = (request.option("$count") or "").lower()
    return request.with_option("$count", {"1": "true", "yes": "true", "0": "false", "no": "false"}.get(word, word))


def _any_case(request: Request) -> Request:
    kinds = {"device": "device", "deviceuser": "deviceUser"}
    kind = request.arguments["targetType"]
    return request.with_argument("targetType", kinds.get(kind.lower(), kind))


def _created(data: Any, path: str, **how: Any) -> Proof:
    success = 201 if path == G_COMMANDS else 200
    return Proof(lambda c: c.post(path, data, **how).status, 400, success)


MUTANTS: Final = (
    Mutant(
        "accepts-no-request-type",
        APPLE,
        ("createCommand",),
        "A command without a RequestType is taken.",
        "CommandPayload: RequestType is required.",
        _mended(lambda body: body.setdefault("RequestType", "DeviceInformation")),
        _created({"Queries": []}, P_DEVICE),
    ),
    Mutant(
        "accepts-no-payload",
        GRAPH,
        ("createCommand",),
        "A LaunchUri command without a payload is taken.",
        "LaunchUriRequest: payload is required.",
        _mended(_with_uri),
        _created({"type": "LaunchUri"}, G_COMMANDS),
    ),
    Mutant(
        "accepts-unknown-command",
        AOSP,
        ("createCommand",),
        "A command of an unknown name is taken, for a REBOOT.",
        "AosCommandName: an enum.",
        _mended(_known_command),
        _created({"command": "PING"}, A_COMMANDS),
    ),
    Mutant(
        "accepts-negative-duration",
        AOSP,
        ("createCommand",),
        "A negative duration is taken.",
        "AosCommandRequest: the minimum of duration is 0.",
        _mended(_without_sign),
        _created({"command": "REBOOT", "duration": -1}, A_COMMANDS),
    ),
    Mutant(
        "accepts-duration-beyond-a-year",
        AOSP,
        ("createCommand",),
        "A duration of more than a year is taken.",
        "AosCommandRequest: the maximum of duration is 31536000.",
        _mended(_at_most_a_year),
        _created({"command": "REBOOT", "duration": YEAR + 1}, A_COMMANDS),
    ),
    Mutant(
        "accepts-duration-as-text",
        AOSP,
        ("createCommand",),
        "A duration is taken as a text of digits.",
        "AosCommandRequest: duration is a number.",
        _mended(_from_text),
        _created({"command": "REBOOT", "duration": "60"}, A_COMMANDS),
    ),
    Mutant(
        "accepts-long-request-type",
        APPLE,
        ("createCommand",),
        "A RequestType of more than 128 characters is taken, and cut.",
        "CommandPayload: the maxLength of RequestType is 128.",
        _mended(_short_type),
        _created({"RequestType": "x" * 129}, P_DEVICE),
    ),
    Mutant(
        "accepts-uri-without-scheme",
        GRAPH,
        ("createCommand",),
        "A payload whose uri is no URI is taken.",
        "LaunchUriPayload: the pattern of uri.",
        _mended(_with_scheme),
        _created({"type": "LaunchUri", "payload": {"uri": "bing.com"}}, G_COMMANDS),
    ),
    Mutant(
        "accepts-target-twice",
        APPLE,
        ("createCommands",),
        "A target that is named twice is taken.",
        "BulkCommandRequest: targetIds has uniqueItems.",
        _mended(_each_once),
        _created({"command": LOCK, "targetIds": [P_TARGET, P_TARGET]}, P_BULK),
    ),
    Mutant(
        "accepts-no-targets",
        APPLE,
        ("createCommands",),
        "A command for no targets is taken.",
        "BulkCommandRequest: the minItems of targetIds is 1.",
        _no_targets,
        _created({"command": LOCK, "targetIds": []}, P_BULK),
    ),
    Mutant(
        "accepts-something-after-the-body",
        APPLE,
        ("createCommand", "createCommands"),
        "What follows the JSON in a body is ignored.",
        "createCommand: the body is application/json, and this is none.",
        forgiven(_first_document),
        Proof(lambda c: c.send("POST", P_DEVICE, b'{"RequestType":"DeviceLock"}}').status, 400, 200),
    ),
    Mutant(
        "accepts-any-media-type",
        GRAPH,
        ("createCommand",),
        "A body is read as JSON whatever it is declared as.",
        "createCommand: application/json is its one media type, else 415.",
        forgiven(lambda request: request.with_header("content-type", JSON), (415,)),
        Proof(lambda c: c.post(G_COMMANDS, LAUNCH, headers={"content-type": "text/plain"}).status, 415, 201),
    ),
    Mutant(
        "accepts-limit-0",
        AOSP,
        ("listCommands", "listDevices"),
        "A limit of 0 is taken for none.",
        "Parameter limit: the minimum is 1.",
        forgiven(lambda request: request.with_option("limit", None), when=lambda r: r.option("limit") == "0"),
        Proof(lambda c: c.get(f"{A_COMMANDS}?limit=0").status, 400, 200),
    ),
    Mutant(
        "accepts-limit-beyond-the-largest",
        AOSP,
        ("listCommands", "listDevices"),
        "A limit beyond 10,000 is taken for 10,000.",
        "Parameter limit: the maximum is 10000.",
        forgiven(_clamped),
        Proof(lambda c: c.get(f"{A_COMMANDS}?limit=10001").status, 400, 200),
    ),
    Mutant(
        "accepts-negative-skip",
        GRAPH,
        ("listDevices", "listCommands"),
        "A negative $skip is taken for 0.",
        "Parameter $skip: the minimum is 0.",
        forgiven(
            lambda request: request.with_option("$skip", None), when=lambda r: (r.option("$skip") or "").startswith("-")
        ),
        Proof(lambda c: c.get(f"{G_DEVICES}?$skip=-1").status, 400, 200),
    ),
    Mutant(
        "accepts-unknown-property",
        GRAPH,
        ("listDevices",),
        "Unknown properties in $select are ignored.",
        "Parameter $select: an enum; the ledger, graph-select: a name that is not a property is 400.",
        forgiven(_without_strangers),
        Proof(lambda c: c.get(f"{G_DEVICES}?$select=name,colour").status, 400, 200),
    ),
    Mutant(
        "accepts-any-sort",
        AOSP,
        ("listCommands", "listDevices"),
        "A sort that cannot be read is ignored.",
        "Parameter sort: its pattern.",
        forgiven(lambda request: request.with_option("sort", None)),
        Proof(lambda c: c.get(f"{A_COMMANDS}?sort=createdAt:down").status, 400, 200),
    ),
    Mutant(
        "accepts-truth-in-other-words",
        GRAPH,
        ("listDevices", "listCommands"),
        "1 and yes are taken for true.",
        "Parameter $count: a boolean.",
        forgiven(_truth),
        Proof(lambda c: c.get(f"{G_DEVICES}?$count=1").status, 400, 200),
    ),
    Mutant(
        "accepts-option-twice",
        AOSP,
        ("listDevices",),
        "Of an option that is given twice one is ignored.",
        "The ledger, applivery-invalid-request: a query parameter that is given twice is 400.",
        forgiven(_first_of_each, when=lambda r: len(r.options()) > len(dict(r.options()))),
        Proof(lambda c: c.get(f"{A_DEVICES}?limit=1&limit=2").status, 400, 200),
    ),
    Mutant(
        "accepts-target-type-in-any-case",
        APPLE,
        ("createCommand", "getCommand"),
        "The target type may be written in any case.",
        "Parameter targetType: an enum.",
        forgiven(_any_case),
        Proof(lambda c: c.post(f"{P_ROOT}/DEVICE/{P_TARGET}", LOCK).status, 400, 200),
    ),
)
