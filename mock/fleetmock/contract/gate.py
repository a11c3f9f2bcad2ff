"""Who may come in, and with what grant."""

from collections.abc import Mapping
from typing import Final, Literal

from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.clock import Clock
from fleetmock.tokens import Grant, NotMinted, read

Mode = Literal["strict", "open"]

EVERYTHING: Final = Grant()


class Gate:
    """Bearer tokens. In `open` mode everybody may do everything; in `strict` mode known and minted tokens pass."""

    def __init__(self, grants: Mapping[str, Grant], mode: Mode) -> None:
        """`grants` are those of the known tokens."""
        self.mode = mode
        self._grants: dict[bytes, Grant] = {}
        self._usual: dict[bytes, Grant] = {}
        for token, grant in grants.items():
            self.know(token, grant)

    def know(self, token: str, grant: Grant) -> None:
        """From now on the token has this grant."""
        self._grants[token.encode()] = self._usual[b"Bearer " + token.encode()] = grant

    def known(self) -> Mapping[str, Grant]:
        """The grants of all known tokens; minted ones are not known, they say themselves what they allow."""
        return {token.decode(): grant for token, grant in self._grants.items()}

    def admit(self, authorization: bytes | None, api: str, clock: Clock) -> Grant:
        """What the sender may do. `authorization` is the header's value. Raises Refusal."""
        if self.mode == "open":
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
