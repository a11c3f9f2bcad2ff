"""One fleet with its own clock, ids and memory. Two namespaces never meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fleetmock.fleet.clock import Clock
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.scenario import Scenario
from fleetmock.fleet.store import Store
from fleetmock.fleet.timeline import Command, Record
from fleetmock.fleet.world import Device, World

DEFAULT_SCENARIO = "happy"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the commands of one API live."""

    lifecycle: Lifecycle
    scenarios: Mapping[str, Scenario]


@dataclass(frozen=True, slots=True)
class Namespace:
    clock: Clock
    ids: Ids
    store: Store
    world: World
    behaviours: Mapping[str, Behaviour]

    def send(
        self,
        device: Device,
        command_id: str,
        fields: Record,
        *,
        outcomes: Mapping[str, Any] | None = None,
        scenario: str = DEFAULT_SCENARIO,
        ttl: float = 0.0,
        created: float | None = None,
    ) -> Command:
        """Create a command whose whole life is planned here and now; `created` is now unless given."""
        behaviour = self.behaviours[device.api]
        plan = behaviour.scenarios[scenario].plan(ttl)
        moment = self.clock.now() if created is None else created
        command = Command(command_id, device.key, moment, fields, behaviour.lifecycle, plan, outcomes or {})
        self.store.add(command)
        return command
