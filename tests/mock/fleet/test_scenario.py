from typing import Any

import pytest

from fleetmock.fleet.lifecycle import IllegalStep, Lifecycle
from fleetmock.fleet.scenario import Expiry, Presence, Scenario, Stage
from fleetmock.fleet.timeline import Command, Plan

PARCEL: dict[str, Any] = {
    "field": "status",
    "states": {
        "packed": {"initial": True, "description": "-"},
        "tried": {"description": "-"},
        "out": {"description": "-"},
        "home": {"terminal": True, "description": "-"},
        "lost": {"description": "-"},
        "found": {"terminal": True, "description": "-"},
    },
    "transitions": [
        {"trigger": "load", "from": ["packed", "tried"], "to": "out", "source": ["x"]},
        {"trigger": "miss", "from": ["out"], "to": "tried", "source": ["x"]},
        {"trigger": "deliver", "from": ["out"], "to": "home", "source": ["x"]},
        {"trigger": "lose", "from": ["packed", "tried"], "to": "lost", "source": ["x"]},
        {"trigger": "find", "from": ["lost"], "to": "found", "source": ["x"]},
    ],
}
LIFECYCLE = Lifecycle(PARCEL)
STAGES = (Stage(1, "load"), Stage(2, "deliver"))
AWAY = (Stage(1, "load"), Stage(1, "miss"))


def scenario(**more: Any) -> Scenario:
    return Scenario("s", LIFECYCLE, **{"stages": STAGES, **more})


def timed(plan: Plan) -> list[tuple[float, str]]:
    return [(step.after, step.transition.target) for step in plan]


def command(of: Scenario, presence: Presence = Presence.ONLINE, ttl: float = 0.0) -> Command:
    return Command("c", "o", 1000.0, {}, LIFECYCLE, of.plan(presence, ttl), {}, of.name, ttl)


def test_a_stage_comes_so_long_after_the_one_before() -> None:
    assert timed(scenario().plan(Presence.ONLINE)) == [(1, "out"), (3, "home")]


def test_commands_of_one_scenario_share_their_plan() -> None:
    shared = scenario()
    assert shared.plan(Presence.ONLINE) is shared.plan(Presence.ONLINE)


def test_a_device_that_is_not_there_has_stages_of_its_own() -> None:
    following = scenario(when={Presence.LOCKED: AWAY})
    assert timed(following.plan(Presence.LOCKED)) == [(1, "out"), (2, "tried")]
    assert timed(following.plan(Presence.OFFLINE)) == timed(following.plan(Presence.ONLINE))


def test_what_nothing_else_becomes_of_expires() -> None:
    expiring = scenario(when={Presence.OFFLINE: ()}, expiry=Expiry(60, (Stage(0, "lose"), Stage(5, "find"))))
    assert timed(expiring.plan(Presence.OFFLINE)) == [(60, "lost"), (65, "found")]
    assert timed(expiring.plan(Presence.OFFLINE, ttl=10)) == [(10, "lost"), (15, "found")]
    assert timed(expiring.plan(Presence.ONLINE)) == [(1, "out"), (3, "home")]


def test_nothing_outlives_its_time_to_live_where_the_life_cycle_lets_it_expire() -> None:
    expiring = scenario(expiry=Expiry(60, (Stage(0, "lose"),)))
    assert timed(expiring.plan(Presence.ONLINE, ttl=0.5)) == [(0.5, "lost")]
    assert timed(expiring.plan(Presence.ONLINE, ttl=2)) == [(1, "out"), (3, "home")]


def test_a_device_that_comes_back_goes_the_rest_of_the_way() -> None:
    following = scenario(when={Presence.LOCKED: AWAY})
    waiting = command(following, Presence.LOCKED)
    assert timed(following.ahead(waiting, Presence.ONLINE, 1010.0)) == [(11, "out"), (13, "home")]
    assert timed(following.ahead(waiting, Presence.ONLINE, 1001.5)) == [(3.5, "home")]


def test_what_would_happen_anyway_keeps_its_moment() -> None:
    following = scenario(when={Presence.LOCKED: STAGES})
    assert timed(following.ahead(command(following), Presence.LOCKED, 1002.0)) == [(3, "home")]


def test_a_command_that_is_done_has_nothing_ahead() -> None:
    following = scenario(when={Presence.LOCKED: AWAY})
    assert following.ahead(command(following), Presence.LOCKED, 1099.0) == ()


def test_a_trigger_from_outside_is_followed_by_what_the_scenario_says() -> None:
    lucky = scenario(stages=(), then={"lose": (Stage(2, "find"),)})
    assert timed(lucky.after(command(lucky), "lose", 1004.0)) == [(4, "lost"), (6, "found")]
    with pytest.raises(IllegalStep, match="'deliver'"):
        lucky.after(command(lucky), "deliver", 1004.0)


def test_what_follows_a_trigger_from_outside_goes_on_wherever_the_device_is() -> None:
    found = (Stage(5, "find"),)
    lucky = scenario(when={Presence.LOCKED: AWAY}, then={"lose": found}, expiry=Expiry(60, (Stage(0, "lose"),)))
    waiting = command(lucky)
    lost = waiting.replanned(1000.5, lucky.after(waiting, "lose", 1000.5))
    assert timed(lucky.ahead(lost, Presence.LOCKED, 1002.0)) == [(5.5, "found")]
    assert lucky.ahead(lost, Presence.LOCKED, 1006.0) == ()
    # What only looks like it is the device's own way.
    same = scenario(stages=(Stage(1, "load"), Stage(2, "deliver")), when={Presence.LOCKED: AWAY}, then={"load": AWAY})
    assert timed(same.ahead(command(same), Presence.LOCKED, 1001.5)) == [(2.5, "tried")]


def test_a_trigger_may_wait_for_the_first_state_that_has_it() -> None:
    lucky = scenario(stages=AWAY, then={"lose": (Stage(2, "find"),)})
    again = scenario(stages=(*AWAY, Stage(3, "load"), Stage(1, "deliver")))
    assert timed(lucky.until("lose", lucky.plan(Presence.ONLINE), 0.0)) == [
        (1, "out"),
        (2, "tried"),
        (2, "lost"),
        (4, "found"),
    ]
    assert timed(again.until("lose", again.plan(Presence.ONLINE), 0.0)) == [(1, "out"), (2, "tried"), (2, "lost")]
    assert timed(scenario().until("lose", scenario().plan(Presence.ONLINE), 0.0)) == [(1, "out"), (3, "home")]


def test_a_trigger_that_waits_moves_nothing_that_would_happen_anyway() -> None:
    following = scenario(when={Presence.LOCKED: AWAY})
    waiting = command(following, Presence.LOCKED)
    waiting = waiting.replanned(1001.5, following.until("lose", waiting.plan[1:], 0.0))
    assert timed(following.ahead(waiting, Presence.LOCKED, 1001.75, "lose")) == [(2, "tried"), (2, "lost")]
    assert timed(following.ahead(waiting, Presence.ONLINE, 1001.75, "lose")) == [(3.75, "home")]


@pytest.mark.parametrize(
    "more",
    [
        {"stages": (Stage(1, "deliver"),)},
        {"when": {Presence.OFFLINE: (Stage(1, "miss"),)}},
        {"then": {"lose": (Stage(1, "load"),)}},
        {"then": {"explode": ()}},
        {"expiry": Expiry(9, (Stage(0, "lose"), Stage(0, "deliver"))), "stages": ()},
    ],
)
def test_a_walk_that_the_life_cycle_does_not_have_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(IllegalStep):
        scenario(**more).check()
