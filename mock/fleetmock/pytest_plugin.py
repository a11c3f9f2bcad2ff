"""Fixtures for pytest: a mock for the whole run, and a namespace of it for each test.

What takes long to import is imported by the first test that asks for a fixture.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest

from fleetmock.settings import DEFAULT_TOKEN

if TYPE_CHECKING:
    from fleetmock.kit.handle import Handle
    from fleetmock_contracts.models import control as models

MARKER: Final = (
    "fleetmock(seed=None, scenario=None, **settings): what the namespace of the test begins with; settings are those "
    "of the control plane's SettingsUpdate"
)
TAIL: Final = 20  # requests that are shown of a test that failed

HANDLE: Final = pytest.StashKey["Handle"]()
_numbers: Final = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("fleetmock", "a mock of device-command clouds")
    group.addoption("--fleetmock-url", help="a mock that runs already, for all tests; default: one of each process")
    group.addoption("--fleetmock-seed", type=int, default=0, help="the seed of tests that name none")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)


@pytest.fixture(scope="session")
def fleetmock_server(request: pytest.FixtureRequest) -> "Iterator[Handle]":
    """The mock, as a handle on its default namespace, which all tests share."""
    from fleetmock.kit import mocks  # noqa: PLC0415 - see above
    from fleetmock.kit.handle import SECONDS, Handle  # noqa: PLC0415 - see above

    with ExitStack() as running:
        url = request.config.getoption("--fleetmock-url")
        if url:
            root = url.rstrip("/")
            client = running.enter_context(mocks.plain_client(base_url=root, timeout=SECONDS))
            yield Handle(root, client, mocks.plain_client, token=DEFAULT_TOKEN)
        else:
            yield running.enter_context(mocks.Server(callbacks=("loopback",)))


@pytest.fixture
def fleetmock(request: pytest.FixtureRequest, fleetmock_server: "Handle") -> "Iterator[Handle]":
    """A namespace of the mock that no other test is in, as a handle; it is gone after the test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    # Other runs may share a server that was there before.
    handle = fleetmock_server.namespace(f"{worker}-{os.getpid()}-{next(_numbers)}")
    _begin(handle, _marked(request.node), request.config.getoption("--fleetmock-seed"))
    request.node.stash[HANDLE] = handle
    yield handle
    handle.close()
    handle.control.drop_namespace(str(handle.name))


def _marked(node: pytest.Item) -> dict[str, Any]:
    """What the markers of a test say, those nearest to it last."""
    found: dict[str, Any] = {}
    for marker in reversed(list(node.iter_markers("fleetmock"))):
        if marker.args:
            raise pytest.UsageError(f"{node.nodeid}: the marker fleetmock takes names with values, as in seed=3")
        found |= marker.kwargs
    return found


def _begin(handle: "Handle", marked: dict[str, Any], seed: int) -> None:
    seed = marked.pop("seed", seed)
    if seed:
        handle.reset(seed)
    changes = {name: value for name, value in marked.items() if value is not None}
    if changes:
        handle.settings(**changes)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """A test that failed shows what it asked the mock; its namespace is still there then."""
    report = yield
    handle = item.stash.get(HANDLE, None)
    if report.when == "call" and report.failed and handle is not None:
        report.sections.append(("fleetmock", _told(handle)))
    return report


def _told(handle: "Handle") -> str:
    """What there is to say; whatever goes wrong with it, the test's own failure is what must be read."""
    try:
        seed = handle.settings().seed
        requests = handle.requests.all()
        lines = [_line(each) for each in requests[-TAIL:]] or ["no request reached the mock"]
    except Exception as error:  # noqa: BLE001 - see above
        return f"the mock cannot tell: {error}"
    left_out = [f"({len(requests) - TAIL} more before)"] if len(requests) > TAIL else []
    again = f"seed {seed}; again with @pytest.mark.fleetmock(seed={seed})"
    return "\n".join([again, *left_out, *lines])


def _line(request: "models.Request") -> str:
    refused = request.refusal.problems if request.refusal else []
    notes = "; ".join([*(f"{each.place} {each.pointer}: {each.reason}" for each in refused), *request.notes])
    line = f"{request.time} {request.response.status} {request.method:6} {request.path}"
    return f"{line}  {notes}" if notes else line
