"""Input at the edge of what an implementation thinks of, answered with a 500."""

import json
from typing import Any, Final

from fleetmock_tooling.mutants.catalogue.places import (
    A_COMMANDS,
    G_COMMANDS,
    G_DEVICES,
    LAUNCH,
    LOCK,
    ORGANIZATION,
    P_DEVICE,
    REBOOT,
)
from fleetmock_tooling.mutants.message import Request
from fleetmock_tooling.mutants.mutant import AOSP, APPLE, GRAPH, Mutant, Proof
from fleetmock_tooling.mutants.operators import crashed

CELL: Final = 64  # characters that a column holds
NESTED: Final = 5
INT32: Final = 2**31 - 1
SAFE: Final = 2**53 - 1
BREAKS: Final = "No answer of the specification is a 5xx; "


def _text(request: Request) -> str:
    """All texts of the body, unescaped."""
    return json.dumps(request.json(), ensure_ascii=False)


def _body(request: Request) -> dict[str, Any]:
    body = request.json()
    return body if isinstance(body, dict) else {}


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _is_nested(request: Request) -> bool:
    level = [request.json()]
    for _ in range(NESTED + 1):
        level = [each for each in level if isinstance(each, dict | list)]
        if not level:
            return False
        level = [inner for each in level for inner in _inside(each)]
    return True


def _number(request: Request, name: str, default: int) -> int:
    text = request.option(name) or ""
    return int(text) if text.isascii() and text.isdigit() else default


def _is_fraction(value: Any) -> bool:
    return isinstance(value, float) and not value.is_integer()


def _is_not_utf8(request: Request) -> bool:
    try:
        request.body.decode()
    except UnicodeDecodeError:
        return True
    return False


def _is_long_type(request: Request) -> bool:
    kind = _body(request).get("RequestType")
    return isinstance(kind, str) and len(kind) > CELL


def _selects_twice(request: Request) -> bool:
    names = (request.option("$select") or "").split(",")
    return len(names) > len(set(names))


MUTANTS: Final = (
    Mutant(
        "crash-nul",
        AOSP,
        ("createCommand",),
        "A NUL character in a text of the body.",
        BREAKS + "params is any object.",
        crashed(lambda request: "\\u0000" in _text(request)),
        Proof(lambda c: c.post(A_COMMANDS, {**REBOOT, "params": {"a": "\0"}}).status, 200, 500),
    ),
    Mutant(
        "crash-emoji",
        GRAPH,
        ("createCommand",),
        "A character beyond the basic plane in a text of the body.",
        BREAKS + "the payload is open.",
        crashed(lambda request: any(each > "\uffff" for each in _text(request))),
        Proof(lambda c: c.post(G_COMMANDS, {**LAUNCH, "x": "\U0001f4a9"}).status, 201, 500),
    ),
    Mutant(
        "crash-long-request-type",
        APPLE,
        ("createCommand",),
        f"A RequestType of more than {CELL} characters.",
        BREAKS + "its maxLength is 128.",
        crashed(_is_long_type),
        Proof(lambda c: c.post(P_DEVICE, {"RequestType": "x" * 128}).status, 200, 500),
    ),
    Mutant(
        "crash-nested",
        APPLE,
        ("createCommand",),
        f"A body nested deeper than {NESTED} levels.",
        BREAKS + "the keys of a payload are open.",
        crashed(_is_nested),
        Proof(lambda c: c.post(P_DEVICE, {**LOCK, "x": [[[[[[]]]]]]}).status, 200, 500),
    ),
    Mutant(
        "crash-far-page",
        AOSP,
        ("listCommands", "listDevices"),
        "A page so far out that its offset overflows.",
        BREAKS + "page goes up to 9007199254740991.",
        crashed(lambda request: _number(request, "page", 1) * _number(request, "limit", 10) > SAFE),
        Proof(lambda c: c.get(f"{A_COMMANDS}?page={SAFE}").status, 200, 500),
    ),
    Mutant(
        "crash-far-skip",
        GRAPH,
        ("listDevices", "listCommands"),
        "$skip and $top together beyond 32 bits.",
        BREAKS + "each of them goes up to 2147483647.",
        crashed(lambda request: _number(request, "$skip", 0) + _number(request, "$top", 100) > INT32),
        Proof(lambda c: c.get(f"{G_DEVICES}?$skip={INT32}").status, 200, 500),
    ),
    Mutant(
        "crash-empty-params",
        AOSP,
        ("createCommand",),
        "params without a key.",
        BREAKS + "params is any object.",
        crashed(lambda request: _body(request).get("params") == {}),
        Proof(lambda c: c.post(A_COMMANDS, {**REBOOT, "params": {}}).status, 200, 500),
    ),
    Mutant(
        "crash-fraction",
        AOSP,
        ("createCommand",),
        "A duration that is no whole number.",
        BREAKS + "duration is a number.",
        crashed(lambda request: _is_fraction(_body(request).get("duration"))),
        Proof(lambda c: c.post(A_COMMANDS, {**REBOOT, "duration": 0.5}).status, 200, 500),
    ),
    Mutant(
        "crash-null-callback",
        GRAPH,
        ("createCommand",),
        "A postBackUri of null.",
        BREAKS + "postBackUri is nullable.",
        crashed(lambda request: _body(request).get("postBackUri", "") is None),
        Proof(lambda c: c.post(G_COMMANDS, {**LAUNCH, "postBackUri": None}).status, 201, 500),
    ),
    Mutant(
        "crash-no-body",
        APPLE,
        ("createCommand", "createCommands"),
        "No body at all.",
        BREAKS + "400 and 415 are for what is not the body it asks for.",
        crashed(lambda request: not request.body),
        Proof(lambda c: c.post(P_DEVICE).status, 415, 500),
    ),
    Mutant(
        "crash-array-body",
        AOSP,
        ("createCommand",),
        "A body that is an array.",
        BREAKS + "400 is for a body that is not what it asks for.",
        crashed(lambda request: isinstance(request.json(), list)),
        Proof(lambda c: c.post(A_COMMANDS, []).status, 400, 500),
    ),
    Mutant(
        "crash-bytes",
        APPLE,
        ("createCommand", "createCommands"),
        "A body that is not UTF-8.",
        BREAKS + "400 is for a body that is not what it asks for.",
        crashed(_is_not_utf8),
        Proof(lambda c: c.send("POST", P_DEVICE, b'{"RequestType":"\xff"}').status, 400, 500),
    ),
    Mutant(
        "crash-quote",
        GRAPH,
        ("getCommand", "listCommands"),
        "An apostrophe in an id.",
        BREAKS + "an id is any text, and 404 is for one that nobody has.",
        crashed(lambda request: any("'" in each for each in request.arguments.values())),
        Proof(lambda c: c.get(f"{G_COMMANDS}/'").status, 404, 500),
    ),
    Mutant(
        "crash-nul-in-an-id",
        GRAPH,
        (),
        "A NUL character in an id.",
        BREAKS + "an id is any text, and 404 is for one that nobody has.",
        crashed(lambda request: any("\0" in each for each in request.arguments.values())),
        Proof(lambda c: c.get(f"{G_COMMANDS}/%00").status, 404, 500),
    ),
    Mutant(
        "crash-long-id",
        GRAPH,
        ("getCommand",),
        "An id of more than 255 characters.",
        BREAKS + "an id is any text, and 404 is for one that nobody has.",
        crashed(lambda request: len(request.arguments["command-id"]) > 255),
        Proof(lambda c: c.get(f"{G_COMMANDS}/{'A' * 256}").status, 404, 500),
    ),
    Mutant(
        "crash-foreign-letters",
        AOSP,
        ("listDevices",),
        "An organization written with letters beyond ASCII.",
        BREAKS + "400 is for what breaks the pattern.",
        crashed(lambda request: not request.arguments["organizationId"].isascii()),
        Proof(lambda c: c.get(f"/v1/organizations/%C3%A4{ORGANIZATION}/mdm/aosp/enterprise/devices").status, 400, 500),
    ),
    Mutant(
        "crash-property-twice",
        GRAPH,
        ("listDevices", "listCommands", "getCommand"),
        "$select that names a property twice.",
        BREAKS + "$select has no uniqueItems.",
        crashed(_selects_twice),
        Proof(lambda c: c.get(f"{G_DEVICES}?$select=name,name").status, 200, 500),
    ),
)
