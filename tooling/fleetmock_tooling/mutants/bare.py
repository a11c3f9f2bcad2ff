"""Schemathesis alone: its engine with its own checks and defaults, the same document and token."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig

from fleetmock_tooling.fuzz import engine
from fleetmock_tooling.fuzz.profiles import CI

# What two runs would otherwise not have in common, or what a command of its own would not have seen either: the
# literals in the mock's source, which is loaded in this process.
ALONE: Final = {
    "workers": 1,
    "cache": {"enabled": False},
    "analysis": {"constants": {"enabled": False}},
    # As many random examples as the profile `ci` has; the default, 100, takes twice the time.
    "generation": {"database": "none", "max-examples": CI.max_examples},
}

Identity = tuple[str, ...]


def identities(
    document: dict[str, Any], base_url: str, token: str, seed: int, should_stop: Callable[[], bool]
) -> Iterator[Identity]:
    """What it finds, as (operation, check, kind, rule), in the order in which it tells."""
    strangers = [each.__name__ for each in CHECKS.get_all() if not each.__module__.startswith("schemathesis")]
    if strangers:
        raise AssertionError(f"schemathesis is not alone: {strangers}")
    config = SchemathesisConfig.from_dict(
        {**ALONE, "base-url": base_url, "seed": seed, "headers": {"Authorization": f"Bearer {token}"}}
    )
    for event in engine.execute(engine.load(document, config), lambda *_: False, should_stop):
        if isinstance(event, engine.Scenario):
            for failure in event.failures:
                operation, check, kind, rule = failure.identity
                yield operation, check, kind.__name__, rule
        elif isinstance(event, engine.Trouble):
            yield event.label, "error", event.title, ""
