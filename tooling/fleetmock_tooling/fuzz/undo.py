"""Each variant of the mock backwards: from the answer with it to the answer without."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from fleetmock.apis.variants.msgraph import CAMEL, COMMANDS, DEVICES, NO_PAYLOAD
from fleetmock.contract.examples import Described
from fleetmock.contract.exchange import Reply
from fleetmock.errors import Condition
from fleetmock.vendors.graph import ERRORS
from fleetmock_tooling.fuzz.curl import Request


@dataclass(frozen=True, slots=True)
class Context:
    """What the answer belongs to: the request and the answer's own headers, in any case.

    `types` are those of the commands created so far, by id.
    """

    operation: Described | None
    request: Request
    headers: Mapping[str, str]
    types: dict[str, Any]

    @property
    def operation_id(self) -> str:
        return "" if self.operation is None else self.operation.id

    def remember(self, reply: Reply) -> None:
        """The type of a created command, for answers that do not show it."""
        if self.operation_id == "createCommand" and reply.status == 201 and isinstance(reply.body, dict):
            kind = reply.body.get("type")
            if kind is not None:
                self.types[str(reply.body.get("id"))] = kind


@dataclass(frozen=True, slots=True)
class Reading:
    """The variant's value that is not the default, and the ledger's entry. `undo` answers None where it is not met."""

    entry: str
    variant: str
    value: str
    undo: Callable[[Context, Reply], Reply | None]


Record = dict[str, Any]


def _entities(change: Callable[[Context, Record], Record | None], operations: tuple[str, ...]) -> Any:
    """Of each record that one of the operations answers, alone or on a page; None when none changes."""

    def undo(context: Context, reply: Reply) -> Reply | None:
        body = reply.body
        if context.operation_id not in operations or reply.status >= 300 or not isinstance(body, dict):
            return None
        page = body.get("value")
        records = page if isinstance(page, list) else [body]
        if not all(isinstance(each, dict) for each in records):
            return None
        changed = [change(context, each) for each in records]
        if all(each is None for each in changed):
            return None
        merged = [old if new is None else new for old, new in zip(records, changed, strict=True)]
        return replace(reply, body=body | {"value": merged} if isinstance(page, list) else merged[0])

    return undo


def _with_type(context: Context, command: Record) -> Record | None:
    if "type" not in command or command["type"] is not None:
        return None
    sent = _sent_type(context) if context.operation_id == "createCommand" else context.types.get(str(command.get("id")))
    return command | {"type": sent}


def _sent_type(context: Context) -> Any:
    try:
        body = orjson.loads(context.request.body or b"")
    except ValueError:
        return None
    return (body.get("type") or body.get("Type")) if isinstance(body, dict) else None


def _nulls(_: Context, command: Record) -> Record | None:
    if "null" not in command.values():
        return None
    return {name: None if value == "null" else value for name, value in command.items()}


def _capitalised(_: Context, device: Record) -> Record | None:
    status = device.get("status")
    return device | {"status": status.capitalize()} if isinstance(status, str) and status.islower() else None


def _camel(_: Context, entity: Record) -> Record | None:
    if not any(name in CAMEL for name in entity):
        return None
    return {CAMEL.get(name, name): value for name, value in entity.items()}


def _not_found(context: Context, reply: Reply) -> Reply | None:
    if reply.status != 204 or not context.operation_id.startswith("getResponsePayload"):
        return None
    inner = {name: context.headers[name] for name in ("request-id", "client-request-id") if name in context.headers}
    error = {
        "code": ERRORS[Condition.UNKNOWN_ENTITY].code,
        "message": NO_PAYLOAD,
        "innerError": {"date": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}", **inner},
    }
    return Reply(404, reply.headers, {"error": error})


def _inner_error(_: Context, reply: Reply) -> Reply | None:
    error = reply.body.get("error") if isinstance(reply.body, dict) else None
    if reply.status < 400 or not isinstance(error, dict) or "innererror" not in error:
        return None
    renamed = {"innerError" if name == "innererror" else name: value for name, value in error.items()}
    return replace(reply, body=reply.body | {"error": renamed})


def _bare(context: Context, reply: Reply) -> Reply | None:
    body = reply.body
    if context.operation_id != "getCommand" or reply.status != 200 or not isinstance(body, dict):
        return None
    command = body.get("value")
    if not isinstance(command, dict):
        return None
    return replace(reply, body={**{name: value for name, value in body.items() if name != "value"}, **command})


def _bad_token(context: Context, reply: Reply) -> Reply | None:
    error = reply.body.get("error") if isinstance(reply.body, dict) else None
    if reply.status != 401 or not isinstance(error, dict) or error.get("code") != 4002:
        return None
    scheme, _, token = (context.request.header("authorization") or "").partition(" ")
    # Without a token 4002 is what the specification says.
    if scheme.lower() != "bearer" or not token.strip():
        return None
    return replace(reply, body=reply.body | {"error": error | {"code": 4004}})


def _rfc3339(context: Context, reply: Reply) -> Reply | None:
    data = reply.body.get("data") if isinstance(reply.body, dict) else None
    if context.operation_id != "getPushStatus" or reply.status != 200 or not isinstance(data, dict):
        return None
    seconds = {n: v for n in ("sentAt", "expiresAt") if isinstance(v := data.get(n), str) and _is_time(v)}
    if not seconds:
        return None
    times = {name: datetime.fromtimestamp(int(value), UTC) for name, value in seconds.items()}
    texts = {name: f"{each:%Y-%m-%dT%H:%M:%S}.000Z" for name, each in times.items()}
    return replace(reply, body=reply.body | {"data": data | texts})


def _is_time(text: str) -> bool:
    # Up to the year 9999, which is as far as RFC 3339 goes.
    return text.isascii() and text.isdigit() and len(text) <= 12 and int(text) < 253_402_300_800


_BAD_TOKEN: Final = Reading("applivery-401", "bad-token", "4002", _bad_token)
# In the order of the mock's registry.
READINGS: Final[Mapping[str, tuple[Reading, ...]]] = {
    "msgraph": (
        Reading("graph-type-echo", "type-echo", "null", _entities(_with_type, COMMANDS)),
        Reading("graph-null-strings", "nulls", "string", _entities(_nulls, COMMANDS)),
        Reading("graph-device-status", "device-status", "lower", _entities(_capitalised, DEVICES)),
        Reading("graph-casing", "casing", "pascal", _entities(_camel, COMMANDS + DEVICES)),
        Reading("graph-payload-absent", "payload-absent", "204", _not_found),
        Reading("graph-inner-error", "inner-error", "lower", _inner_error),
        Reading("graph-value-wrapper", "envelope", "value", _bare),
    ),
    "applivery-aosp": (_BAD_TOKEN, Reading("aosp-push-times", "push-times", "unix", _rfc3339)),
    "applivery-apple": (_BAD_TOKEN,),
}
