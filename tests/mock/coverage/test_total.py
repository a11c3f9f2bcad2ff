import pytest
from asked import Asked

from fleetmock.coverage.report import report


@pytest.fixture
def asked() -> Asked:
    return Asked()


def met(asked: Asked) -> int:
    (graph,) = [each for each in report(asked.namespace.total.sum(), "*")["apis"] if each["api"] == "msgraph"]
    return int(graph["operations"][0]["met"])


def test_what_any_namespace_met_was_met(asked: Asked) -> None:
    for prefix in ("", "/ns/one", "/ns/two"):
        asked("GET", f"{prefix}/beta/me/devices")
    assert met(asked) == 3
    assert asked.namespace.total.sum().requests == 3
    assert asked.coverage.requests == 1


def test_namespaces_that_are_gone_still_count(asked: Asked) -> None:
    for name in ("one", "two"):
        asked("GET", f"/ns/{name}/beta/me/devices")
    asked("GET", "/beta/me/devices")
    asked.app.namespaces.drop("one")
    asked.app.namespaces.reset("default")
    assert met(asked) == 3
    asked("GET", "/ns/one/beta/me/devices")
    assert met(asked) == 4


def test_to_close_twice_counts_once(asked: Asked) -> None:
    asked("GET", "/ns/one/beta/me/devices")
    one = asked.app.namespaces.get("one")
    one.close()
    one.close()
    assert met(asked) == 1


def test_clearing_is_for_all(asked: Asked) -> None:
    asked("GET", "/ns/one/beta/me/devices")
    asked("GET", "/ns/two/beta/me/devices")
    asked.app.namespaces.drop("two")
    asked.namespace.total.clear()
    assert met(asked) == 0


def test_skips_are_added_up(asked: Asked) -> None:
    cycle = asked.coverage.model.apis["applivery-apple"].cycles["CommandStatus"]
    for prefix in ("one", "two"):
        coverage = asked.app.namespaces.get(prefix).coverage
        coverage.look(cycle, "1", {"status": "Pending"})
        coverage.look(cycle, "1", {"status": "Acknowledged"})
    assert list(asked.namespace.total.sum().skips.values()) == [2]
