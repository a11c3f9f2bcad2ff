"""Every way in which the mock can refuse a request, as one list.

A vendor's table (`fleetmock.vendors`) says what each of them looks like on the wire; nothing else writes an error.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Condition(Enum):
    NO_TOKEN = auto()
    BAD_TOKEN = auto()
    EXPIRED_TOKEN = auto()
    FORBIDDEN = auto()
    UNKNOWN_ROUTE = auto()
    METHOD_NOT_ALLOWED = auto()
    URI_TOO_LONG = auto()
    INVALID_REQUEST = auto()
    BODY_TOO_LARGE = auto()
    UNSUPPORTED_MEDIA_TYPE = auto()
    UNKNOWN_ENTITY = auto()
    NOT_CANCELLABLE = auto()
    NO_PUSH_TOKEN = auto()
    THROTTLED = auto()
    UNAVAILABLE = auto()
    CONFLICT = auto()
    UNPROCESSABLE = auto()
    BROKEN_CONTRACT = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request: where (`body`, `path`, `query`), which part, and why."""

    place: str
    pointer: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place} {self.pointer}: {self.reason}" if self.pointer else f"{self.place}: {self.reason}"


class Refusal(Exception):
    """The request is answered with a vendor's error.

    `detail` is a sentence for the person who reads the error; vendors whose message is fixed leave it out.
    """

    def __init__(
        self,
        condition: Condition,
        detail: str = "",
        *,
        problems: tuple[Problem, ...] = (),
        allow: tuple[str, ...] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(condition.name, detail)
        self.condition = condition
        self.detail = detail or "; ".join(map(str, problems))
        self.problems = problems
        self.allow = allow
        self.retry_after = retry_after


def invalid(place: str, pointer: str, reason: str) -> Refusal:
    return Refusal(Condition.INVALID_REQUEST, problems=(Problem(place, pointer, reason),))


def unknown(kind: str) -> Refusal:
    """There is no such `kind` of thing; its id is the client's own text and is not echoed."""
    return Refusal(Condition.UNKNOWN_ENTITY, f"The {kind} was not found.")
