"""Commands: what has happened to them, what will, and what a test makes happen."""

from typing import Any

import pytest
from control_kit import COMMANDS, SURFACE, Control

PUSH = "507f1f77bcf86cd799439024"


def ids(control: Control, **query: Any) -> list[str]:
    return [each["id"] for each in control.get("/commands", **query)["commands"]]


def states(steps: list[dict[str, str]]) -> list[str]:
    return [each["state"] for each in steps]


def test_the_newest_commands_are_listed_oldest_first(control: Control) -> None:
    first, second = control.launch(), control.launch()
    found = control.get("/commands", limit=2)
    assert ([each["id"] for each in found["commands"]], found["meta"]["total"]) == ([first, second], 7)


def test_the_list_can_be_narrowed(control: Control) -> None:
    command = control.launch()
    assert ids(control, state="requesting") == [command]
    assert set(ids(control, api="applivery-aosp")) == {PUSH, "507f1f77bcf86cd799439022"}
    assert command in ids(control, device=SURFACE.upper())
    assert ids(control, device="c39xk1abcdef") == ["507f1f77bcf86cd799439011"]
    assert ids(control, device="nobody") == []


def test_a_command_shows_what_was_and_what_will_be(control: Control) -> None:
    command = control.launch()
    fresh = control.get(f"/commands/{command}")
    assert (fresh["api"], fresh["kind"], fresh["device"], fresh["scenario"]) == ("msgraph", "device", SURFACE, "happy")
    assert (fresh["state"], fresh["terminal"], fresh["past"]) == ("requesting", False, [])
    assert states(fresh["ahead"]) == ["sentToTarget", "executing", "completed"]
    assert fresh["record"]["payload"] == {"uri": "http://bing.com"}
    control.post("/clock/next-event")
    later = control.get(f"/commands/{command}")
    assert (later["past"], later["ahead"]) == (fresh["ahead"][:1], fresh["ahead"][1:])
    assert later["record"]["status"] == later["state"] == "sentToTarget"


def test_the_triggers_are_those_that_can_be_pulled(control: Control) -> None:
    command = control.launch()
    assert "unreachable" in control.get(f"/commands/{command}")["triggers"]
    for trigger in control.get(f"/commands/{command}")["triggers"]:
        each = control.launch()
        control.post(f"/commands/{each}/transition", {"trigger": trigger})
    control.post("/clock/advance", {"seconds": 60})
    done = control.get(f"/commands/{command}")
    assert (done["terminal"], done["triggers"]) == (True, [])


def test_an_id_of_applivery_has_no_case(control: Control) -> None:
    assert control.get(f"/commands/{PUSH.upper()}")["id"] == PUSH


def test_a_command_that_there_is_not_is_not_found(control: Control) -> None:
    assert control.missing("/commands/nobody")["type"] == "urn:fleetmock:problem:unknown-entity"


def test_a_trigger_happens_now_with_what_it_brings(control: Control) -> None:
    command = control.launch()
    control.post(f"/commands/{command}/transition", {"trigger": "give-up", "outcomes": {"error": "No route."}})
    seen = control.client.get(f"{COMMANDS}/{command}").json()
    assert (seen["status"], seen["error"]) == ("failedToSend", "No route.")
    assert control.get(f"/commands/{command}")["ahead"] == []


def test_a_command_is_brought_to_a_state_and_stays_there(control: Control) -> None:
    command = control.launch()
    brought = control.post(f"/commands/{command}/transition", {"state": "executing"})
    assert (states(brought["past"]), brought["ahead"]) == (["sentToTarget", "executing"], [])
    control.post("/clock/advance", {"seconds": 86400})
    assert control.status(command) == "executing"


def test_to_bring_it_where_it_is_is_to_keep_it_there(control: Control) -> None:
    command = control.launch()
    assert control.post(f"/commands/{command}/transition", {"state": "requesting"})["past"] == []
    control.post("/clock/advance", {"seconds": 60})
    assert control.status(command) == "requesting"


def test_an_answer_of_the_device_can_be_given(control: Control) -> None:
    body = {"type": "AppService", "appServiceName": "a", "packageFamilyName": "b", "payload": {}}
    command = control.client.post(COMMANDS, json=body).json()["id"]
    outcome = {"state": "completed", "outcomes": {"payload": {"Type": "Sad"}}}
    control.post(f"/commands/{command}/transition", outcome)
    assert control.client.get(f"{COMMANDS}/{command}/responsePayload").json() == {"Type": "Sad"}


@pytest.mark.parametrize("path", ["transition", "outcome"])
def test_what_has_ended_has_ended(control: Control, path: str) -> None:
    command = control.launch()
    control.post("/clock/advance", {"seconds": 60})
    body = {"trigger": "complete"} if path == "transition" else {"scenario": "happy"}
    before = control.get(f"/commands/{command}")
    problem = control.post(f"/commands/{command}/{path}", body, 409)
    assert "completed" in problem["detail"]
    assert control.get(f"/commands/{command}") == before


def test_a_state_that_no_way_leads_to_is_a_conflict(control: Control) -> None:
    command = control.launch()
    control.post(f"/commands/{command}/transition", {"state": "executing"})
    problem = control.post(f"/commands/{command}/transition", {"state": "retry"}, 409)
    assert problem["detail"] == "no walk leads from state 'executing' to 'retry'"


@pytest.mark.parametrize(
    ("path", "body", "status", "pointer"),
    [
        ("transition", {"trigger": "explode"}, 422, "#/trigger"),
        ("transition", {"state": "purged"}, 422, "#/state"),
        ("transition", {"trigger": "send", "outcomes": {"data": 5}}, 400, "#/outcomes/data"),
        ("transition", {"trigger": "send", "state": "executing"}, 400, "#"),
        ("outcome", {"scenario": "delivered"}, 422, "#/scenario"),
        ("outcome", {}, 400, "#"),
    ],
)
def test_bad_input_changes_nothing(
    control: Control, path: str, body: dict[str, Any], status: int, pointer: str
) -> None:
    command = control.launch()
    before = control.get(f"/commands/{command}")
    problem = control.post(f"/commands/{command}/{path}", body, status)
    assert pointer in {each["pointer"] for each in problem["errors"]}
    assert control.get(f"/commands/{command}") == before


def test_another_outcome_goes_on_from_where_the_command_is(control: Control) -> None:
    command = control.launch()
    control.post("/clock/next-event")
    chosen = control.post(f"/commands/{command}/outcome", {"scenario": "execution-failed"})
    assert (chosen["scenario"], states(chosen["past"])) == ("execution-failed", ["sentToTarget"])
    assert states(chosen["ahead"]) == ["executing", "executionFailed"]
    control.post("/clock/advance", {"seconds": 60})
    assert control.status(command) == "executionFailed"


def test_what_it_brings_can_be_chosen_too(control: Control) -> None:
    command = control.launch()
    body = {"scenario": "execution-failed", "outcomes": {"error": "Out of paper."}}
    control.post(f"/commands/{command}/outcome", body)
    control.post("/clock/advance", {"seconds": 60})
    assert control.client.get(f"{COMMANDS}/{command}").json()["error"] == "Out of paper."


def test_an_outcome_that_the_state_no_longer_allows_is_a_conflict(control: Control) -> None:
    command = control.launch()
    control.post(f"/commands/{command}/transition", {"state": "executing"})
    problem = control.post(f"/commands/{command}/outcome", {"scenario": "failed-to-send"}, 409)
    assert problem["detail"] == "the scenario 'failed-to-send' has no way on from state 'executing'"


def test_a_scenario_that_refuses_is_no_outcome(control: Control) -> None:
    problem = control.post(f"/commands/{PUSH}/outcome", {"scenario": "no-token"}, 422)
    assert "refuses" in problem["detail"]
