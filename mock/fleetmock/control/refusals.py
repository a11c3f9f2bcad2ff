"""How the control plane says no to a request that its specification allows."""

from collections.abc import Iterable

from fleetmock.errors import Condition, Problem, Refusal


def unprocessable(pointer: str, reason: str) -> Refusal:
    """A member of the body, by JSON pointer, names what this mock does not have."""
    return Refusal(Condition.UNPROCESSABLE, problems=(Problem("body", pointer, reason),))


def conflict(detail: str) -> Refusal:
    """It is not possible as things are."""
    return Refusal(Condition.CONFLICT, detail)


def no_such(kind: str, name: str, known: Iterable[str]) -> str:
    """What to say of a name that nothing has."""
    return f"there is no {kind} {name!r}; there are {', '.join(known) or 'none'}"
