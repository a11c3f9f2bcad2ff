"""What another reading changes on the wire."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fleetmock.contract.exchange import Reply

Answer = Callable[[str, Reply], Reply]


def unchanged(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Rewrite:
    """`query` and `body` bring a request into the spec's form, `answer` takes a valid reply out of it.

    All are pure. `answer` is told the operationId, "" for what the router answered. `query` is the raw query string.
    """

    answer: Answer
    body: Callable[[Any], Any] = unchanged
    query: Callable[[bytes], bytes] = unchanged


@dataclass(frozen=True, slots=True)
class Variant:
    """One question with several answers. `default` is the ledger's decision, `others` the readings beside it."""

    name: str
    default: str
    others: Mapping[str, Rewrite]

    @property
    def values(self) -> list[str]:
        return [self.default, *self.others]


def combined(rewrites: Sequence[Rewrite]) -> Rewrite | None:
    """One after the other; None when there is nothing to do."""
    if len(rewrites) < 2:
        return rewrites[0] if rewrites else None

    def answer(operation: str, reply: Reply) -> Reply:
        for each in rewrites:
            reply = each.answer(operation, reply)
        return reply

    def body(value: Any) -> Any:
        for each in rewrites:
            value = each.body(value)
        return value

    def query(raw: bytes) -> bytes:
        for each in rewrites:
            raw = each.query(raw)
        return raw

    return Rewrite(answer, body, query)
