"""The part of a report that somebody wants to see."""

from collections.abc import Collection, Mapping
from typing import Any

from fleetmock.coverage.report import joined
from fleetmock_tooling.errors import CannotRun


def only(report: Mapping[str, Any], apis: Collection[str]) -> dict[str, Any]:
    """With these APIs and no others, and the shares of them alone. Raises CannotRun."""
    known = [each["api"] for each in report["apis"]]
    for name in apis:
        if name not in known:
            raise CannotRun(f"the mock serves no API named {name!r}; it serves {', '.join(known)}")
    chosen = [each for each in report["apis"] if not apis or each["api"] in apis]
    return {**report, **joined(chosen), "apis": chosen}
