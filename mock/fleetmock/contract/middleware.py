"""The compiled contract as a connexion middleware.

Connexion loads the spec, makes its operations and resolves their handlers. Its own routing, security and validation
middlewares rebuild validators and signatures for each request, so this one stands in their place.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from connexion.http_facts import METHODS
from connexion.middleware import ConnexionMiddleware
from connexion.middleware.abstract import AbstractRoutingAPI, SpecMiddleware
from connexion.middleware.lifespan import Lifespan, LifespanMiddleware
from connexion.middleware.main import API
from connexion.operations import AbstractOperation
from connexion.resolver import Resolver
from connexion.spec import Specification
from starlette.types import ASGIApp, Receive, Scope, Send

from fleetmock.apis.handler import Handler
from fleetmock.contract.bundled import Bundled
from fleetmock.contract.exchange import CALLBACK, Exchange, Reply
from fleetmock.contract.leaving import ClientLeft, NamespaceEnded, received
from fleetmock.contract.links import Location
from fleetmock.contract.operation import Operation, Surroundings, broken, mention, refused
from fleetmock.contract.outside import not_http, outside, problem
from fleetmock.contract.prefer import Preferences
from fleetmock.contract.responses import ResponseCheck
from fleetmock.contract.router import Router
from fleetmock.errors import Condition, Refusal, invalid
from fleetmock.namespaces.namespace import Namespace
from fleetmock.namespaces.registry import Namespaces, NoNamespace

MAX_TARGET: Final = 8192  # bytes of path and query
# The answers that belong to no operation, and the response component that each spec documents them with.
ROUTING_RESPONSES: Final = {
    Condition.UNKNOWN_ROUTE: "UnknownRoute",
    Condition.METHOD_NOT_ALLOWED: "MethodNotAllowed",
    Condition.URI_TOO_LONG: "UriTooLong",
    Condition.INVALID_REQUEST: "InvalidRequest",
}

Observer = Callable[[Exchange, Reply], None]
Routes = Router[Operation, "ContractAPI"]


def resolver(handlers: Mapping[str, Handler]) -> Resolver:
    """Connexion's resolver over a table of handlers; an operation without one stops the start."""

    def find(operation_id: str) -> Handler:
        try:
            return handlers[operation_id]
        except KeyError:
            raise ValueError(f"no handler for operation {operation_id}") from None

    return Resolver(find)


class ContractAPI(AbstractRoutingAPI[Operation]):
    """One spec, compiled into the shared routes."""

    def __init__(
        self, specification: Specification, routes: Routes, around: Surroundings, base_path: str | None
    ) -> None:
        self._routes = routes
        self._around = around
        components = specification["components"]["responses"]
        self._checks = {condition: ResponseCheck(components[name]) for condition, name in ROUTING_RESPONSES.items()}
        super().__init__(specification, base_path=base_path, resolver=resolver(around.api.handlers))
        self.name = around.api.name
        routes.own(self.base_path, self)

    def make_operation(self, operation: AbstractOperation) -> Operation:
        # connexion's operation does not show the x- keys of its own
        spec = self.specification["paths"][operation.path][operation.method]
        permission, is_open = spec.get("x-permission"), spec.get("security") == []
        compiled = Operation(operation, self._around, permission, self._location(operation), is_open=is_open)
        self._around.operations[compiled.key] = compiled
        return compiled

    def _location(self, operation: AbstractOperation) -> Location | None:
        """From the first link of a response that promises a Location header."""
        for response in operation.responses.values():
            if "Location" in response.get("headers", {}):
                return Location(next(iter(response["links"].values())), self._path_of())
        return None

    def _path_of(self) -> dict[str, str]:
        return {
            operation["operationId"]: self.base_path + path
            for path, item in self.specification["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        }

    @staticmethod
    def _framework_path_and_name(operation: AbstractOperation, path: str) -> tuple[str, str]:  # noqa: ARG004 - connexion's signature
        return path, path

    def _add_operation_internal(self, method: str, path: str, operation: Operation, name: str | None = None) -> None:  # noqa: ARG002 - connexion's signature
        self._routes.add(self.base_path + path, method.upper(), operation)

    def refuse(self, refusal: Refusal, exchange: Exchange) -> Reply:
        """The answer to a request that no operation takes."""
        reply = refused(self._around, refusal, exchange)
        exchange.checked = reply
        complaint = self._checks[refusal.condition].complaint(reply)
        if complaint is None:
            return self._preferred(reply, exchange)
        return broken(self._around, exchange, f"{refusal.condition.name}: {complaint}")

    def _preferred(self, reply: Reply, exchange: Exchange) -> Reply:
        preferences = Preferences(exchange.headers.get(b"prefer"))
        rewrite = exchange.namespace.variants[self._around.api.name].preferred(preferences)
        mention(preferences, reply, exchange)
        return rewrite.answer("", reply) if rewrite else reply


class Contract:
    """From request to reply, for all APIs together. `observe` sees every pair once it is complete."""

    def __init__(self, namespaces: Namespaces, observe: Observer) -> None:
        self._namespaces = namespaces
        self._observe = observe
        self.routes: Routes = Router()

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(scope)
        found = self._enter(exchange) or self._route(exchange)
        try:
            try:
                reply = await found.answer(exchange, receive) if isinstance(found, Operation) else found
            except NamespaceEnded:
                reply = await self._again(exchange, receive)
        except ClientLeft:
            return
        payload = b""
        try:
            payload = await reply.send(scope, receive, send)
        finally:  # an answer that broke on its way is one that was given
            exchange.namespace.observe(exchange, reply, payload)
            self._observe(exchange, reply)

    async def _again(self, exchange: Exchange, receive: Receive) -> Reply:
        """In the namespace that is there when the request has come in as a whole. Raises ClientLeft."""
        operation, ended = exchange.operation, exchange.namespace
        assert operation is not None  # noqa: S101 - it is what asks for this
        refusal = self._enter(exchange, self._namespaces.again)
        if refusal is not None or exchange.namespace is ended:
            return refusal or problem(503, "The mock stops.")
        return await operation.answer(exchange, received(exchange.body, receive))

    def malformed(self, method: str, raw_path: str, why: str) -> Reply:
        """The answer to what the server refused to read: an unknown method gets its 405, anything else a 400."""
        exchange = Exchange({"method": method, "query_string": b"", "path": raw_path, "headers": []})
        reply = self._enter(exchange) or self._route(exchange)
        if isinstance(reply, Operation):
            api = self.routes.match(exchange.path).owner
            reply = api.refuse(invalid("request", "", why), exchange) if api else outside(exchange)
        exchange.namespace.observe(exchange, reply, reply.encode()[1])
        self._observe(exchange, reply)
        return reply

    def _enter(self, exchange: Exchange, admit: Callable[[Exchange], None] | None = None) -> Reply | None:
        """Find the namespace; the answer to a request that has none it can be in."""
        try:
            (admit or self._namespaces.admit)(exchange)
        except NoNamespace as error:
            exchange.enter(self._namespaces.default)
            return problem(error.status, str(error))
        return None

    def _route(self, exchange: Exchange) -> Operation | Reply:
        match = self.routes.match(exchange.path)
        exchange.arguments = match.arguments
        operation = match.methods.get(exchange.method)
        exchange.api = _api(operation, match.owner)
        fits = len(exchange.raw_path) + len(exchange.query) <= MAX_TARGET
        is_callback = CALLBACK in exchange.headers
        if operation is not None and fits and not exchange.ambiguous and not is_callback:
            return operation
        if match.owner is None:
            return outside(exchange) if exchange.raw_path else not_http(exchange)
        if not fits:
            return match.owner.refuse(Refusal(Condition.URI_TOO_LONG), exchange)
        if exchange.ambiguous or is_callback:
            return match.owner.refuse(_unfit(exchange), exchange)
        if match.methods:
            allow = tuple(sorted(match.methods))
            return match.owner.refuse(Refusal(Condition.METHOD_NOT_ALLOWED, allow=allow), exchange)
        return match.owner.refuse(Refusal(Condition.UNKNOWN_ROUTE), exchange)


def _unfit(exchange: Exchange) -> Refusal:
    if exchange.ambiguous:
        return invalid("header", exchange.ambiguous, "must not be given twice")
    return invalid("header", CALLBACK.decode(), "a callback of a mock is no request")


def _api(operation: Operation | None, owner: ContractAPI | None) -> str | None:
    """The API that a request is for. What none has an operation for belongs to the one that answers it."""
    if operation is not None:
        return operation.api
    return owner.name if owner else None


class ContractMiddleware(SpecMiddleware):
    """The contract where connexion expects a middleware; there is nothing behind it for HTTP."""

    def __init__(self, app: ASGIApp, contract: Contract) -> None:
        self._app = app
        self._contract = contract

    def add_api(self, specification: Specification, **options: Any) -> ContractAPI:
        """`options` are those that the application was given with the document."""
        return ContractAPI(specification, self._contract.routes, options["surroundings"], options.get("base_path"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._contract.serve(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Application(ConnexionMiddleware):
    """The connexion application around one contract."""

    def __init__(self, contract: Contract, namespaces: Namespaces, lifespan: Lifespan | None = None) -> None:
        """The namespaces behind it, and what is entered before the first request and left after the last."""
        self.contract = contract
        self.namespaces = namespaces
        middlewares: list[Any] = [partial(ContractMiddleware, contract=contract), LifespanMiddleware]
        super().__init__(_nothing, middlewares=middlewares, lifespan=lifespan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What connexion would call: for HTTP the contract and nothing around it, once the stack has been built."""
        if scope["type"] == "http" and self.middleware_stack is not None:
            await self.contract.serve(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def add_bundled(self, document: dict[str, Any], surroundings: Surroundings) -> None:
        """Serve a bundled document; ConnexionMiddleware.add_api would validate it first."""
        specification = Bundled(document)
        self.apis.append(API(specification, base_path=None, surroundings=surroundings))

    @property
    def namespace(self) -> Namespace:
        """The one that requests are in which name none."""
        return self.namespaces.default


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """Connexion wraps an application; everything is answered before this one is reached."""
