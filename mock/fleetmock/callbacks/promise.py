"""The callbacks that a spec promises: which field of a command holds the URL, and what is sent there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from connexion.json_schema import resolve_refs

from fleetmock.apis.handler import Show
from fleetmock.apis.variants.rewrite import Rewrite
from fleetmock.contract.examples import Document, operations
from fleetmock.contract.exchange import Reply
from fleetmock.contract.schema import Validator
from fleetmock.fleet.timeline import Command

EXPRESSION: Final = re.compile(r"\{\$request\.body#/([^/{}]+)\}")


class BrokenContract(Exception):
    """What would be sent is not what the spec promises."""


@dataclass(frozen=True, slots=True)
class Offer:
    """`operation` is the id of the one that offers it, `field` the member of body and command that holds the URL."""

    operation: str
    field: str
    schema: Validator


@dataclass(frozen=True, slots=True)
class Promise:
    """What one API calls back with. `rewrite` is what the variant that the mock was started with makes of an answer."""

    offers: tuple[Offer, ...]
    show: Show
    rewrite: Rewrite | None = None

    def asked(self, command: Command) -> tuple[Offer, str] | None:
        """The callback that the command's request asked for, and its URL."""
        for offer in self.offers:
            url = command.fields.get(offer.field)
            if isinstance(url, str):
                return offer, url
        return None

    def body(self, offer: Offer, command: Command, moment: float) -> Any:
        """The command as it stands at a moment, in seconds since 1970. Raises BrokenContract."""
        body = self.show(command, moment)
        if not offer.schema.is_valid(body):
            pointer, reason = next(offer.schema.problems(body))
            raise BrokenContract(f"{pointer}: {reason}")
        return self.rewrite.answer(offer.operation, Reply(201, [], body)).body if self.rewrite else body


def offers(document: Document) -> tuple[Offer, ...]:
    """In the order of the document. Raises ValueError for a callback that asks for what is not implemented."""
    return tuple(_offers(resolve_refs(document)))  # type: ignore[no-untyped-call] # connexion's own, untyped


def _offers(document: Document) -> Iterator[Offer]:
    for operation in operations(document):
        for callback in operation.spec.get("callbacks", {}).values():
            for expression, item in callback.items():
                match = EXPRESSION.fullmatch(expression)
                if match is None or set(item) != {"post"}:
                    raise ValueError(f"{operation.id}: only a POST to {{$request.body#/member}} can be called back")
                schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
                yield Offer(operation.id, match[1], Validator(schema))
