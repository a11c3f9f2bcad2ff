from typing import Any

from asked import APPLE, COMMANDS, Asked

from fleetmock.coverage.report import report
from fleetmock.coverage.table import WIDTH, heading, table


def record(asked: Asked) -> dict[str, Any]:
    return report(asked.coverage, "mine")


def test_shares_by_api_and_together() -> None:
    asked = Asked(apis=("msgraph",))
    asked("GET", COMMANDS)
    lines = table(record(asked)).splitlines()
    assert lines[0] == f"namespace mine: {record(asked)['percent']} % met, in 1 request"
    assert lines[2].split() == ["msgraph", "together"]
    assert lines[3].split() == ["operations", "1/7", "14.2", "%", "1/7", "14.2", "%"]


def test_all_namespaces_are_called_so() -> None:
    asked = Asked(apis=("msgraph",))
    assert heading(report(asked.namespace.total.sum(), "*")) == "all namespaces: 0.0 % met, in 0 requests"


def test_what_was_never_met_is_listed() -> None:
    asked = Asked()
    asked("GET", COMMANDS)
    text = " ".join(table(record(asked)).split())
    assert "never met of msgraph operations listDevices, createCommand, getCommand," in text
    assert "statuses listCommands: 400, 401, 403, 404, 429, 503 enum values" in text  # of what was called at all
    assert "Command.status: requesting, sentToTarget, executing, failedToSend" in text
    assert "404 itemNotFound, 405 notAllowed" in text
    assert "executing -> completed (complete)" in text
    assert "queued -> delivered or expired (deliver, expire)" in text


def test_what_was_skipped_is_listed() -> None:
    asked = Asked()
    command = asked("POST", APPLE, json={"RequestType": "DeviceLock"}).json()["data"]
    assert "skipped" not in table(record(asked))
    asked.clock.advance(100)
    asked("GET", f"{APPLE}/{command['id']}")
    assert "  skipped       Pending -> Acknowledged, once\n" in table(record(asked))


def test_lines_have_an_end() -> None:
    lines = table(record(Asked())).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert not [line for line in lines if line != line.rstrip()]


def test_a_code_stays_beside_its_status() -> None:
    assert "414\n" not in table(record(Asked()))


def test_where_nothing_is_missing_nothing_is_listed() -> None:
    whole = record(Asked(apis=("applivery-aosp",)))
    (api,) = whole["apis"]
    for each in [*api["operations"], *api["errorCodes"], *api["transitions"], *_inner(api)]:
        each["met"] = 5
    assert "never" not in table(whole)


def _inner(api: dict[str, Any]) -> list[dict[str, Any]]:
    statuses = [status for each in api["operations"] for status in each["statuses"]]
    return [*statuses, *(value for each in api["enumValues"] for value in each["values"])]
