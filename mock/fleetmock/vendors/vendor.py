"""What the contract path needs to know of a vendor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from fleetmock.contract.exchange import Exchange, Headers, Reply
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.fleet import Fleet


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a vendor's error table."""

    status: int
    code: str | int
    message: str


class Vendor(Protocol):
    """`errors` is its table, of all conditions that it can meet."""

    @property
    def errors(self) -> Mapping[Condition, Answer]: ...

    def headers(self, exchange: Exchange) -> Headers:
        """The headers of a success, content-type among them."""
        ...

    def refuse(self, refusal: Refusal, exchange: Exchange, fleet: Fleet) -> Reply:
        """The refusal as this vendor would put it."""
        ...


def refusal_headers(refusal: Refusal) -> Headers:
    """The headers that HTTP itself asks for."""
    headers: Headers = []
    if refusal.allow:
        headers.append((b"allow", ", ".join(refusal.allow).encode()))
    if refusal.retry_after is not None:
        headers.append((b"retry-after", str(refusal.retry_after).encode()))
    return headers
