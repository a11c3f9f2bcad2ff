"""Values near a known one: ids that name nothing, and ids that are none."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fleetmock_tooling.fuzz.checks.contract import Contract

_SHORT = 12


def unknown(schema: Mapping[str, Any], known: str, contract: Contract) -> str | None:
    """An id of the same form that nothing has; None for a parameter whose values are listed."""
    if "enum" in contract.plain(schema):
        return None
    # A short one may be a number that is counted up, and its neighbours exist.
    turned = [_turned(known)] if len(known) > _SHORT else []
    for candidate in (*turned, "unknown-" + known, known + "0000"):
        if candidate != known and contract.allows(schema, candidate):
            return candidate
    return None


def _turned(known: str) -> str:
    """The same id with other digits where it is hexadecimal: no neighbour of a known one."""
    return re.sub(r"[0-9a-fA-F]", lambda match: f"{15 - int(match[0], 16):x}", known)


def malformed(schema: Mapping[str, Any], known: str, contract: Contract) -> str | None:
    """An id that the schema refuses; None when it takes everything."""
    found = (each for each in (known + "~", known[:-1] + "~", known[:-1], "~") if each)
    return next((each for each in found if not contract.allows(schema, each)), None)


def near_misses(known: str, *, case_matters: bool) -> Iterator[tuple[str, str]]:
    """What is wrong, and the id; none of them names the same thing."""
    if case_matters and known.swapcase() != known:
        yield "other case", known.swapcase()
        flipped = next(index for index, char in enumerate(known) if char.swapcase() != char)
        yield "one letter of other case", known[:flipped] + known[flipped].swapcase() + known[flipped + 1 :]
    yield "one up", _stepped(known, 1)
    yield "one down", _stepped(known, -1)
    yield "last character missing", known[:-1]
    yield "first character missing", known[1:]
    yield "one character more", known + "0"
    yield "not hexadecimal", known[:-1] + "g"
    yield "trailing dot", known + "."
    yield "trailing space", known + " "
    yield "trailing NUL", known + "\0"
    yield "trailing line feed", known + "\n"
    yield "leading space", " " + known
    yield "trailing slash, encoded", known + "/"
    yield "wildcard", "*"
    yield "a quote", known + "'"
    yield "full-width digits", known.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    yield "percent", known + "%"


def _stepped(known: str, by: int) -> str:
    """The id beside: its last hexadecimal digit counted up or down, without a carry."""
    found = list(re.finditer(r"[0-9a-fA-F]", known))
    if not found:
        return known + "x"
    place = found[-1]
    digit = f"{(int(place[0], 16) + by) % 16:x}"
    return known[: place.start()] + (digit.upper() if place[0].isupper() else digit) + known[place.end() :]
