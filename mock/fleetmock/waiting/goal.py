"""What somebody can wait for."""

from typing import Any, Final, Protocol

MET: Final = "met"
TIMEOUT: Final = "timeout"
UNREACHABLE: Final = "unreachable"
CLOSED: Final = "closed"


class Goal(Protocol):
    """Something that is met or not, and that only some changes can bring about: the clock, and what is named here."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of the events that may bring it about."""
        ...

    @property
    def command_id(self) -> str | None:
        """Of the command that it is about."""
        ...

    def look(self) -> str | None:
        """MET or UNREACHABLE, or None as long as it is neither."""
        ...

    def due(self) -> float | None:
        """When it will be met if nobody does anything, in seconds since 1970, as far as that is planned."""
        ...

    def shown(self) -> dict[str, Any]:
        """How far it has come: members of the control plane's `WaitResult`."""
        ...

    def detail(self, reason: str) -> str:
        """Why it is not met, and the way out."""
        ...
