"""One operation of a spec, compiled at start. `answer` is the life of a request, top to bottom."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final

from connexion.operations import AbstractOperation
from starlette.types import Receive

from fleetmock.apis.handler import Api, FleetApi, Handler
from fleetmock.apis.variants.rewrite import Rewrite
from fleetmock.contract.body import Body
from fleetmock.contract.documented import Documented
from fleetmock.contract.exchange import Answer, Call, Exchange, Headers, Reply
from fleetmock.contract.gate import Gate, authorize
from fleetmock.contract.leaving import ClientLeft, NamespaceEnded, unless_left
from fleetmock.contract.links import Location
from fleetmock.contract.parameters import PathParameters, QueryParameters
from fleetmock.contract.prefer import NONE, Preferences
from fleetmock.contract.preferred import seeded
from fleetmock.contract.responses import ResponseCheck
from fleetmock.errors import Condition, Refusal
from fleetmock.faults.encounter import Unanswered, undergo

if TYPE_CHECKING:
    from fleetmock.namespaces.namespace import Namespace

log: Final = logging.getLogger("fleetmock")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all operations of an API share.

    `subject` is what its handlers work on, `gate` who is let in; both are found in the namespace of a request.
    `operations` are those themselves, by API and operationId, once they have been compiled.
    """

    api: Api
    subject: Callable[["Namespace"], Any]
    gate: Callable[["Namespace"], Gate]
    max_body: int
    operations: dict[tuple[str, str], "Operation"] = field(default_factory=dict)


class Operation:
    __slots__ = (
        "_around",
        "_body",
        "_checks",
        "_devices",
        "_handler",
        "_is_async",
        "_is_open",
        "_location",
        "_path",
        "_permission",
        "_query",
        "_status",
        "api",
        "documented",
        "id",
        "key",
        "method",
        "template",
    )

    def __init__(
        self,
        operation: AbstractOperation,
        around: Surroundings,
        permission: str | None,
        location: Location | None,
        *,
        is_open: bool = False,
    ) -> None:
        """`permission` is what a token must have, None for nothing but being one; an open operation needs none.

        `location` is where a creating operation finds what it created.
        Raises ValueError, KeyError or UnknownKeyword for a spec that asks for what is not implemented.
        """
        self.id: str = operation.operation_id
        self.api: str = around.api.name
        self.key = (self.api, self.id)
        self.template: str = operation.path
        self.method: str = operation.method.upper()
        self._around = around
        # None for the control plane: nothing that is asked of it fails on demand, so that it can be ended.
        self._devices = around.api.devices if isinstance(around.api, FleetApi) else None
        self._permission = permission
        self._is_open = is_open
        self._handler: Handler = operation.function
        self._is_async = iscoroutinefunction(self._handler)
        self._path = PathParameters(operation.path, operation.parameters)
        self._query = QueryParameters(operation.parameters)
        self._body = Body(operation.request_body, around.max_body) if operation.request_body else None
        self._checks = {int(status): ResponseCheck(each) for status, each in operation.responses.items()}
        self.documented = Documented(operation.responses, self._checks, around.api.vendor)
        self._status = next(status for status in self._checks if 200 <= status < 300)
        self._location = location

    async def answer(self, exchange: Exchange, receive: Receive) -> Reply:
        """Raises ClientLeft or NamespaceEnded; then nothing has been done."""
        around, namespace, prefer = self._around, exchange.namespace, exchange.headers.get(b"prefer")
        exchange.operation = self
        preferences = Preferences(prefer) if prefer else NONE
        variants = namespace.variants[self.api]
        rewrite = variants.preferred(preferences) if prefer else variants.default
        try:
            if not self._is_open:
                self._admit(exchange)
            path = self._path.read(exchange.arguments)
            query = self._query.read(rewrite.query(exchange.query) if rewrite else exchange.query)
            spelled = rewrite.body if rewrite else None
            body = await self._body.read(exchange, receive, spelled) if self._body else None
            call = Call(path, query, body, exchange.url, preferences)
            reply = None
            if self._devices and (prefer or namespace.faults.listed):
                reply = await undergo(self, self._devices, exchange, call)
            if reply is None:
                result = self._handler(self._subject(exchange, preferences), call)
                reply = self._reply(await unless_left(result, receive) if self._is_async else result, exchange)
            if self._location and reply.status == self._status:
                url = exchange.base + self._location.path(path, reply.body)
                reply.headers.append((b"location", url.encode("latin-1")))
        except Refusal as refusal:
            reply = refused(around, refusal, exchange)
        except Unanswered as fault:
            return fault.reply
        except (ClientLeft, NamespaceEnded):
            raise
        except Exception:
            log.exception("%s: the handler failed", self.id)
            return broken(around, exchange, f"{self.id}: the handler failed")
        if prefer:
            mention(preferences, reply, exchange)
        return self._checked(reply, exchange, rewrite)

    def _admit(self, exchange: Exchange) -> None:
        """Raises Refusal."""
        namespace = exchange.namespace
        grant = self._around.gate(namespace).admit(exchange.headers, self.api, namespace.fleet.clock)
        if self._permission is not None:
            authorize(grant, self._permission)

    def _subject(self, exchange: Exchange, preferences: Preferences) -> Any:
        """What the handler works on."""
        subject = self._around.subject(exchange.namespace)
        return seeded(subject, exchange, preferences) if self._devices and preferences.asked else subject

    def _reply(self, result: Any, exchange: Exchange) -> Reply:
        headers = self._around.api.vendor.headers(exchange)
        if isinstance(result, Answer):
            kind = (b"content-type", result.content_type.encode())
            headers = [kind, *_without_type(headers), *result.headers]
            status, body = result.status, result.body
        else:
            status, body = self._status, result
        return Reply(status, _without_type(headers) if body is None else headers, body)

    def _checked(self, reply: Reply, exchange: Exchange, rewrite: Rewrite | None) -> Reply:
        check = self._checks.get(reply.status)
        complaint = check.complaint(reply) if check else "the status is not documented"
        if complaint is None:
            exchange.checked = reply
            reply = rewrite.answer(self.id, reply) if rewrite else reply
            if exchange.fault:
                reply.wire = exchange.fault.effect.wire
            return reply
        return broken(self._around, exchange, f"{self.id}: answer {reply.status}: {complaint}")


def _without_type(headers: Headers) -> Headers:
    return [each for each in headers if each[0] != b"content-type"]


def mention(preferences: Preferences, reply: Reply, exchange: Exchange) -> None:
    """Say in the answer which of them were honoured, and in the journal which were not."""
    if preferences.applied:
        reply.headers.append(preferences.header())
    exchange.notes += tuple(preferences.ignored())


def refused(around: Surroundings, refusal: Refusal, exchange: Exchange) -> Reply:
    """The refusal as the API's vendor puts it."""
    exchange.refusal = refusal
    return around.api.vendor.refuse(refusal, exchange, exchange.namespace.fleet)


def broken(around: Surroundings, exchange: Exchange, why: str) -> Reply:
    """The mock's own fault, and marked as such: no vendor answered like this."""
    log.error("the contract is broken: %s", why)
    reply = refused(around, Refusal(Condition.BROKEN_CONTRACT, f"fleetmock broke its own contract: {why}"), exchange)
    reply.headers.append((b"fleetmock-fault", b"broken-contract"))
    return reply
