"""How things were, to come back to."""

import pytest
from control_kit import SURFACE, Control

from fleetmock.control import snapshots

DEVICE = f"/devices/msgraph/device/{SURFACE}"


def test_everything_is_as_it_was(control: Control) -> None:
    command = control.launch()
    saved = control.put("/snapshots/before")
    assert saved == {"name": "before", "time": "2026-09-21T14:13:20.000Z", "devices": 9, "commands": 6}
    before = (control.get("/devices"), control.get("/commands"), control.get("/clock"))
    control.patch(DEVICE, {"presence": "offline", "scenario": "slow"})
    control.post("/devices", {"api": "msgraph"}, 201)
    later = control.launch()
    control.post("/clock/advance", {"seconds": 3600})
    assert control.post("/snapshots/before/restore") == saved
    assert (control.get("/devices"), control.get("/commands"), control.get("/clock")) == before
    assert control.missing(f"/commands/{later}")
    control.post("/clock/advance", {"seconds": 60})
    assert control.status(command) == "completed"


def test_it_can_be_restored_again_and_the_same_follows(control: Control) -> None:
    control.put("/snapshots/before")
    first = control.launch()
    control.post("/snapshots/before/restore")
    assert control.launch() == first


def test_a_running_clock_goes_on_from_there(control: Control) -> None:
    control.post("/clock/scale", {"factor": 1})
    control.put("/snapshots/before")
    control.post("/clock/advance", {"seconds": 3600})
    control.post("/snapshots/before/restore")
    clock = control.get("/clock")
    assert (clock["frozen"], clock["time"][:15]) == (False, "2026-09-21T14:1")


def test_the_journal_and_the_faults_stay(control: Control) -> None:
    control.put("/snapshots/before")
    control.launch()
    control.post("/faults", {"kind": "unavailable"}, 201)
    control.post("/snapshots/before/restore")
    assert control.get("/requests")["meta"]["total"] == 1
    assert len(control.get("/faults")["faults"]) == 1


def test_put_replaces_and_post_does_not(control: Control) -> None:
    first = control.post("/snapshots/before", status=201)
    control.launch()
    assert "PUT" in control.post("/snapshots/before", status=409)["detail"]
    assert control.get("/snapshots/before") == first
    assert control.put("/snapshots/before")["commands"] == first["commands"] + 1


def test_the_location_of_a_new_one_is_where_it_is(control: Control) -> None:
    response = control.client.post("/__admin/snapshots/before")
    assert control.client.get(response.headers["location"]).json() == response.json()


def test_they_are_listed_by_name_and_forgotten(control: Control) -> None:
    for name in ("b", "a"):
        control.put(f"/snapshots/{name}")
    assert [each["name"] for each in control.get("/snapshots")["snapshots"]] == ["a", "b"]
    control.delete("/snapshots/a")
    assert [each["name"] for each in control.get("/snapshots")["snapshots"]] == ["b"]
    control.delete("/snapshots/a", 404)
    control.post("/snapshots/a/restore", status=404)
    control.missing("/snapshots/a")


def test_a_name_is_letters_digits_and_two_signs(control: Control) -> None:
    assert control.put("/snapshots/a%20b", 400)["errors"][0]["pointer"] == "#/name"


def test_there_is_a_limit(control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LIMIT", 1)
    control.put("/snapshots/one")
    assert "1 snapshots" in control.put("/snapshots/two", 409)["detail"]
    control.put("/snapshots/one")
