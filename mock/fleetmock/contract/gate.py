"""Who may come in, and with what grant."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final, Literal

from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.clock import Clock
from fleetmock.tokens import Grant, NotMinted, read

Mode = Literal["strict", "open"]

EVERYTHING: Final = Grant()


class Gate:
    """Bearer tokens. In `open` mode everybody may do everything; in `strict` mode known and minted tokens pass."""

    def __init__(self, grants: Mapping[str, Grant], mode: Mode, *, minted: bool = True) -> None:
        """`grants` are those of the known tokens; without `minted` there are no others."""
        self.mode = mode
        self._minted = minted
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

    def admit(self, headers: Mapping[bytes, bytes], api: str, clock: Clock) -> Grant:
        """What the sender may do. Raises Refusal."""
        if self.mode == "open":
            return EVERYTHING
        authorization = headers.get(b"authorization")
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
            return self._grants.get(token) or self._claims(token)
        except NotMinted:
            raise Refusal(Condition.BAD_TOKEN) from None

    def _claims(self, token: bytes) -> Grant:
        """What a minted token says of itself. Raises NotMinted."""
        if not self._minted:
            raise NotMinted
        return read(token)


class ControlGate(Gate):
    """Who may use the control plane: whoever has the one token, or everybody on this machine when there is none.

    A web page is not on this machine though its browser is: without a token, neither a page's Origin nor a Host that
    was looked up may name another place (DNS rebinding).
    """

    def __init__(self, token: str | None) -> None:
        grants = {} if token is None else {token: EVERYTHING}
        super().__init__(grants, "open" if token is None else "strict", minted=False)

    def admit(self, headers: Mapping[bytes, bytes], api: str, clock: Clock) -> Grant:
        if self.mode == "open":
            for name in (b"origin", b"host"):
                if not is_here(headers.get(name, b"").decode("latin-1")):
                    raise Refusal(
                        Condition.FORBIDDEN,
                        f"The control plane is for this machine alone, and the {name.decode()} is not; "
                        "start the mock with --control-token to let others in.",
                    )
        return super().admit(headers, api, clock)


def is_here(text: str) -> bool:
    """Whether an Origin or Host names this machine, or cannot be a name that anybody else gave it: it has no dot."""
    host = text.rpartition("//")[2]
    host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return "." not in host or host.endswith(".localhost")


def authorize(grant: Grant, permission: str) -> None:
    """Raises Refusal when the grant lacks the permission. Permissions are compared exactly."""
    if not grant.allows(permission):
        raise Refusal(Condition.FORBIDDEN, f"The token lacks the permission {permission}.")
