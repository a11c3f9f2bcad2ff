"""Waiting for something, and listening to everything: requests that stay open for a while."""

from math import inf
from typing import Any, Final

from fleetmock.contract.exchange import Answer, Call
from fleetmock.events.hub import KINDS
from fleetmock.events.stream import CONTENT_TYPE, stream
from fleetmock.namespaces.namespace import Namespace
from fleetmock.waiting.wait import wait


async def wait_for(namespace: Namespace, call: Call) -> Any:
    return await wait(namespace, call.body, namespace.server.hold)


def stream_events(namespace: Namespace, call: Call) -> Any:
    seconds = min(call.query.get("timeout", inf), namespace.server.hold)
    kinds = call.query.get("kind", KINDS)
    pieces = stream(namespace.events, kinds, seconds=None if seconds == inf else seconds)
    return Answer(200, pieces, CONTENT_TYPE)


HANDLERS: Final = {"waitFor": wait_for, "streamEvents": stream_events}
