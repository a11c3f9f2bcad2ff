"""A fleet with its own clock, ids and memory: the domain behind one namespace. Two fleets never meet."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from fleetmock.errors import Refusal
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.scenario import Presence, Scenario
from fleetmock.fleet.store import Store
from fleetmock.fleet.timeline import Command, Record
from fleetmock.fleet.world import Device, World

SUPERSEDE = "supersede"
PRESENCE_PAGE = 1000
NOTHING: Mapping[str, Any] = {}  # shared by the many commands that bring nothing


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the commands of one API live. `default` is the scenario of those that nobody chose one for."""

    lifecycle: Lifecycle
    scenarios: Mapping[str, Scenario]
    default: str


@dataclass(frozen=True, slots=True)
class Order:
    """What to send to a device: a valid request body.

    `command_id` and `created` (seconds since 1970) are given for commands that are older than the mock; `scenario` is
    the name of the one that the request asks for.
    """

    device: Device
    body: Any
    command_id: str | None = None
    created: float | None = None
    scenario: str | None = None


@dataclass(frozen=True, slots=True)
class Fleet:
    clock: Clock
    ids: Ids
    store: Store
    world: World
    behaviours: Mapping[str, Behaviour]
    presences: MutableMapping[str, Presence] = field(default_factory=dict)
    # Told of every command that is planned, anew or for the first time.
    listeners: list[Callable[[Command], None]] = field(default_factory=list)

    def moment(self, order: Order) -> float:
        """When the ordered command is created, in seconds since 1970."""
        return self.clock.now() if order.created is None else order.created

    def scenario(self, order: Order) -> Scenario:
        """The scenario of the request, else of the device, else the default. Raises Refusal where it is one."""
        behaviour = self.behaviours[order.device.api]
        scenario = behaviour.scenarios[order.scenario or order.device.scenario or behaviour.default]
        if scenario.refuse is not None:
            raise Refusal(scenario.refuse)
        return scenario

    def send(
        self,
        order: Order,
        fields: Record,
        *,
        outcomes: Mapping[str, Any] | None = None,
        ttl: float = 0.0,
        group: str | None = None,
    ) -> Command:
        """Create a command, by the `id` in its fields, whose whole life is planned here and now.

        `ttl` is in seconds, 0 for the usual. Raises Refusal.
        """
        device, scenario = order.device, self.scenario(order)
        command = Command(
            fields["id"],
            device.key,
            self.moment(order),
            fields,
            self.behaviours[device.api].lifecycle,
            scenario.plan(self.presence(device), ttl),
            outcomes or NOTHING,
            scenario.name,
            ttl,
            group,
        )
        if group is None:
            self.store.add(command)
        else:
            with self.store.together():
                self._supersede(device.key, group)
                self.store.add(command)
        self._tell(command)
        return command

    def trigger(self, command: Command, trigger: str) -> Command:
        """Something happens to a command from outside, now. Raises IllegalStep."""
        now = self.clock.now()
        return self._replan(command, command.replanned(now, self._scenario_of(command).after(command, trigger, now)))

    def presence(self, device: Device) -> Presence:
        return self.presences.get(device.key, device.presence)

    def set_presence(self, device: Device, presence: Presence) -> None:
        """Where the device is from now on. The part of its commands' lives that lies ahead is planned anew."""
        with self.store.together():
            self.presences[device.key] = presence
            now = self.clock.now()
            for command in self._commands(device.key):
                scenario = self._scenario_of(command)
                if scenario.follows_presence():
                    self._replan(command, command.replanned(now, scenario.ahead(command, presence, now)))

    def _commands(self, owner: str) -> Iterator[Command]:
        for skip in range(0, self.store.count(owner), PRESENCE_PAGE):
            yield from self.store.page(owner, skip, PRESENCE_PAGE)

    def _scenario_of(self, command: Command) -> Scenario:
        return self.behaviours[command.owner.split("/", 1)[0]].scenarios[command.scenario]

    def _supersede(self, owner: str, group: str) -> None:
        """The newest command of a group takes the place of the one before, if that can still be replaced."""
        latest = self.store.latest(owner, group)
        if latest is not None and latest.lifecycle.allows(latest.state(self.clock.now()), SUPERSEDE):
            self.trigger(latest, SUPERSEDE)

    def _replan(self, old: Command, new: Command) -> Command:
        if new.plan != old.plan:
            self.store.replace(new)
            self._tell(new)
        return new

    def _tell(self, command: Command) -> None:
        for listener in self.listeners:
            listener(command)


def with_fields(command: Command, fields: Record) -> Command:
    """The command with some of the fields of its creation replaced."""
    return replace(command, fields=command.fields | fields)
