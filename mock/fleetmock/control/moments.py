"""RFC 3339, as clients write it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

PARTS: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII)


def parse(text: str) -> float:
    """Seconds since 1970 of a valid `date-time`, a leap second being the one after. Raises ValueError before year 1."""
    match = PARTS.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a moment as 2026-02-10T12:00:00Z")
    date, minutes, seconds, fraction, sign, hours_off, minutes_off = match.groups()
    start = datetime.fromisoformat(f"{date}T{minutes}:00").replace(tzinfo=UTC)
    offset = timedelta(hours=int(hours_off or 0), minutes=int(minutes_off or 0))
    shift = offset.total_seconds() * (-1 if sign == "+" else 1)
    return start.timestamp() + int(seconds) + float(f"0.{fraction or 0}") + shift
