from typing import Any

import pytest

import fleetmock_contracts
from fleetmock.apis.registry import APIS
from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.scenario import Scenario, load


def lifecycle(api: str) -> Lifecycle:
    schemas = fleetmock_contracts.load(api)["components"]["schemas"]
    return Lifecycle(schemas[APIS[api].lifecycle]["x-lifecycle"])


def step(after: float | str, trigger: str) -> dict[str, Any]:
    return {"after": after, "trigger": trigger}


@pytest.mark.parametrize("api", APIS)
def test_every_scenario_file_walks_edges_of_its_life_cycle(api: str) -> None:
    assert "happy" in load(api, lifecycle(api))


def test_a_step_comes_so_long_after_the_one_before() -> None:
    plan = Scenario([step(0.5, "send"), step(1.0, "start")], lifecycle("msgraph")).plan()
    assert [(each.after, each.transition.target) for each in plan] == [(0.5, "sentToTarget"), (1.5, "executing")]


def test_ttl_is_counted_from_the_creation() -> None:
    plan = Scenario([step("ttl", "expire"), step(60, "purge")], lifecycle("applivery-aosp")).plan(ttl=90)
    assert [each.after for each in plan] == [90, 150]


def test_a_step_that_the_life_cycle_does_not_have_is_refused() -> None:
    with pytest.raises(IllegalStep, match="no transition 'start' leads out of state 'requesting'"):
        Scenario([step(1, "start")], lifecycle("msgraph"))
