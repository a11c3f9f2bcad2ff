"""What a client would like, by the Prefer header (RFC 7240)."""

import re
from collections.abc import Callable, Container
from typing import Final, TypeVar

Read = TypeVar("Read")

TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# Parameters of a preference, after a semicolon, mean nothing here. It begins with its name: with spaces to skip before
# it, a header full of them would take time that grows with its square.
PREFERENCE: Final = re.compile(
    r"""([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s,;"]*))?(?:"[^"]*"|[^",])*"""
)
MAX_NOTES: Final = 10
MAX_NOTE: Final = 100


class Preferences:
    """The preferences of one request, and which of them were honoured. The first of a name counts, as the RFC says.

    `asked` maps names to values; None when there is no such header.
    """

    __slots__ = ("applied", "asked")

    def __init__(self, header: bytes | None) -> None:
        self.asked = _parse(header.decode("latin-1")) if header else None
        self.applied: list[str] = []

    def take(self, name: str, read: Callable[[str], Read | None]) -> Read | None:
        """What `read` makes of the value asked for; where it makes None, the preference is ignored, as the RFC says."""
        value = self.asked.get(name) if self.asked else None
        found = None if value is None else read(value)
        if value is None or found is None:
            return None
        printed = _printed(name, value)
        if printed not in self.applied:
            self.applied.append(printed)
        return found

    def choose(self, name: str, known: Container[str]) -> str | None:
        """The value asked for, if it is a known one."""
        return self.take(name, lambda value: value if value in known else None)

    def header(self) -> tuple[bytes, bytes]:
        """Preference-Applied, as an answer carries it."""
        return b"preference-applied", ", ".join(self.applied).encode()

    def ignored(self) -> list[str]:
        """A sentence for each preference that was not honoured; of very many, for the first."""
        printed = [_printed(*each) for each in (self.asked or {}).items()]
        ignored = [each for each in printed if each not in self.applied][:MAX_NOTES]
        return [f"Prefer: {each[:MAX_NOTE]} was ignored." for each in ignored]


def _printed(name: str, value: str) -> str:
    if not value:  # which is the same as none (RFC 7240, section 2)
        return name
    if TOKEN.fullmatch(value):
        return f"{name}={value}"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}="{escaped}"'


def _parse(header: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in PREFERENCE.finditer(header):
        name, value = match[1].lower(), match[2] or ""
        found.setdefault(name, re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value)
    return found


NONE: Final = Preferences(None)  # of every request without the header: nothing is asked for, so nothing is applied
