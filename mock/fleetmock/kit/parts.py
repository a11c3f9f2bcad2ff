"""What a handle on a namespace has: its clock, devices, commands, requests and faults, in the words of a test."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

from fleetmock_contracts.clients.control import Client, models

if TYPE_CHECKING:
    from pydantic import ValidationError  # which takes long to import

MOST: Final = 1000  # requests at a time, which is all that a journal remembers unless it was told to


class Clock:
    def __init__(self, control: Client) -> None:
        self._control = control

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self._control.get_clock().time)

    def advance(self, seconds: float) -> models.Clock:
        return self._control.advance_clock(models.ClockAdvance(seconds=seconds))

    def freeze(self, at: datetime | str | None = None) -> models.Clock:
        """Stand still, now or at another moment, which has a time zone: a datetime or as `2026-02-10T12:00:00Z`."""
        body = {} if at is None else {"at": at.isoformat() if isinstance(at, datetime) else at}
        return self._control.freeze_clock(models.ClockFreeze.model_validate(body))

    def scale(self, factor: float) -> models.Clock:
        """Go on from where the clock stands, so many times as fast."""
        return self._control.scale_clock(models.ClockScale(factor=factor))

    def next_event(self) -> models.NextEvent:
        """Go to the next moment at which something happens to a command, and tell what."""
        return self._control.advance_clock_to_next_event()

    def reset(self) -> models.Clock:
        return self._control.reset_clock()


class Device:
    """A device by its API, kind and id. What is set here holds for commands that wait too."""

    def __init__(self, control: Client, found: models.Device) -> None:
        self._control = control
        self.api, self.kind, self.id = found.api.value, found.kind.value, found.id

    def get(self) -> models.Device:
        return self._control.get_device(self.api, self.kind, self.id)

    def update(self, **changes: Any) -> models.Device:
        """Change `presence`, `scenario` or `pushToken`."""
        return self._control.update_device(self.api, self.kind, self.id, models.DeviceUpdate.model_validate(changes))

    def online(self) -> models.Device:
        return self.update(presence="online")

    def offline(self) -> models.Device:
        return self.update(presence="offline")

    def lock(self) -> models.Device:
        return self.update(presence="locked")

    def unlock(self) -> models.Device:
        return self.online()

    def standby(self) -> models.Device:
        return self.update(presence="standby")


class Command:
    def __init__(self, control: Client, command_id: str) -> None:
        self._control = control
        self.id = command_id

    def get(self) -> models.Command:
        """Where it stands, what has happened to it and what will."""
        return self._control.get_command(self.id)

    @property
    def state(self) -> str:
        return self.get().state

    def trigger(self, trigger: str, **outcomes: Any) -> models.Command:
        """Something happens to it, now."""
        return self._force({"trigger": trigger, "outcomes": outcomes})

    def bring(self, state: str, **outcomes: Any) -> models.Command:
        """Take it to a state at once, and leave it there."""
        return self._force({"state": state, "outcomes": outcomes})

    def choose(self, scenario: str) -> models.Command:
        """What lies ahead of it is that of this scenario."""
        return self._control.choose_outcome(self.id, models.OutcomeRequest(scenario=scenario))

    def _force(self, body: dict[str, Any]) -> models.Command:
        return self._control.transition_command(self.id, models.TransitionRequest.model_validate(body))


class Requests:
    """The journal. A pattern is in the members of RequestPattern: `operationId="createCommand"`, `status=404`."""

    def __init__(self, control: Client) -> None:
        self._control = control

    def all(self) -> list[models.Request]:
        """Those that the journal remembers, in the order in which they were answered."""
        return self.find()

    def find(self, **pattern: Any) -> list[models.Request]:
        return self._control.find_requests(models.RequestPattern.model_validate(pattern), limit=MOST).requests

    def count(self, **pattern: Any) -> int:
        return self._control.count_requests(models.RequestPattern.model_validate(pattern)).count

    def unmatched(self) -> list[models.UnmatchedRequest]:
        """What no operation took, each with the nearest operations and why they did not."""
        return self._control.list_unmatched_requests().requests

    def clear(self) -> None:
        self._control.clear_requests()


class Faults:
    """What goes wrong on purpose, in the members of FaultDefinition: `kind="throttle", match={"method": "POST"}`."""

    def __init__(self, control: Client) -> None:
        self._control = control

    def add(self, kind: str, **definition: Any) -> models.Fault:
        """Raises ValueError for what no definition of this kind says, ControlError for what the mock refuses."""
        try:
            made = models.FaultDefinition.model_validate({"kind": kind, **definition})
        except ValueError as error:
            raise ValueError(_of_kind(kind, cast("ValidationError", error))) from None
        return self._control.create_fault(made)

    def all(self) -> list[models.Fault]:
        return self._control.list_faults().faults

    def remove(self, fault_id: str) -> None:
        self._control.delete_fault(fault_id)

    def clear(self) -> None:
        self._control.clear_faults()


def _of_kind(kind: str, error: ValidationError) -> str:
    """What is wrong with a definition of this kind; pydantic says it of all the other kinds too."""
    found = error.errors()
    others = {each["loc"][0] for each in found if each["loc"][1:] == ("kind",)}
    told = [(each["loc"][1:], each["msg"]) for each in found if each["loc"][0] not in others]
    return "; ".join(f"{'/'.join(map(str, where))}: {why}" for where, why in told) or f"no fault has the kind {kind!r}"
