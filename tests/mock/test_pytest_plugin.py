"""The plugin in a pytest of its own."""

import pytest

from fleetmock import Server

pytest_plugins = ["pytester"]

SUITE = """
import pytest

COMMANDS = "/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"
LAUNCH = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}

def send(fleetmock):
    return fleetmock.client("msgraph").post(COMMANDS, json=LAUNCH).json()["id"]
"""


@pytest.fixture(autouse=True)
def quiet(pytester: pytest.Pytester) -> None:
    # Other plugins of this environment have nothing to do with it and take seconds to load.
    pytester.makeini("[pytest]\naddopts = -p no:schemathesis -p no:hypothesispytest -p no:cacheprovider\n")


def run(pytester: pytest.Pytester, tests: str, *arguments: str) -> pytest.RunResult:
    pytester.makepyfile(SUITE + tests)
    return pytester.runpytest_subprocess(*arguments, timeout=120)


def test_each_test_has_a_namespace_of_its_own(pytester: pytest.Pytester) -> None:
    tests = """
@pytest.mark.parametrize("number", range(3))
def test_alone(fleetmock, fleetmock_server, number):
    send(fleetmock)
    assert fleetmock.requests.count(method="POST") == 1
    assert fleetmock_server.requests.count() == 0
    others = [each.name for each in fleetmock_server.control.list_namespaces().namespaces]
    assert others == ["default", fleetmock.name]
"""
    run(pytester, tests).assert_outcomes(passed=3)


def test_the_marker_says_what_a_test_begins_with(pytester: pytest.Pytester) -> None:
    tests = """
ids = set()

@pytest.mark.fleetmock(seed=3)
class TestMarked:
    @pytest.mark.parametrize("number", range(2))
    def test_seeded(self, fleetmock, number):
        assert fleetmock.settings().seed == 3
        ids.add(send(fleetmock))
        assert len(ids) == 1

    @pytest.mark.fleetmock(scenario="execution-failed", auth="open")
    def test_nearer(self, fleetmock):
        settings = fleetmock.settings()
        assert (settings.seed, settings.scenarios["msgraph"], settings.auth.value) == (3, "execution-failed", "open")

@pytest.mark.fleetmock(3)
def test_wrong(fleetmock):
    pass
"""
    result = run(pytester, tests, "-W", "error")
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(["*takes names with values*"])


def test_a_test_that_fails_shows_what_it_asked_and_the_seed(pytester: pytest.Pytester) -> None:
    tests = """
@pytest.mark.fleetmock(seed=9)
def test_wrong(fleetmock):
    for _ in range(24):
        fleetmock.client("msgraph").get("/me/devices")
    fleetmock.client("msgraph").post(COMMANDS, json={"type": "LaunchUri"})
    assert False

def test_nothing_asked(fleetmock):
    assert False
"""
    result = run(pytester, tests)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["*seed 9; again with @pytest.mark.fleetmock(seed=9)*", "(5 more before)", "* 400 POST *commands  body: *"]
    )
    result.stdout.fnmatch_lines(["no request reached the mock"])
    result.stdout.no_fnmatch_line("*Bearer fleetmock*")


def test_a_request_that_no_operation_took_is_shown_with_the_nearest(pytester: pytest.Pytester) -> None:
    tests = """
def test_wrong(fleetmock):
    fleetmock.client("msgraph").get("/me/device")
    assert False
"""
    result = run(pytester, tests)
    told = "* 404 GET    /beta/me/device  nearest is GET /beta/me/devices: segment 3 is 'device', *"
    result.stdout.fnmatch_lines([told])


def test_a_mock_that_has_died_hides_nothing(pytester: pytest.Pytester) -> None:
    tests = """
def test_wrong(fleetmock):
    fleetmock.control = None
    assert "the test's own" == "reason"
"""
    result = run(pytester, tests)
    result.stdout.fnmatch_lines(["*the test's own*", "the mock cannot tell:*"])


def test_parallel_workers_do_not_meet(pytester: pytest.Pytester) -> None:
    tests = """
@pytest.mark.parametrize("number", range(8))
def test_alone(fleetmock, number):
    send(fleetmock)
    assert fleetmock.requests.count(method="POST") == 1
"""
    run(pytester, tests, "-n", "2").assert_outcomes(passed=8)


def test_a_mock_that_runs_already_can_be_used(pytester: pytest.Pytester) -> None:
    from fleetmock import Server  # noqa: PLC0415 - the plugin must not need it to be imported

    tests = """
def test_there(fleetmock, pytestconfig):
    assert fleetmock.url().startswith(pytestconfig.getoption("--fleetmock-url"))
    send(fleetmock)
"""
    with Server() as handle:
        run(pytester, tests, "--fleetmock-url", handle.root).assert_outcomes(passed=1)
        assert [each.name for each in handle.control.list_namespaces().namespaces] == ["default"]
        coverage = handle.control.get_coverage(scope="server")
    created = [each for api in coverage.apis for each in api.operations if each.operation_id == "createCommand"]
    assert max(each.met for each in created) == 1


def test_who_asks_for_no_fixture_pays_nothing(pytester: pytest.Pytester) -> None:
    tests = """
import sys

def test_light():
    assert "connexion" not in sys.modules
    assert "httpx" not in sys.modules
"""
    run(pytester, tests).assert_outcomes(passed=1)


def test_a_fixture_that_fails_shows_what_it_asked(pytester: pytest.Pytester) -> None:
    tests = """
@pytest.fixture
def sent(fleetmock):
    send(fleetmock)
    raise LookupError

def test_never(sent):
    pass
"""
    result = run(pytester, tests)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*- fleetmock -*", "seed 0; again with*", "* 201 POST */commands"])


def test_a_namespace_that_could_not_begin_is_not_left_behind(pytester: pytest.Pytester) -> None:
    tests = """
@pytest.mark.fleetmock(scenario="nope")
def test_never(fleetmock):
    pass

def test_then(fleetmock_server):
    assert [each.name for each in fleetmock_server.control.list_namespaces().namespaces] == ["default"]
"""
    result = run(pytester, tests)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["the marker fleetmock: 422 *no scenario 'nope'*"])


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "127.0.0.1:9"])
def test_an_address_without_a_mock_ends_the_run_with_one_line(pytester: pytest.Pytester, url: str) -> None:
    tests = """
def test_never(fleetmock):
    pass

def test_neither(fleetmock):
    pass
"""
    result = run(pytester, tests, "--fleetmock-url", url)
    assert result.ret == 4
    result.stdout.fnmatch_lines([f"*--fleetmock-url {url}: no mock answers there: *"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_mock_with_tokens_of_its_own_can_be_used(pytester: pytest.Pytester) -> None:
    tests = """
@pytest.mark.fleetmock(seed=0)
def test_seed(fleetmock):
    assert fleetmock.settings().seed == 0
    assert fleetmock.client("msgraph").get("/me/devices").status_code == 200
"""
    with Server(control_token="sesame", tokens=("own",), seed=7) as handle:
        options = ("--fleetmock-url", handle.url(), "--fleetmock-control-token", "sesame")
        run(pytester, tests, *options).assert_outcomes(passed=1)
