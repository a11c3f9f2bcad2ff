"""Where the mock may send something. It is no way into a network: a host is allowed by its own name or not at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, ip_address
from typing import Final

LOOPBACK: Final = "loopback"
LOCALHOST: Final = "localhost"
ENTRY: Final = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<host>[a-z0-9_][a-z0-9_.-]*))(?::(?P<port>[0-9]{1,5}))?")
MAX_PORT: Final = 65535
LOOPBACK_V4: Final = IPv4Network("127.0.0.0/8")
LOOPBACK_V6: Final = IPv6Address("::1")


class BadHost(Exception):
    """The settings allow something that is no host."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`host` is in its canonical spelling; without a port, all ports."""

    host: str
    port: int | None

    @classmethod
    def parse(cls, text: str) -> "Entry":
        """Raises BadHost."""
        match = ENTRY.fullmatch(text.lower())
        port = int(match["port"]) if match and match["port"] else None
        if match is None or (port is not None and not 0 < port <= MAX_PORT):
            raise BadHost(
                f"{text!r} is no host to call back; write {LOOPBACK}, HOST or [IPV6], each with or without :PORT"
            )
        return cls(_canonical(match["v6"] or match["host"]), port)

    def allows(self, host: str, port: int) -> bool:
        return self.port in {None, port} and (is_loopback(host) if self.host == LOOPBACK else host == self.host)


class AllowList:
    def __init__(self, entries: Iterable[str]) -> None:
        """Entries are `host`, `host:port`, or `loopback` for all addresses of this machine. Raises BadHost."""
        self.hosts = tuple(entries)
        self._entries = tuple(map(Entry.parse, self.hosts))

    def refusal(self, host: str, port: int) -> str | None:
        """Why nothing may be sent there, or None. Nothing is looked up: only the spelling of the host counts."""
        host = _canonical(host)
        if 0 < port <= MAX_PORT and any(each.allows(host, port) for each in self._entries):
            return None
        return "the host is not on the list of --callbacks"


def is_loopback(host: str) -> bool:
    """Whether it is an address of this machine, or the one name that is never looked up."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == LOCALHOST
    return address in LOOPBACK_V4 if address.version == 4 else address == LOOPBACK_V6


def _canonical(host: str) -> str:
    """One spelling for each address; a name stays a name."""
    try:
        return str(ip_address(host))
    except ValueError:
        return host.lower()
