"""Which operation of a document a URL belongs to."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from fleetmock.contract.examples import Described, Document, operations

_PARAMETER = re.compile(r"{[^}]+}")


@dataclass(frozen=True, slots=True)
class _Route:
    pattern: re.Pattern[str]
    operation: Described


class Routes:
    """The operations of one document below a base URL."""

    def __init__(self, document: Document, base_url: str) -> None:
        base = urlsplit(base_url)
        self._origin = origin(base_url)
        self._base = base.path.rstrip("/")
        # A path that is spelled out goes before one with a parameter at the same place.
        described = sorted(operations(document), key=lambda each: each.template.count("{"))
        self._routes = [_Route(_pattern(self._base, each.template), each) for each in described]

    def find(self, method: str, url: str) -> Described | None:
        """None for a path or a method that the document does not have, and for another host."""
        if origin(url) != self._origin:
            return None
        path = urlsplit(url).path
        matching = (each.operation for each in self._routes if each.pattern.fullmatch(path))
        return next((each for each in matching if each.method == method.upper()), None)

    def label(self, method: str, url: str) -> str | None:
        """As schemathesis names operations, such as "GET /me/devices"."""
        found = self.find(method, url)
        return None if found is None else f"{found.method} {found.template}"


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host in small letters and port, the default one included. Raises ValueError for a port that is none."""
    parts = urlsplit(url)
    return parts.scheme.lower(), (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def _pattern(base: str, template: str) -> re.Pattern[str]:
    pieces = _PARAMETER.split(template)
    return re.compile(re.escape(base) + "[^/]+".join(re.escape(each) for each in pieces))
