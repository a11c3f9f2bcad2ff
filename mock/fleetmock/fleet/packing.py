"""A command as one bytes value, which is what stores keep of it.

As objects a command is some twenty of them, scattered over the memory: among a million, most of the time that a read
takes is waiting for them. As bytes it is one, half as large, and nothing that the garbage collector walks.
"""

from functools import lru_cache
from typing import Final

import orjson

from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.timeline import Command, Plan, Step

PLANS: Final = 1024  # that are remembered; most commands share one of a dozen


def pack(command: Command) -> bytes:
    """Two lines of JSON: the plan, and everything else but owner and id, by which the command is found."""
    plan = [(step.after, step.transition.trigger, step.outcomes) for step in command.plan]
    rest = (command.created, command.fields, command.outcomes, command.scenario, command.ttl, command.group)
    return orjson.dumps(plan) + b"\n" + orjson.dumps(rest)


def unpack(content: bytes, owner: str, command_id: str, lifecycle: Lifecycle) -> Command:
    """The command as it was packed. Raises IllegalStep where this life-cycle is not the one it was planned with."""
    plan, _, rest = content.partition(b"\n")
    created, fields, outcomes, scenario, ttl, group = orjson.loads(rest)
    return Command(
        command_id, owner, created, fields, lifecycle, _plan(plan, lifecycle), outcomes, scenario, ttl, group
    )


@lru_cache(maxsize=PLANS)
def _plan(content: bytes, lifecycle: Lifecycle) -> Plan:
    steps = orjson.loads(content)
    path = lifecycle.walk(trigger for _, trigger, _ in steps)
    return tuple(Step(after, edge, brought) for (after, _, brought), edge in zip(steps, path, strict=True))
