"""Who may come in, and with what grant."""

from collections.abc import Mapping
from typing import Final, Literal

from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.clock import Clock
from fleetmock.tokens import Grant, NotMinted, read

EVERYTHING: Final = Grant()


class Gate:
    """Bearer tokens. In `open` mode everybody may do everything; in `strict` mode known and minted tokens pass."""

    def __init__(self, grants: Mapping[str, Grant], mode: Literal["strict", "open"]) -> None:
        """`grants` are those of the known tokens."""
        self._open = mode == "open"
        self._grants = {token.encode(): grant for token, grant in grants.items()}
        self._usual = {b"Bearer " + token: grant for token, grant in self._grants.items()}

    def admit(self, authorization: bytes | None, api: str, clock: Clock) -> Grant:
        """What the sender may do. `authorization` is the header's value. Raises Refusal."""
        if self._open:
            return EVERYTHING
        grant = self._usual.get(authorization or b"") or self._read(authorization or b"")
        if grant.api is not None and grant.api != api:
            raise Refusal(Condition.BAD_TOKEN)
        if grant.expires is not None and grant.expires <= clock.now():
            raise Refusal(Condition.EXPIRED_TOKEN)
        return grant

    def _read(self, authorization: bytes) -> Grant:
        """The slower way.

        The scheme is compared without regard to case, as real clients and RFC 9110 (11.1) have it. A header of another
        scheme holds no bearer token, so it counts as none.
        """
        scheme, _, rest = authorization.strip().partition(b" ")
        token = rest.strip()
        if scheme.lower() != b"bearer" or not token:
            raise Refusal(Condition.NO_TOKEN)
        try:
            return self._grants.get(token) or read(token)
        except NotMinted:
            raise Refusal(Condition.BAD_TOKEN) from None


def authorize(grant: Grant, permission: str) -> None:
    """Raises Refusal when the grant lacks the permission. Permissions are compared exactly."""
    if not grant.allows(permission):
        raise Refusal(Condition.FORBIDDEN, f"The token lacks the permission {permission}.")
