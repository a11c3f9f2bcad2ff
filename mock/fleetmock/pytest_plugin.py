"""Fixtures for pytest: a mock for the whole run, and a namespace of it for each test.

What takes long to import is imported by the first test that asks for a fixture.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest

from fleetmock.uncollected import uncollected

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
    group.addoption("--fleetmock-control-token", help="what its control plane asks for, if it does")
    group.addoption("--fleetmock-seed", type=int, help="the seed of tests that name none; default: that of the mock")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)


@pytest.fixture(scope="session")
def fleetmock_server(request: pytest.FixtureRequest) -> "Iterator[Handle]":
    """The mock, as a handle on its default namespace, which all tests share."""
    with ExitStack() as running:
        with uncollected():
            options = request.config.getoption("--fleetmock-url"), request.config.getoption("--fleetmock-control-token")
            handle = _started(*options, running)
        yield handle


def _started(url: str | None, control_token: str | None, running: ExitStack) -> "Handle":
    import httpx  # noqa: PLC0415 - see above

    from fleetmock.kit import mocks  # noqa: PLC0415 - see above
    from fleetmock.kit.connection import ControlError  # noqa: PLC0415 - see above
    from fleetmock.kit.handle import SECONDS, Handle  # noqa: PLC0415 - see above
    from fleetmock.tokens import Grant, mint  # noqa: PLC0415 - see above

    if url is None:
        return running.enter_context(mocks.Server(callbacks=("loopback",)))
    root = url.rstrip("/")
    headers = mocks.bearing(control_token)
    client = running.enter_context(mocks.plain_client(base_url=root, timeout=SECONDS, headers=headers))
    # Whatever tokens it was started with, any mock takes a minted one.
    handle = Handle(root, client, mocks.plain_client, token=mint(Grant()))
    try:
        handle.control.get_version()
    except (httpx.HTTPError, httpx.InvalidURL, ControlError) as error:
        # All tests would fail for this one reason.
        told = f"--fleetmock-url {url}: no mock answers there: {error}; is `fleetmock serve` running?"
        pytest.exit(told, pytest.ExitCode.USAGE_ERROR)
    return handle


@pytest.fixture
def fleetmock(request: pytest.FixtureRequest, fleetmock_server: "Handle") -> "Iterator[Handle]":
    """A namespace of the mock that no other test is in, as a handle; it is gone after the test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    # Other runs may share a server that was there before.
    handle = fleetmock_server.namespace(f"{worker}-{os.getpid()}-{next(_numbers)}")
    marked = _marked(request.node)
    try:
        _begin(handle, marked, request.config.getoption("--fleetmock-seed"))
        request.node.stash[HANDLE] = handle
        yield handle
    finally:
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


def _begin(handle: "Handle", marked: dict[str, Any], seed: int | None) -> None:
    seed = marked.pop("seed", seed)
    if seed is not None:
        handle.reset(seed)
    changes = {name: value for name, value in marked.items() if value is not None}
    if not changes:
        return
    from fleetmock.kit.connection import ControlError  # noqa: PLC0415 - see above

    try:
        handle.settings(**changes)
    except (ValueError, ControlError) as error:
        pytest.fail(f"the marker fleetmock: {error}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """A test that failed, or a fixture of it, shows what it asked the mock; its namespace is still there then."""
    report = yield
    handle = item.stash.get(HANDLE, None)
    if report.when != "teardown" and report.failed and handle is not None:
        report.sections.append(("fleetmock", _told(handle)))
    return report


def _told(handle: "Handle") -> str:
    """What there is to say; whatever goes wrong with it, the test's own failure is what must be read."""
    try:
        seed = handle.settings().seed
        found = handle.control.list_requests(limit=TAIL)
        nearest = {each.request.id: each.nearest for each in handle.control.list_unmatched_requests().requests}
        lines = [_line(each, nearest.get(each.id, [])) for each in found.requests] or ["no request reached the mock"]
    except Exception as error:  # noqa: BLE001 - see above
        return f"the mock cannot tell: {error}"
    left_out = [f"({found.meta.total - TAIL} more before)"] if found.meta.total > TAIL else []
    again = f"seed {seed}; again with @pytest.mark.fleetmock(seed={seed})"
    return "\n".join([again, *left_out, *lines])


def _line(request: "models.Request", nearest: "list[models.NearestOperation]") -> str:
    refused = request.refusal.problems if request.refusal else []
    reasons = [f"{each.place} {each.pointer}".rstrip() + f": {each.reason}" for each in refused]
    near = [f"nearest is {each.method} {each.path}: {', '.join(each.differences)}" for each in nearest[:1]]
    notes = "; ".join([*reasons, *near, *request.notes])
    line = f"{request.time} {request.response.status} {request.method:6} {request.path}"
    return f"{line}  {notes}" if notes else line
