"""Namespaces: the list, the end of one, a new beginning."""

from typing import Any

from control_kit import COMMANDS, LAUNCH, Control


def names(control: Control) -> list[str]:
    return [each["name"] for each in control.get("/namespaces")["namespaces"]]


def commands_of(control: Control, name: str) -> int:
    (found,) = [each for each in control.get("/namespaces")["namespaces"] if each["name"] == name]
    return int(found["commands"])


def launch_in(control: Control, name: str) -> dict[str, Any]:
    created: dict[str, Any] = control.client.post(f"/ns/{name}{COMMANDS}", json=LAUNCH).json()
    return created


def test_a_namespace_is_listed_from_its_first_use_with_its_own_commands(control: Control) -> None:
    assert names(control) == ["default"]
    launch_in(control, "gw1")
    assert names(control) == ["default", "gw1"]
    assert commands_of(control, "gw1") == commands_of(control, "default") + 1
    assert control.get("/namespaces")["limit"] == 1000


def test_one_that_is_dropped_is_gone_and_begins_anew(control: Control) -> None:
    launch_in(control, "gw1")
    control.delete("/namespaces/gw1")
    assert names(control) == ["default"]
    control.client.get("/ns/gw1/beta/me/devices")
    assert commands_of(control, "gw1") == commands_of(control, "default")


def test_one_that_there_is_not_cannot_be_dropped(control: Control) -> None:
    assert control.delete("/namespaces/gw1", 404)["detail"] == "The namespace was not found."


def test_the_default_one_is_reset_when_it_is_dropped(control: Control) -> None:
    control.launch()
    control.delete("/namespaces/default")
    assert (names(control), commands_of(control, "default")) == (["default"], 5)


def test_a_reset_forgets_everything_of_its_own_namespace_alone(control: Control) -> None:
    launch_in(control, "gw1")
    control.launch()
    control.post("/faults", {"kind": "unavailable"}, 201)
    control.post("/clock/advance", {"seconds": 60})
    control.post("/settings", {"auth": "open"})
    control.put("/snapshots/before")
    before = control.get("/clock")["time"]
    control.post("/reset", status=204)
    assert commands_of(control, "default") == 5
    assert commands_of(control, "gw1") == 6
    assert control.get("/faults") == {"faults": []}
    assert control.get("/requests")["requests"] == []
    assert control.get("/settings")["auth"] == "strict"
    assert control.get("/snapshots") == {"snapshots": []}
    assert control.get("/clock")["time"] < before


def test_the_same_seed_gives_the_same_ids_and_another_one_others(control: Control) -> None:
    def first_id(seed: int | None) -> str:
        control.post("/reset", None if seed is None else {"seed": seed}, 204)
        return control.launch()

    seven = first_id(7)
    assert control.get("/settings")["seed"] == 7
    assert first_id(8) != seven
    assert first_id(7) == seven
    assert first_id(None) != seven
    assert control.get("/settings")["seed"] == 0


def test_a_seed_holds_in_a_namespace_that_was_not_there(control: Control) -> None:
    control.client.post("/ns/gw1/__admin/reset", json={"seed": 7}).raise_for_status()
    control.post("/reset", {"seed": 7}, 204)
    assert launch_in(control, "gw1")["id"] == control.launch()


def test_a_bad_seed_resets_nothing(control: Control) -> None:
    control.launch()
    problem = control.post("/reset", {"seed": -1}, 400)
    assert problem["errors"] == [{"in": "body", "pointer": "#/seed", "detail": "-1 is less than the minimum of 0"}]
    assert commands_of(control, "default") == 6
