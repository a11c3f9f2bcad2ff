"""How late an answer is, in WireMock's words: fixed, uniform, log-normal."""

import math
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

MAX_SECONDS: Final = 60.0

# Seconds, of which each draw may give others.
Delay = Callable[[Random], float]


class BadDelay(ValueError):
    """The bounds of a delay contradict each other."""


def delay(wire: Mapping[str, Any]) -> Delay:
    """`wire` is a valid Delay of the control plane, in milliseconds. No draw is above a minute. Raises BadDelay."""
    match wire["type"]:
        case "fixed":
            seconds = wire["milliseconds"] / 1000
            return lambda _: seconds
        case "uniform":
            lower, upper = wire["lower"] / 1000, wire["upper"] / 1000
            if lower > upper:
                raise BadDelay("is above upper")
            return lambda random: random.uniform(lower, upper)
        case _:
            return _lognormal(wire["median"] / 1000, wire["sigma"])


def _lognormal(median: float, sigma: float) -> Delay:
    def draw(random: Random) -> float:
        exponent = min(random.gauss(0.0, sigma), math.log(MAX_SECONDS * 1000))  # the cap below, before it overflows
        return min(median * math.exp(exponent), MAX_SECONDS)

    return draw
