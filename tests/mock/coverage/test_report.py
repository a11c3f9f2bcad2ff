from asked import COMMANDS, Asked

import fleetmock_contracts
from fleetmock.apis.registry import APIS
from fleetmock.contract.examples import operations
from fleetmock.coverage.report import KINDS, report


def test_everything_of_the_specs_is_in_it_and_nothing_was_met() -> None:
    asked = Asked()
    whole = report(asked.coverage, "x")
    assert (whole["namespace"], whole["requests"], whole["percent"]) == ("x", 0, 0.0)
    assert [each["api"] for each in whole["apis"]] == list(APIS)
    for api in whole["apis"]:
        known = list(operations(fleetmock_contracts.load(api["api"])))
        assert [(each["operationId"], each["method"], each["path"]) for each in api["operations"]] == [
            (each.id, each.method, each.path) for each in known
        ]
        assert [[status["status"] for status in each["statuses"]] for each in api["operations"]] == [
            [int(status) for status in each.spec["responses"]] for each in known
        ]
        assert {each["lifecycle"] for each in api["transitions"]} == {APIS[api["api"]].lifecycle}


def test_only_the_apis_that_are_served_are_in_it() -> None:
    assert [each["api"] for each in report(Asked(apis=("msgraph",)).coverage, "x")["apis"]] == ["msgraph"]


def test_shares_add_up() -> None:
    asked = Asked()
    asked("GET", COMMANDS)
    asked("GET", f"{COMMANDS}/nope")
    whole = report(asked.coverage, "x")
    (graph,) = [each for each in whole["apis"] if each["api"] == "msgraph"]
    assert {kind: graph["totals"][kind]["met"] for kind in KINDS} == {
        "operations": 2,
        "statuses": 2,
        "enumValues": 1,
        "errorCodes": 1,
        "transitions": 0,
    }
    assert graph["totals"]["operations"] == {"met": 2, "total": 7, "percent": 28.5}
    for kind in KINDS:
        assert whole["totals"][kind]["total"] == sum(each["totals"][kind]["total"] for each in whole["apis"])
        assert whole["totals"][kind]["met"] == graph["totals"][kind]["met"]
    everything = sum(each["total"] for each in whole["totals"].values())
    assert whole["percent"] == int(1000 * 6 / everything) / 10
