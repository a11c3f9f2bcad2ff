"""What tests share."""

from dataclasses import dataclass

import httpx

from fleetmock.fleet.clock import ManualClock

NOON = 1_790_000_000.0  # 2026-09-21T13:33:20Z; any moment will do as long as it is always the same


@dataclass(frozen=True)
class Mock:
    """A mock on a real socket whose clock stands still until a test moves it."""

    url: str
    client: httpx.Client
    clock: ManualClock
