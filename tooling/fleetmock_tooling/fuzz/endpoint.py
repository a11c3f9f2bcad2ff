"""What is fuzzed: a mock of our own, or whatever the user names."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fleetmock.app import create_app
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

# Some moment after everything that the mock's fleet holds.
START = 1_800_000_000.0
# In seconds. A command takes about two; a walk along the links has six requests and should see its end.
STEP = 0.5


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`root` is the URL without an API's base path; `on_request` wants to be called after each request."""

    root: str
    on_request: Callable[[], None] = lambda: None


@contextmanager
def own_mock(api: str, token: str, seed: int) -> Iterator[Endpoint]:
    """Serve one API on a free port, with a clock that only requests move.

    Ids of Applivery and the states of commands depend on the time. With the real one, the same seed would meet other
    answers and then send other requests.
    """
    settings = Settings(apis=(api,), tokens=(token,), port=0, seed=seed, log_format="off")
    clock = Clock(frozen_at=START)
    with ThreadedServer(settings, create_app(settings, clock)) as server:
        yield Endpoint(server.url, lambda: clock.advance(STEP))
