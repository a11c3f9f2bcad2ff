"""The clock, as a test moves it."""

import pytest
from control_kit import Control


def time_of(control: Control) -> str:
    return str(control.get("/clock")["time"])


def test_it_stands_where_the_mock_was_started(control: Control) -> None:
    clock = control.get("/clock")
    assert (clock["time"], clock["frozen"], clock["factor"]) == ("2026-09-21T14:13:20.000Z", True, 0)


def test_ninety_seconds_are_ninety_seconds_for_everything(control: Control) -> None:
    command = control.launch()
    assert control.post("/clock/advance", {"seconds": 90})["time"] == "2026-09-21T14:14:50.000Z"
    assert control.status(command) == "completed"


def test_it_freezes_at_a_moment_and_then_stands(control: Control) -> None:
    frozen = control.post("/clock/freeze", {"at": "2026-02-10T13:00:00+01:00"})
    assert frozen == {"time": "2026-02-10T12:00:00.000Z", "frozen": True, "factor": 0}
    assert time_of(control) == "2026-02-10T12:00:00.000Z"


def test_it_runs_by_a_factor_until_it_is_frozen_again(control: Control) -> None:
    assert control.post("/clock/scale", {"factor": 1000})["frozen"] is False
    before = time_of(control)
    while time_of(control)[:19] == before[:19]:
        pass
    frozen = control.post("/clock/freeze")
    assert (frozen["frozen"], time_of(control)) == (True, frozen["time"])


def test_a_reset_of_the_clock_alone_leaves_the_commands(control: Control) -> None:
    control.post("/clock/advance", {"seconds": 90})
    command = control.launch()
    control.post("/clock/reset")
    assert time_of(control) == "2026-09-21T14:13:20.000Z"
    assert control.status(command) == "requesting"


def test_the_next_event_is_the_next_state_of_whatever_command(control: Control) -> None:
    command = control.launch()
    states = []
    for _ in range(3):
        due = control.get("/clock")["nextEvent"]
        moved = control.post("/clock/next-event")
        (event,) = moved["events"]
        assert (event["command"], event["time"], moved["clock"]["time"]) == (command, due, due)
        assert control.status(command) == event["state"]
        states.append(event["state"])
    assert states == ["sentToTarget", "executing", "completed"]


def test_commands_that_move_together_are_told_together(control: Control) -> None:
    commands = {control.launch(), control.launch()}
    events = control.post("/clock/next-event")["events"]
    assert {each["command"] for each in events} == commands


def test_without_anything_ahead_the_clock_stays(control: Control) -> None:
    control.post("/clock/advance", {"seconds": 10 * 86400})
    before = control.get("/clock")
    assert before["nextEvent"] is None
    assert control.post("/clock/next-event") == {
        "clock": {k: before[k] for k in ("time", "frozen", "factor")},
        "events": [],
    }


def test_a_running_clock_goes_on_from_the_next_event(control: Control) -> None:
    control.post("/clock/scale", {"factor": 1})
    command = control.launch(prefer="scenario=slow")
    moved = control.post("/clock/next-event")
    assert moved["clock"]["frozen"] is False
    assert control.status(command) == moved["events"][0]["state"]


@pytest.mark.parametrize("moment", ["1969-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "0000-01-01T00:00:00Z"])
def test_it_goes_from_1970_to_2099(control: Control, moment: str) -> None:
    before = time_of(control)
    problem = control.post("/clock/freeze", {"at": moment}, 422)
    assert problem["errors"][0]["pointer"] == "#/at"
    assert time_of(control) == before


def test_it_does_not_go_past_its_end(control: Control) -> None:
    control.post("/clock/freeze", {"at": "2099-12-31T23:59:00Z"})
    assert "2099" in control.post("/clock/advance", {"seconds": 60}, 409)["detail"]
    assert time_of(control) == "2099-12-31T23:59:00.000Z"


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/clock/advance", {"seconds": -1}, "#/seconds"),
        ("/clock/advance", {}, "#"),
        ("/clock/advance", {"seconds": 1, "minutes": 1}, "#"),
        ("/clock/scale", {"factor": 0}, "#/factor"),
        ("/clock/freeze", {"at": "noon"}, "#/at"),
    ],
)
def test_bad_input_changes_nothing(control: Control, path: str, body: dict[str, object], pointer: str) -> None:
    before = control.get("/clock")
    problem = control.post(path, body, 400)
    assert problem["type"] == "urn:fleetmock:problem:invalid-request"
    assert {each["pointer"] for each in problem["errors"]} == {pointer}
    assert control.get("/clock") == before
