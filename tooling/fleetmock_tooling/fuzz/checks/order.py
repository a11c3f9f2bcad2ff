"""Values that have an order: times, numbers, false before true."""

from datetime import UTC, datetime
from typing import Any


class NoOrder(Exception):
    """The value is neither a time nor a number."""


def rank(value: Any) -> float:
    """A number to compare by. A text is RFC 3339, or Unix seconds. Raises NoOrder."""
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value) if value.isdigit() else _seconds(value)
        except ValueError:
            pass
    raise NoOrder(repr(value))


def _seconds(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
