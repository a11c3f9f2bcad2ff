"""Named outcomes: which triggers a command meets, and when."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fleetmock.errors import Condition
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.timeline import Command, Plan, Step


class Presence(StrEnum):
    """Where a device is. A phone is locked, a PC in connected standby."""

    ONLINE = "online"
    OFFLINE = "offline"
    LOCKED = "locked"
    STANDBY = "standby"


@dataclass(frozen=True, slots=True)
class Stage:
    """A trigger, so many seconds after the one before it, and what it brings."""

    after: float
    trigger: str
    outcomes: Mapping[str, Any] = field(default_factory=dict)


Stages = tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Expiry:
    """What becomes of a command that nothing else has become of: `ttl` is in seconds after its creation."""

    ttl: float
    stages: Stages


@dataclass(frozen=True, slots=True)
class Scenario:
    """One outcome. `stages` are for a device that is there, `when` for one that is not.

    A scenario without `when` goes its way wherever the device is. `refuse` is the answer to the request instead.
    """

    name: str
    lifecycle: Lifecycle
    stages: Stages = ()
    when: Mapping[Presence, Stages] | None = None
    then: Mapping[str, Stages] | None = None
    expiry: Expiry | None = None
    refuse: Condition | None = None
    _usual: dict[Presence, Plan] = field(default_factory=dict, compare=False, repr=False)

    def check(self) -> None:
        """Raises IllegalStep for a walk that the life-cycle does not have."""
        for stages in (self.stages, *(self.when or {}).values()):
            state = self.lifecycle.initial
            for transition in self.lifecycle.walk(stage.trigger for stage in stages):
                state = transition.target
            if self.expiry and self.lifecycle.allows(state, self.expiry.stages[0].trigger):
                self.lifecycle.walk((stage.trigger for stage in self.expiry.stages), state)
        for trigger, stages in (self.then or {}).items():
            targets = {edge.target for edge in self.lifecycle.transitions if edge.trigger == trigger}
            if not targets:
                raise IllegalStep(f"no transition is named {trigger!r}")
            for target in targets:
                self.lifecycle.walk((stage.trigger for stage in stages), target)

    def follows_presence(self) -> bool:
        return self.when is not None

    def plan(self, presence: Presence, ttl: float = 0.0) -> Plan:
        """The whole life of a new command. With the usual time to live, 0, commands share their plans."""
        if ttl:
            return self._schedule(self._stages(presence), self.lifecycle.initial, 0.0, ttl)
        if presence not in self._usual:
            self._usual[presence] = self._schedule(self._stages(presence), self.lifecycle.initial, 0.0, ttl)
        return self._usual[presence]

    def ahead(self, command: Command, presence: Presence, now: float, until: str | None = None) -> Plan:
        """What lies ahead of a command whose device has changed its presence: the rest of the way from where it stands.

        The rest is the longest end of the stages that the life-cycle has from the command's state on; without one the
        command stays where it is until it expires. What needs no device goes on as it was planned, and so does what
        follows a trigger from outside. `until` is a trigger that comes as soon as the life-cycle has it.
        """
        state, passed = command.state(now), now - command.created
        behind = sum(command.created + step.after <= now for step in command.plan)
        planned = command.plan[behind:]
        if planned and (self._needs_no_device(planned[0]) or self._follows(command.plan, behind)):
            return planned
        ahead = self._schedule(self._rest(self._stages(presence), state), state, passed, command.ttl)
        if until is not None:
            ahead = self.until(until, ahead, command.ttl)
        # What would happen anyway happens when it would have happened anyway.
        same = [step.transition for step in planned] == [step.transition for step in ahead]
        return planned if same else ahead

    def after(self, command: Command, trigger: str, now: float) -> Plan:
        """The trigger, now, and what follows it. Raises IllegalStep."""
        return self._triggered(trigger, command.state(now), now - command.created, command.ttl)

    def until(self, trigger: str, steps: Plan, ttl: float) -> Plan:
        """The steps up to the first after which the life-cycle has the trigger; there it comes, and what follows it."""
        for number, step in enumerate(steps, 1):
            if self.lifecycle.allows(step.transition.target, trigger):
                return (*steps[:number], *self._triggered(trigger, step.transition.target, step.after, ttl))
        return steps

    def _triggered(self, trigger: str, state: str, passed: float, ttl: float) -> Plan:
        transition = self.lifecycle.transition(state, trigger)
        following = (self.then or {}).get(trigger, ())
        return (Step(passed, transition), *self._schedule(following, transition.target, passed, ttl))

    def _stages(self, presence: Presence) -> Stages:
        return (self.when or {}).get(presence, self.stages)

    def _rest(self, stages: Stages, state: str) -> Stages:
        for first in range(len(stages)):
            if self._is_legal(stages[first:], state):
                return stages[first:]
        return ()

    def _is_legal(self, stages: Sequence[Stage], state: str) -> bool:
        try:
            self.lifecycle.walk((stage.trigger for stage in stages), state)
        except IllegalStep:
            return False
        return True

    def _schedule(self, stages: Stages, state: str, passed: float, ttl: float) -> Plan:
        """The stages at their moments; the end of the time to live where it comes first, or where they end."""
        deadline = (ttl or self.expiry.ttl) if self.expiry else math.inf
        steps = self._walk(stages, state, passed, deadline)
        if steps:
            state, passed = steps[-1].transition.target, steps[-1].after
        if self.expiry and self._can_expire(state):
            steps += self._walk(self.expiry.stages, state, max(deadline, passed))
        return tuple(steps)

    def _walk(self, stages: Stages, state: str, due: float, deadline: float = math.inf) -> list[Step]:
        """The stages one after the other, up to the first that comes too late for a command that can expire."""
        steps = list[Step]()
        for stage in stages:
            due += stage.after
            if due > deadline and self._can_expire(state):
                break
            transition = self.lifecycle.transition(state, stage.trigger)
            state = transition.target
            steps.append(Step(due, transition, stage.outcomes))
        return steps

    def _follows(self, plan: Plan, behind: int) -> bool:
        """Whether the step after those that are behind belongs to what follows a trigger from outside."""
        triggers = [step.transition.trigger for step in plan[: behind + 1]]
        for first, trigger in enumerate(triggers[:-1], 1):
            following = [stage.trigger for stage in (self.then or {}).get(trigger, ())]
            if following and following[: len(triggers) - first] == triggers[first:]:
                return True
        return False

    def _needs_no_device(self, step: Step) -> bool:
        """What follows an expiry is the provider's own doing."""
        follows = self.expiry.stages[1:] if self.expiry else ()
        return step.transition.trigger in {stage.trigger for stage in follows}

    def _can_expire(self, state: str) -> bool:
        return self.expiry is not None and self.lifecycle.allows(state, self.expiry.stages[0].trigger)
