"""One operation of a spec, compiled at start. `answer` is the life of a request, top to bottom."""

import logging
from dataclasses import dataclass
from typing import Final

from connexion.operations import AbstractOperation
from starlette.types import Receive

from fleetmock.apis.handler import Api, Handler
from fleetmock.apis.variants.registry import Variants
from fleetmock.apis.variants.rewrite import Rewrite
from fleetmock.contract.body import Body, ClientLeft
from fleetmock.contract.exchange import Call, Exchange, Reply
from fleetmock.contract.gate import Gate, authorize
from fleetmock.contract.links import Location
from fleetmock.contract.parameters import PathParameters, QueryParameters
from fleetmock.contract.prefer import Preferences
from fleetmock.contract.responses import ResponseCheck
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.fleet import Fleet

log: Final = logging.getLogger("fleetmock")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all operations of an API share."""

    api: Api
    fleet: Fleet
    gate: Gate
    max_body: int
    variants: Variants


class Operation:
    __slots__ = (
        "_around",
        "_body",
        "_checks",
        "_handler",
        "_location",
        "_path",
        "_permission",
        "_query",
        "_status",
        "id",
    )

    def __init__(
        self, operation: AbstractOperation, around: Surroundings, permission: str, location: Location | None
    ) -> None:
        """`permission` is what a token must have; `location` is where a creating operation finds what it created.

        Raises ValueError, KeyError or UnknownKeyword for a spec that asks for what is not implemented.
        """
        self.id: str = operation.operation_id
        self._around = around
        self._permission = permission
        self._handler: Handler = operation.function
        self._path = PathParameters(operation.path, operation.parameters)
        self._query = QueryParameters(operation.parameters)
        self._body = Body(operation.request_body, around.max_body) if operation.request_body else None
        self._checks = {int(status): ResponseCheck(each) for status, each in operation.responses.items()}
        self._status = next(status for status in self._checks if 200 <= status < 300)
        self._location = location

    async def answer(self, exchange: Exchange, receive: Receive) -> Reply:
        around, prefer = self._around, exchange.headers.get(b"prefer")
        preferences = Preferences(prefer)
        rewrite = around.variants.preferred(preferences) if prefer else around.variants.default
        try:
            grant = around.gate.admit(exchange.headers.get(b"authorization"), around.api.name, around.fleet.clock)
            authorize(grant, self._permission)
            path = self._path.read(exchange.arguments)
            query = self._query.read(rewrite.query(exchange.query) if rewrite else exchange.query)
            spelled = rewrite.body if rewrite else None
            body = await self._body.read(exchange.headers, receive, spelled) if self._body else None
            result = self._handler(around.fleet, Call(path, query, body, exchange.url, preferences))
            reply = Reply(self._status, around.api.vendor.headers(exchange), result)
            if self._location:
                url = exchange.origin + self._location.path(path, result)
                reply.headers.append((b"location", url.encode("latin-1")))
        except Refusal as refusal:
            reply = around.api.vendor.refuse(refusal, exchange, around.fleet)
        except ClientLeft:
            raise
        except Exception:
            log.exception("%s: the handler failed", self.id)
            return broken(around, exchange, f"{self.id}: the handler failed")
        if preferences.applied:
            reply.headers.append(preferences.header())
        return self._checked(reply, exchange, rewrite)

    def _checked(self, reply: Reply, exchange: Exchange, rewrite: Rewrite | None) -> Reply:
        check = self._checks.get(reply.status)
        complaint = check.complaint(reply) if check else "the status is not documented"
        if complaint is None:
            return rewrite.answer(self.id, reply) if rewrite else reply
        return broken(self._around, exchange, f"{self.id}: answer {reply.status}: {complaint}")


def broken(around: Surroundings, exchange: Exchange, why: str) -> Reply:
    """The mock's own fault, and marked as such: no vendor answered like this."""
    log.error("the contract is broken: %s", why)
    refusal = Refusal(Condition.BROKEN_CONTRACT, f"fleetmock broke its own contract: {why}")
    reply = around.api.vendor.refuse(refusal, exchange, around.fleet)
    reply.headers.append((b"fleetmock-fault", b"broken-contract"))
    return reply
