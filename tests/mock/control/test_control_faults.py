"""Faults over HTTP; what each does is told by the tests of the faults themselves."""

from typing import Any

import pytest
from control_kit import COMMANDS, LAUNCH, Control

from fleetmock.faults.faults import LIMIT

UNAVAILABLE = {"kind": "unavailable", "match": {"operationId": "createCommand", "times": 1}}


def test_a_fault_happens_and_is_counted(control: Control) -> None:
    fault = control.post("/faults", UNAVAILABLE, 201)
    assert fault == {"id": "fault-1", "definition": UNAVAILABLE, "met": 0, "applied": 0, "spent": False}
    assert [control.client.post(COMMANDS, json=LAUNCH).status_code for _ in range(2)] == [503, 201]
    after = control.get("/faults/fault-1")
    assert (after["met"], after["applied"], after["spent"]) == (2, 1, True)
    assert control.get("/faults") == {"faults": [after]}


def test_its_location_is_where_it_is(control: Control) -> None:
    location = control.client.post("/__admin/faults", json=UNAVAILABLE).headers["location"]
    assert location.endswith("/__admin/faults/fault-1")
    assert control.client.get(location).json()["id"] == "fault-1"


def test_faults_go_one_by_one_or_all_together(control: Control) -> None:
    for _ in range(3):
        control.post("/faults", UNAVAILABLE, 201)
    control.delete("/faults/fault-2")
    assert [each["id"] for each in control.get("/faults")["faults"]] == ["fault-1", "fault-3"]
    control.delete("/faults/fault-2", 404)
    control.delete("/faults")
    assert control.get("/faults") == {"faults": []}
    assert control.missing("/faults/fault-1")["detail"] == "The fault was not found."


def test_no_fault_happens_to_the_control_plane(control: Control) -> None:
    control.post("/faults", {"kind": "unavailable"}, 201)
    assert control.client.get("/beta/me/devices").status_code == 503
    control.get("/devices")
    control.delete("/faults")


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"kind": "error", "error": {"status": 418}}, 422, "#/error"),
        ({"kind": "unavailable", "match": {"operationId": "launchRocket"}}, 422, "#/match/operationId"),
        ({"kind": "latency", "delay": {"type": "uniform", "lower": 2, "upper": 1}}, 422, "#/delay/lower"),
        ({"kind": "latency"}, 400, "#"),
        ({"kind": "unavailable", "match": {"probability": 2}}, 400, "#/match/probability"),
    ],
)
def test_a_bad_fault_is_not_added(control: Control, body: dict[str, Any], status: int, pointer: str) -> None:
    problem = control.post("/faults", body, status)
    assert pointer in {each["pointer"] for each in problem["errors"]}, problem
    assert control.get("/faults") == {"faults": []}


def test_there_is_a_limit(control: Control) -> None:
    for _ in range(LIMIT):
        control.post("/faults", UNAVAILABLE, 201)
    assert f"{LIMIT} faults" in control.post("/faults", UNAVAILABLE, 409)["detail"]
