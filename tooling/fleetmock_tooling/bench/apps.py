"""The ASGI applications to compare with: bare Starlette, connexion as it comes, connexion's own mock mode.

The first two run fleetmock's own handlers over a fleet of their own, so the work behind a request is the same.
"""

import copy
import sys
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from starlette.types import ASGIApp

from fleetmock.apis.handler import Handler
from fleetmock.apis.msgraph import API, create_command, get_command
from fleetmock.app import create_app, create_fleet
from fleetmock.contract.exchange import Call
from fleetmock.contract.prefer import Preferences
from fleetmock.fleet.fleet import Fleet
from fleetmock.settings import DEFAULT_TOKEN, Settings
from fleetmock_tooling.bench import workload


def fresh_fleet() -> Fleet:
    """A fresh fleet with the built-in world, as a mock of one API has it."""
    return create_fleet(Settings(apis=(API.name,)))


def bare() -> ASGIApp:
    """Starlette and orjson: no validation, no authentication, none of the vendor's headers."""
    from starlette.applications import Starlette  # noqa: PLC0415 - start-up is measured: each process loads its own
    from starlette.requests import Request  # noqa: PLC0415 - as above
    from starlette.responses import Response  # noqa: PLC0415 - as above
    from starlette.routing import Route  # noqa: PLC0415 - as above

    fleet, collection = fresh_fleet(), f"{workload.base()}/me/devices/{{device}}/commands"

    def answer(handler: Handler, status: int, path: dict[str, str], body: Any = None) -> Response:
        result = handler(fleet, Call(path, {}, body, "", Preferences(None)))
        return Response(orjson.dumps(result), status, media_type="application/json")

    async def post(request: Request) -> Response:
        body = orjson.loads(await request.body())
        return answer(create_command, 201, {"device-id": request.path_params["device"]}, body)

    async def get(request: Request) -> Response:
        names = request.path_params
        return answer(get_command, 200, {"device-id": names["device"], "command-id": names["command"]})

    routes = [Route(collection, post, methods=["POST"]), Route(f"{collection}/{{command}}", get, methods=["GET"])]
    return Starlette(routes=routes)


def stock() -> ASGIApp:
    """Connexion as it comes, checking tokens, requests and responses."""
    from connexion import AsyncApp  # noqa: PLC0415 - as above
    from connexion.resolver import Resolver  # noqa: PLC0415 - as above

    fleet = fresh_fleet()
    app = AsyncApp(__name__, resolver=Resolver(lambda name: adapted(fleet, name)))
    app.add_api(guarded(), validate_responses=True)
    asgi: ASGIApp = app
    return asgi


def connexion_mock() -> ASGIApp:
    """Connexion's mock mode: it answers with the document's examples."""
    from connexion import AsyncApp  # noqa: PLC0415 - as above
    from connexion.mock import MockResolver  # noqa: PLC0415 - as above

    app = AsyncApp(__name__, resolver=MockResolver(mock_all=True))  # type: ignore[no-untyped-call] # connexion does not annotate it
    app.add_api(guarded())
    asgi: ASGIApp = app
    return asgi


def fleetmock(log_format: str = "pretty") -> ASGIApp:
    asgi: ASGIApp = create_app(Settings(apis=(API.name,), log_format="off" if log_format == "off" else "pretty"))
    return asgi


def guarded() -> dict[str, Any]:
    """The document as connexion serves it best: with its word for who checks a token, and no path-level parameters.

    connexion 3.3 appends those to an operation's own list once per middleware, and then checks each of them six times.
    Which requests suffer depends on how a document is written, so nobody is to be compared by it.
    """
    described = copy.deepcopy(workload.document())
    for item in described["paths"].values():
        shared = item.pop("parameters", [])
        for operation in item.values():
            operation["parameters"] = [*operation.get("parameters", ()), *shared]
    scheme = described["components"]["securitySchemes"]["bearer"]
    scheme["x-bearerInfoFunc"] = f"{sys.modules[__name__].__name__}.bearer_info"
    return described


def bearer_info(token: str) -> Mapping[str, str] | None:
    return {"sub": "benchmark"} if token == DEFAULT_TOKEN else None


def adapted(fleet: Fleet, operation_id: str) -> Callable[..., Any]:
    """The handler as connexion calls one: parameters by name, as Python can spell them."""
    handler, creates = API.handlers[operation_id], operation_id == "createCommand"

    async def answer(
        device_id: str = "", command_id: str = "", body: Any = None, top: int = 100, skip: int = 0, **options: Any
    ) -> tuple[Any, int, dict[str, str]]:
        query = {"$top": top, "$skip": skip} | {f"${name}": value for name, value in options.items()}
        result = handler(
            fleet, Call({"device-id": device_id, "command-id": command_id}, query, body, "", Preferences(None))
        )
        name = fleet.ids.request()
        headers = {"request-id": name, "client-request-id": name, "OData-Version": "4.0"}
        if creates:
            headers["Location"] = f"http://{workload.HOST}/{result['id']}"
        return result, 201 if creates else 200, headers

    return answer
