"""Applivery: what its SDKs recorded, and what its push provider has, beside what its pages say."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from fleetmock.apis.variants.rewrite import Rewrite, Variant
from fleetmock.contract.exchange import Reply


def _one_code(_: str, reply: Reply) -> Reply:
    """A bad token has the code of a missing one, and its own message."""
    if reply.status != 401:
        return reply
    return replace(reply, body=reply.body | {"error": reply.body["error"] | {"code": 4002}})


def _unix_seconds(operation: str, reply: Reply) -> Reply:
    if operation != "getPushStatus" or reply.status != 200:
        return reply
    data = dict(reply.body["data"])
    for name in ("sentAt", "expiresAt"):
        if name in data:
            data[name] = str(int(datetime.fromisoformat(data[name]).timestamp()))
    return replace(reply, body=reply.body | {"data": data})


BAD_TOKEN: Final = Variant("bad-token", "4004", {"4002": Rewrite(_one_code)})
APPLE: Final = (BAD_TOKEN,)
AOSP: Final = (BAD_TOKEN, Variant("push-times", "rfc3339", {"unix": Rewrite(_unix_seconds)}))
