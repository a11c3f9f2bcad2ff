"""The domain checks: what an answer must keep beyond its schema, and what only several requests together show."""

from fleetmock_tooling.fuzz.checks.context import Context
from fleetmock_tooling.fuzz.checks.registry import CHECKS, explain, listing
from fleetmock_tooling.fuzz.checks.suite import Suite

__all__ = ["CHECKS", "Context", "Suite", "explain", "listing"]
