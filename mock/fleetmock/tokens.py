"""What a bearer token allows: tokens that a mock is told at its start, and minted ones, which say it themselves.

A minted token is a JWT that any fleetmock takes, signed with the key below. The key is published, so anybody can mint
any token. That is right for a mock: a token here is for testing clients, nothing worth protecting lies behind it, and
no secret has to travel from whoever mints to whoever serves. It must never be used where a token has to keep somebody
out.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import orjson

import fleetmock_contracts
from fleetmock.contract.examples import operations
from fleetmock.contract.schema import Validator

KEY: Final = b"fleetmock signs its tokens with this key, which is published: it protects nothing"
ALGORITHM: Final = "HS256"
REMEMBERED: Final = 256
ISSUER: Final = "fleetmock"
# The payload, by the registered names; `scope` is separated by spaces (RFC 8693, 4.2).
CLAIMS: Final = Validator(
    {
        "type": "object",
        "required": ["iss"],
        "properties": {
            "iss": {"type": "string", "enum": [ISSUER]},
            "aud": {"type": "string", "nullable": True},
            "scope": {"type": "string", "nullable": True},
            "exp": {"type": "number", "nullable": True},
        },
    }
)


class NotMinted(Exception):
    """The text is no token that `mint` made."""


class UnknownPermission(Exception):
    """No operation asks for a permission of that name; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows.

    `api` None is every API, `permissions` None all of them. `expires` is in seconds since 1970; at that moment the
    token is no longer good, None is never.
    """

    api: str | None = None
    permissions: frozenset[str] | None = None
    expires: float | None = None

    def allows(self, permission: str) -> bool:
        return self.permissions is None or permission in self.permissions


def mint(grant: Grant) -> str:
    """A token with this grant; the same grant gives the same token."""
    import jwt  # noqa: PLC0415 - most mocks never meet a minted token, and their start need not wait for this

    scope = None if grant.permissions is None else " ".join(sorted(grant.permissions))
    claims = {"iss": ISSUER, "aud": grant.api, "scope": scope, "exp": grant.expires}
    said = {name: value for name, value in claims.items() if value is not None}
    return jwt.PyJWS().encode(json.dumps(said, separators=(",", ":")).encode(), KEY, ALGORITHM)


# What raises is not remembered, so tokens that nobody minted take no memory.
@lru_cache(maxsize=REMEMBERED)
def read(token: bytes) -> Grant:
    """The grant of a minted token, expired or not. Raises NotMinted."""
    import jwt  # noqa: PLC0415 - as above; the first such token waits some milliseconds longer

    try:
        claims = orjson.loads(jwt.PyJWS().decode(token, KEY, [ALGORITHM]))
    except (jwt.PyJWTError, orjson.JSONDecodeError):
        raise NotMinted from None
    # PyJWT would judge `exp` by the machine's clock; the mock has its own.
    if not CLAIMS.is_valid(claims):
        raise NotMinted
    scope = claims.get("scope")
    return Grant(claims.get("aud"), None if scope is None else frozenset(scope.split()), claims.get("exp"))


def named(texts: Iterable[str]) -> dict[str, Grant]:
    """The grants of `NAME` (everything) and `NAME=permission,permission`, by name. Raises UnknownPermission.

    The permissions come after the last `=`; a text that ends in one is a NAME, as base64 may end so. A NAME that is
    there twice has what its last text says.
    """
    grants = {}
    for text in texts:
        name, _, permissions = text.rpartition("=")
        if name and permissions:
            grants[name] = Grant(permissions=checked(permissions.split(",")))
        else:
            grants[text] = Grant()
    return grants


def checked(permissions: Iterable[str], api: str | None = None) -> frozenset[str]:
    """The permissions, if they all exist, in the API where one is given. Raises UnknownPermission."""
    known = {each for name in ([api] if api else fleetmock_contracts.APIS) for each in permissions_of(name).values()}
    for each in permissions:
        if each not in known:
            where = f"{api} has" if api else "there are"
            raise UnknownPermission(f"there is no permission {each!r}; {where} {', '.join(sorted(known))}")
    return frozenset(permissions)


def permissions_of(api: str) -> Mapping[str, str]:
    """The permission that each operation of an API needs, by operationId."""
    return {each.id: str(each.spec["x-permission"]) for each in operations(fleetmock_contracts.load(api))}
