"""What is fuzzed: a mock of our own, or whatever the user names."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from fleetmock.app import create_app
from fleetmock.faults.faults import Fault
from fleetmock.fleet.clock import Clock
from fleetmock.server import CannotListen, ThreadedServer
from fleetmock.settings import Settings
from fleetmock_contracts import CONTROL
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.traffic import Traffic, hook

# Some moment after everything that the mock's fleet holds.
START = 1_800_000_000.0
# In seconds. A command takes about two; a walk along the links has six requests and should see its end.
STEP = 0.5
# In seconds: how long the control plane keeps a request open.
_HOLD = 0.01
# In seconds: how long the next request waits for callbacks. The hook answers at once.
_SETTLED_WITHIN = 30.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`root` is the URL without an API's base path; `on_request` wants to be called after each request."""

    root: str
    on_request: Callable[[], None] = lambda: None


@contextmanager
def own_mock(api: str, token: str, seed: int) -> Iterator[Endpoint]:
    """Serve one API on a free port, with a clock that only requests move.

    Ids of Applivery and the states of commands depend on the time. With the real one, the same seed would meet other
    answers and then send other requests. Raises CannotRun when it does not start.
    """
    clock = Clock(frozen_at=START)
    try:
        with (_controlled if api == CONTROL else partial(_alone, api))(token, seed, clock) as endpoint:
            yield endpoint
    except CannotListen as error:
        raise CannotRun(f"the mock for {api} does not start: {error}") from error


@contextmanager
def _alone(api: str, token: str, seed: int, clock: Clock) -> Iterator[Endpoint]:
    settings = Settings(apis=(api,), tokens=(token,), port=0, seed=seed, log_format="off")
    with ThreadedServer(settings, create_app(settings, clock)) as server:
        yield Endpoint(server.url, lambda: clock.advance(STEP))


@contextmanager
def _controlled(token: str, seed: int, clock: Clock) -> Iterator[Endpoint]:
    """All APIs, and somebody who uses them. Nobody waits for long: a wait for what never comes is a good request.

    What a request makes due is called back before the next one: which callbacks there are to see would else be a
    matter of how busy the machine is.
    """
    settings = Settings(
        tokens=(token,),
        control_token=token,
        port=0,
        seed=seed,
        log_format="off",
        callbacks=("loopback",),
        hold=_HOLD,
    )
    app = create_app(settings, clock)
    with hook() as called_back, ThreadedServer(settings, app) as server:

        def faults() -> list[Fault]:
            return app.namespace.faults.list()  # of the namespace that there is now: a reset makes a new one

        with closing(Traffic(server.url, token, called_back, faults)) as traffic:

            def on_request() -> None:
                clock.advance(STEP)
                traffic()
                callbacks = app.namespace.callbacks
                if callbacks is not None:
                    with suppress(TimeoutError):  # what then stays untried is told
                        server.run(callbacks.settle(), _SETTLED_WITHIN)

            yield Endpoint(server.url, on_request)
