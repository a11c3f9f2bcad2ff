"""Which requests a fault happens to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from fleetmock.fleet.world import Device


class Target(Protocol):
    """An operation, as far as faults tell them apart."""

    @property
    def api(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def method(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """Each member that is given narrows it. `device` is any name of one, in any case."""

    api: str | None = None
    operation: str | None = None
    method: str | None = None
    device: str | None = None
    probability: float = 1.0
    nth: int = 1
    times: int | None = None

    @classmethod
    def parse(cls, wire: Mapping[str, Any]) -> "Match":
        """`wire` is a valid FaultMatch of the control plane."""
        nth, device = wire.get("nth"), wire.get("device")
        return cls(
            api=wire.get("api"),
            operation=wire.get("operationId"),
            method=wire.get("method"),
            device=device.casefold() if device else None,
            probability=wire.get("probability", 1.0),
            nth=nth or 1,
            times=wire.get("times", 1 if nth else None),
        )

    def fits(self, target: Target) -> bool:
        return (
            self.api in {None, target.api}
            and self.operation in {None, target.id}
            and self.method in {None, target.method}
        )

    def concerns(self, devices: Callable[[], Iterable[Device]]) -> bool:
        return self.device is None or any(
            self.device == name.casefold() for device in devices() for name in (device.id, *device.aliases)
        )

    def strikes(self, met: int, applied: int, random: Random) -> bool:
        """Whether the request that is the `met`th one to fit is hit, after so many that were."""
        due = met >= self.nth and (self.times is None or applied < self.times)
        return due and (self.probability >= 1 or random.random() < self.probability)
