"""Named outcomes: which triggers a command meets, and when."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.timeline import Plan, Step

TTL: Final = "ttl"


class Scenario:
    """One named outcome of an API's commands, checked against their life-cycle."""

    def __init__(self, steps: Sequence[Mapping[str, Any]], lifecycle: Lifecycle) -> None:
        """Each step has a `trigger` and `after`: seconds after the step before, or `ttl` for the time to live.

        Raises IllegalStep for a walk that the life-cycle does not have.
        """
        transitions = lifecycle.walk(step["trigger"] for step in steps)
        self._steps = [(step["after"], transition) for step, transition in zip(steps, transitions, strict=True)]
        # Commands without a time to live of their own share one plan.
        self._shared = None if any(after == TTL for after, _ in self._steps) else self._schedule(0.0)

    def plan(self, ttl: float = 0.0) -> Plan:
        """The steps at their moments, in seconds after the command's creation, as is `ttl`."""
        return self._shared or self._schedule(ttl)

    def _schedule(self, ttl: float) -> Plan:
        due, steps = 0.0, list[Step]()
        for after, transition in self._steps:
            due = ttl if after == TTL else due + after
            steps.append(Step(due, transition))
        return tuple(steps)


def load(api: str, lifecycle: Lifecycle) -> Mapping[str, Scenario]:
    """The scenarios of an API, by name, from the YAML file next to this package. Raises IllegalStep."""
    scenarios = {}
    for name, steps in _read(api).items():
        try:
            scenarios[name] = Scenario(steps, lifecycle)
        except IllegalStep as error:
            raise IllegalStep(f"scenarios/{api}.yaml: {name}: {error}") from error
    return scenarios


@cache
def _read(api: str) -> dict[str, Any]:
    text = resources.files("fleetmock").joinpath("scenarios", f"{api}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
