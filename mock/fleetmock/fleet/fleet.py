"""A fleet with its own clock, ids and memory: the domain behind one namespace. Two fleets never meet."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from fleetmock.errors import Refusal
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.scenario import Presence, Scenario
from fleetmock.fleet.store import Store
from fleetmock.fleet.timeline import Command, Plan, Record, Step
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
    the name of the one that the request asks for, `state` what the command shall be brought to at once.
    """

    device: Device
    body: Any
    command_id: str | None = None
    created: float | None = None
    scenario: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Fleet:
    clock: Clock
    ids: Ids
    store: Store
    world: World
    behaviours: MutableMapping[str, Behaviour]
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

        `ttl` is in seconds, 0 for the usual. Raises Refusal, or IllegalStep for a state that no walk leads to.
        """
        device, scenario = order.device, self.scenario(order)
        command = Command(
            fields["id"],
            device.key,
            self.moment(order),
            fields,
            self.behaviours[device.api].lifecycle,
            self._plan(order, scenario, ttl),
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

    def _plan(self, order: Order, scenario: Scenario, ttl: float) -> Plan:
        if order.state is None:
            return scenario.plan(self.presence(order.device), ttl)
        lifecycle = self.behaviours[order.device.api].lifecycle
        return tuple(Step(0.0, each) for each in lifecycle.route(lifecycle.initial, order.state))

    def command(self, command_id: str) -> Command | None:
        """By its id alone, of whatever device."""
        for device in self.world.state():
            found = self.store.get(device.key, command_id)
            if found is not None:
                return found
        return None

    def trigger(self, command: Command, trigger: str, outcomes: Mapping[str, Any] = NOTHING) -> Command:
        """Something happens to a command from outside, now, and brings these outcomes. Raises IllegalStep."""
        now = self.clock.now()
        first, *rest = self._scenario_of(command).after(command, trigger, now)
        return self._replan(command, command.replanned(now, [replace(first, outcomes=outcomes), *rest]))

    def bring(self, command: Command, state: str, outcomes: Mapping[str, Any] = NOTHING) -> Command:
        """Take a command to a state at once, by the shortest walk there, and leave it there. Raises IllegalStep."""
        new = self.brought(command, state, outcomes)
        return self._replan(command, new)

    def brought(self, command: Command, state: str, outcomes: Mapping[str, Any] = NOTHING) -> Command:
        """The command as `bring` would leave it; nothing is kept of it. Raises IllegalStep."""
        now = self.clock.now()
        passed = now - command.created
        walk = command.lifecycle.route(command.state(now), state)
        return command.replanned(now, [Step(passed, transition, outcomes) for transition in walk])

    def follow(self, command: Command, scenario: str, outcomes: Mapping[str, Any] = NOTHING) -> Command:
        """What lies ahead of a command is that of another scenario, by name, and brings these outcomes.

        Raises KeyError for a scenario that the API does not have, IllegalStep for one that has no way on from here.
        """
        behaviour = self.behaviours[command.owner.split("/", 1)[0]]
        now, new = self.clock.now(), replace(command, scenario=behaviour.scenarios[scenario].name)
        chosen = behaviour.scenarios[scenario]
        presence = self._presence_of(command.owner)
        ahead = self._ahead(new, presence, now)
        triggers = {stage.trigger for stage in (chosen.when or {}).get(presence, chosen.stages)}
        if triggers and triggers.isdisjoint(step.transition.trigger for step in ahead):
            raise IllegalStep(f"the scenario {scenario!r} has no way on from state {command.state(now)!r}")
        new = new.replanned(now, [replace(each, outcomes={**each.outcomes, **outcomes}) for each in ahead])
        self.store.replace(new)
        self._tell(new)
        return new

    def _presence_of(self, owner: str) -> Presence:
        device = next((each for each in self.world.devices(owner.split("/", 1)[0]) if each.key == owner), None)
        return self.presence(device) if device else Presence.ONLINE

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
                    self._replan(command, command.replanned(now, self._ahead(command, presence, now)))

    def _commands(self, owner: str) -> Iterator[Command]:
        for skip in range(0, self.store.count(owner), PRESENCE_PAGE):
            yield from self.store.page(owner, skip, PRESENCE_PAGE)

    def _scenario_of(self, command: Command) -> Scenario:
        return self.behaviours[command.owner.split("/", 1)[0]].scenarios[command.scenario]

    def _ahead(self, command: Command, presence: Presence, now: float) -> Plan:
        """What lies ahead of a command whose device is there, also where a newer one of its group has come."""
        newest = self.store.latest(command.owner, command.group) if command.group is not None else None
        until = None if newest is None or newest.id == command.id else SUPERSEDE
        return self._scenario_of(command).ahead(command, presence, now, until)

    def _supersede(self, owner: str, group: str) -> None:
        """The newest command of a group takes the place of the one before: now, or once it is back where it can be."""
        latest, now = self.store.latest(owner, group), self.clock.now()
        if latest is None:
            return
        if latest.lifecycle.allows(latest.state(now), SUPERSEDE):
            self.trigger(latest, SUPERSEDE)
            return
        ahead = tuple(step for step in latest.plan if latest.created + step.after > now)
        until = self._scenario_of(latest).until(SUPERSEDE, ahead, latest.ttl)
        self._replan(latest, latest.replanned(now, until))

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
