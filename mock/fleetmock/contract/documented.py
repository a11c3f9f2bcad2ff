"""The answers that a spec shows for one operation: its examples, and the errors that it documents."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.types import Scope

from fleetmock.contract.examples import named_examples
from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.contract.responses import ResponseCheck
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.fleet import Fleet
from fleetmock.vendors.vendor import Vendor

NOBODY: Final = "00000000-0000-4000-a000-000000000000"
NO_REQUEST: Final[Scope] = {"method": "GET", "path": "/", "query_string": b"", "headers": []}
# Where an answer cannot do without it.
RETRY_AFTER: Final = 1
# What is the mock's own, or of no operation: a spec may have a 404 for these too, and means another one.
NEVER: Final = frozenset({Condition.UNKNOWN_ROUTE, Condition.METHOD_NOT_ALLOWED, Condition.BROKEN_CONTRACT})


@dataclass(frozen=True, slots=True)
class Example:
    """A documented body, and the status it comes with."""

    status: int
    body: Any


Shown = Condition | Example


class Documented:
    """What one operation documents beside what its handler makes."""

    __slots__ = ("_checks", "_conditions", "_examples", "_vendor")

    def __init__(
        self, responses: Mapping[str, Mapping[str, Any]], checks: Mapping[int, ResponseCheck], vendor: Vendor
    ) -> None:
        """`responses` are those of the operation, resolved; `checks` what they allow, by status."""
        self._checks = checks
        self._vendor = vendor
        self._examples = {
            int(status): named_examples(response.get("content", {}).get("application/json", {}))
            for status, response in responses.items()
        }
        self._conditions: dict[Condition, tuple[int, str | int | None]] | None = None

    def example(self, status: int | None, name: str | None) -> Example | None:
        """The first one of that status and name, in the order of the spec; of any where None."""
        for each, bodies in self._examples.items():
            if status in {None, each} and bodies:
                found = next(iter(bodies)) if name is None else name
                if found in bodies:
                    return Example(each, bodies[found])
        return None

    def conditions(self, fleet: Fleet) -> Mapping[Condition, tuple[int, str | int | None]]:
        """Status and code of every condition that the operation's documented errors have room for."""
        if self._conditions is None:
            replies = {each: self._refused(each, fleet) for each in self._vendor.errors if each not in NEVER}
            self._conditions = {
                each: (reply.status, error_code(reply.body)) for each, reply in replies.items() if self._fits(reply)
            }
        return self._conditions

    def error(self, status: int, code: str | int | None, fleet: Fleet) -> Shown | None:
        """The documented error of that status and, unless None, code: as a condition, else from an example."""
        wanted = (status,) if code is None else (status, code)
        for condition, answer in self.conditions(fleet).items():
            if answer[: len(wanted)] == wanted:
                return condition
        for body in self._examples.get(status, {}).values():
            if code in {None, error_code(body)}:
                return Example(status, body)
        return None

    def answer(self, status: int, fleet: Fleet) -> Shown | None:
        """The first answer of that status."""
        return self.error(status, None, fleet) if status >= 400 else self.example(status, None)

    def reply(self, example: Example, exchange: Exchange) -> Reply:
        """With the headers that any other answer of its status has."""
        fleet = exchange.namespace.fleet
        alike = self.error(example.status, None, fleet) if example.status >= 400 else None
        if isinstance(alike, Condition):
            return replace(self._vendor.refuse(refusal(alike), exchange, fleet), body=example.body)
        return Reply(example.status, self._vendor.headers(exchange), example.body)

    def _refused(self, condition: Condition, fleet: Fleet) -> Reply:
        nobody = Exchange(NO_REQUEST)
        nobody.request_id = nobody.client_request_id = NOBODY
        return self._vendor.refuse(refusal(condition), nobody, fleet)

    def _fits(self, reply: Reply) -> bool:
        check = self._checks.get(reply.status)
        return check is not None and check.complaint(reply) is None


def refusal(condition: Condition) -> Refusal:
    """As if a request had met the condition."""
    return Refusal(condition, retry_after=RETRY_AFTER if condition is Condition.THROTTLED else None)


def error_code(body: Any) -> str | int | None:
    """What a client may branch on; both vendors have it at the same place."""
    error = body.get("error") if isinstance(body, dict) else None
    code: str | int | None = error.get("code") if isinstance(error, dict) else None
    return code
