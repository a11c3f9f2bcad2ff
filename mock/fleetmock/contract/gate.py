"""Who may come in."""

from typing import Literal

from fleetmock.errors import Condition, Refusal


class Gate:
    """Bearer tokens. In `open` mode everybody passes; in `strict` mode known tokens do."""

    def __init__(self, tokens: tuple[str, ...], mode: Literal["strict", "open"]) -> None:
        self._open = mode == "open"
        self._tokens = frozenset(token.encode() for token in tokens)
        self._usual = frozenset(b"Bearer " + token for token in self._tokens)

    def admit(self, authorization: bytes | None) -> None:
        """`authorization` is the header's value. Raises Refusal.

        The scheme is compared without regard to case, as real clients and RFC 9110 (11.1) have it. A header of another
        scheme holds no bearer token, so it counts as none.
        """
        if self._open or authorization in self._usual:
            return
        scheme, _, token = (authorization or b"").strip().partition(b" ")
        if scheme.lower() != b"bearer" or not token.strip():
            raise Refusal(Condition.NO_TOKEN)
        if token.strip() not in self._tokens:
            raise Refusal(Condition.BAD_TOKEN)
