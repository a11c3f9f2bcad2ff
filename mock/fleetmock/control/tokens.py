"""Bearer tokens for the vendors' APIs."""

from collections.abc import Mapping
from typing import Any, Final

from fleetmock import tokens
from fleetmock.contract.exchange import Call
from fleetmock.control.refusals import conflict, no_such, unprocessable
from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.namespaces.namespace import Namespace
from fleetmock.tokens import Grant

LIMIT: Final = 1000


def _shown(token: str, grant: Grant) -> dict[str, Any]:
    shown: dict[str, Any] = {"token": token}
    if grant.api is not None:
        shown["api"] = grant.api
    if grant.permissions is not None:
        shown["permissions"] = sorted(grant.permissions)
    if grant.expires is not None:
        shown["expiresAt"] = rfc3339_milliseconds(grant.expires)
    return shown


def list_tokens(namespace: Namespace, _call: Call) -> Any:
    return {"tokens": [_shown(token, grant) for token, grant in namespace.gate.known().items()]}


def create_token(namespace: Namespace, call: Call) -> Any:
    grant, name = _grant(namespace, call.body), call.body.get("name")
    if name is None:
        return _shown(tokens.mint(grant), grant)
    known = namespace.gate.known()
    if name not in known and len(known) >= LIMIT:
        raise conflict(f"There are {LIMIT} tokens already; a reset takes away those that were added.")
    namespace.gate.know(name, grant)
    return _shown(name, grant)


def _grant(namespace: Namespace, body: Mapping[str, Any]) -> Grant:
    """Raises Refusal."""
    api, permissions, expires = body.get("api"), body.get("permissions"), None
    if api is not None and api not in namespace.fleet.behaviours:
        raise unprocessable("/api", no_such("API", api, namespace.fleet.behaviours))
    if "expiresIn" in body:
        # Whole seconds: a minted token carries them so, and the same request shall make the same token.
        expires = float(int(namespace.fleet.clock.now()) + body["expiresIn"])
    try:
        allowed = None if permissions is None else tokens.checked(permissions, api)
    except tokens.UnknownPermission as error:
        raise unprocessable("/permissions", str(error)) from None
    return Grant(api, allowed, expires)


HANDLERS: Final = {"listTokens": list_tokens, "createToken": create_token}
