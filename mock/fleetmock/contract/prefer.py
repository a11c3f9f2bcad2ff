"""What a client would like, by the Prefer header (RFC 7240)."""

import re
from collections.abc import Container
from typing import Final

TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# Parameters of a preference, after a semicolon, mean nothing here.
PREFERENCE: Final = re.compile(
    r"""\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s,;"]*))?(?:"[^"]*"|[^",])*"""
)


class Preferences:
    """The preferences of one request, and which of them were honoured. The first of a name counts, as the RFC says."""

    __slots__ = ("_asked", "applied")

    def __init__(self, header: bytes | None) -> None:
        self._asked = _parse(header.decode("latin-1")) if header else None
        self.applied: list[str] = []

    def choose(self, name: str, known: Container[str]) -> str | None:
        """The value asked for, if it is a known one; any other is ignored, as the RFC says."""
        value = self._asked.get(name) if self._asked else None
        if value is None or value not in known:
            return None
        self.applied.append(f"{name}={value}" if TOKEN.fullmatch(value) else f'{name}="{value}"')
        return value

    def header(self) -> tuple[bytes, bytes]:
        """Preference-Applied, as an answer carries it."""
        return b"preference-applied", ", ".join(self.applied).encode()


def _parse(header: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in PREFERENCE.finditer(header):
        name, value = match[1].lower(), match[2] or ""
        found.setdefault(name, re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value)
    return found
