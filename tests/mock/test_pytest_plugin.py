"""The plugin in a pytest of its own."""

import pytest

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
    fleetmock.client("msgraph").post(COMMANDS, json={"type": 7})
    assert False

def test_nothing_asked(fleetmock):
    assert False
"""
    result = run(pytester, tests)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["*seed 9; again with @pytest.mark.fleetmock(seed=9)*", "(5 more before)", "* 400 POST *commands*body*"]
    )
    result.stdout.fnmatch_lines(["no request reached the mock"])
    result.stdout.no_fnmatch_line("*Bearer fleetmock*")


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
