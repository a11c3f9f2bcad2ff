"""Microsoft Graph: what was on the wire before 2020-10-06, and what its pages say beside that."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from fleetmock.apis.variants.rewrite import Answer, Rewrite, Variant
from fleetmock.contract.exchange import Reply
from fleetmock.errors import unknown
from fleetmock.fleet.timeline import Record

COMMANDS: Final = ("createCommand", "getCommand", "listCommands")
DEVICES: Final = ("listDevices",)
# The properties that the metadata before 2020-10-06 spelled with a capital; id and responsepayload never had one.
PASCAL: Final = {
    name: name[0].upper() + name[1:]
    for name in (
        *(
            "status",
            "type",
            "appServiceName",
            "packageFamilyName",
            "error",
            "payload",
            "permissionTicket",
            "postBackUri",
        ),
        *("name", "manufacturer", "model", "kind", "platform"),
    )
}
CAMEL: Final = {pascal: camel for camel, pascal in PASCAL.items()}
SELECT: Final = re.compile(rb"(?<![^&])((?:\$|%24)select=)([^&]*)")
WORD: Final = re.compile(rb"%[0-9A-Fa-f]{2}|[A-Za-z]+")
NO_PAYLOAD: Final = unknown("response payload").detail


def _entities(change: Callable[[Record], Record], operations: tuple[str, ...]) -> Answer:
    """Changes each entity that one of the operations answers, alone or on a page."""

    def answer(operation: str, reply: Reply) -> Reply:
        if operation not in operations or reply.status >= 300:
            return reply
        body = reply.body
        if "value" in body:
            return replace(reply, body=body | {"value": [change(each) for each in body["value"]]})
        return replace(reply, body=change(body))

    return answer


def _without_type(command: Record) -> Record:
    return command | {"type": None} if "type" in command else command


def _null_strings(command: Record) -> Record:
    return {name: "null" if value is None else value for name, value in command.items()}


def _lower_status(device: Record) -> Record:
    return device | {"status": device["status"].lower()} if device.get("status") else device


def _pascal(entity: Record) -> Record:
    return {PASCAL.get(name, name): value for name, value in entity.items()}


def _camel(body: Any) -> Any:
    """A request in either case; what it says in camelCase wins."""
    if not isinstance(body, dict):
        return body
    return {CAMEL.get(name, name): value for name, value in body.items()} | {
        name: value for name, value in body.items() if name not in CAMEL
    }


def _camel_select(query: bytes) -> bytes:
    def name(match: re.Match[bytes]) -> bytes:
        return CAMEL.get(match[0].decode(), match[0].decode()).encode()

    return SELECT.sub(lambda match: match[1] + WORD.sub(name, match[2]), query)


def _in_value(operation: str, reply: Reply) -> Reply:
    """The page shows the wrapper around the command that is asked for, not around the one that was just created."""
    if operation != "getCommand" or reply.status != 200:
        return reply
    command = dict(reply.body)
    context = {"@odata.context": command.pop("@odata.context")} if "@odata.context" in command else {}
    return replace(reply, body={**context, "value": command})


def _lower_inner_error(_: str, reply: Reply) -> Reply:
    if reply.status < 400:
        return reply
    error = dict(reply.body["error"])
    if "innerError" in error:
        error["innererror"] = error.pop("innerError")
    return replace(reply, body={"error": error})


def _no_content(operation: str, reply: Reply) -> Reply:
    """OData's answer of a navigation property that is null; an unknown device or command stays a 404."""
    absent = operation.startswith("getResponsePayload") and reply.status == 404
    if not absent or reply.body["error"]["message"] != NO_PAYLOAD:
        return reply
    return Reply(204, [each for each in reply.headers if each[0] != b"content-type"], None)


# In the order in which they are applied: names change after values, and the wrapper comes last.
VARIANTS: Final = (
    Variant("type-echo", "sent", {"null": Rewrite(_entities(_without_type, COMMANDS))}),
    Variant("nulls", "null", {"string": Rewrite(_entities(_null_strings, COMMANDS))}),
    Variant("device-status", "capitalised", {"lower": Rewrite(_entities(_lower_status, DEVICES))}),
    Variant("casing", "camel", {"pascal": Rewrite(_entities(_pascal, COMMANDS + DEVICES), _camel, _camel_select)}),
    Variant("payload-absent", "404", {"204": Rewrite(_no_content)}),
    Variant("inner-error", "camel", {"lower": Rewrite(_lower_inner_error)}),
    Variant("envelope", "bare", {"value": Rewrite(_in_value)}),
)
