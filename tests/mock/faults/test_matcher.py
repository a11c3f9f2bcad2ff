from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from fleetmock.faults.matcher import Match
from fleetmock.fleet.world import Device


@dataclass(frozen=True)
class Target:
    api: str = "msgraph"
    id: str = "createCommand"
    method: str = "POST"


SURFACE = Device("applivery-apple", "device", "507f1f77bcf86cd799439014", aliases=("C39XK1ABCDEF",))


@pytest.mark.parametrize(
    ("wire", "fits"),
    [
        ({}, True),
        ({"api": "msgraph", "operationId": "createCommand", "method": "POST"}, True),
        ({"api": "applivery-apple"}, False),
        ({"operationId": "getCommand"}, False),
        ({"method": "GET"}, False),
    ],
)
def test_every_member_narrows(*, wire: dict[str, Any], fits: bool) -> None:
    assert Match.parse(wire).fits(Target()) is fits


@pytest.mark.parametrize(
    ("device", "concerned"),
    [
        (None, True),
        ("507F1F77BCF86CD799439014", True),
        ("c39xk1abcdef", True),
        ("C39XK1", False),
    ],
)
def test_a_device_is_known_by_any_of_its_names(*, device: str | None, concerned: bool) -> None:
    assert Match.parse({"device": device} if device else {}).concerns(lambda: [SURFACE]) is concerned


def test_a_request_that_is_about_no_device_concerns_none() -> None:
    assert not Match.parse({"device": "C39XK1ABCDEF"}).concerns(list)


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - reproducible on purpose, nothing secret


def struck(wire: dict[str, Any], requests: int, seed: int = 0) -> list[int]:
    """The numbers of the requests that are hit."""
    match, random, hit = Match.parse(wire), seeded(seed), list[int]()
    for number in range(1, requests + 1):
        if match.strikes(number, len(hit), random):
            hit.append(number)
    return hit


def test_nth_is_that_request_alone_or_so_many_from_it_on() -> None:
    assert struck({}, 4) == [1, 2, 3, 4]
    assert struck({"nth": 3}, 6) == [3]
    assert struck({"nth": 2, "times": 3}, 6) == [2, 3, 4]
    assert struck({"times": 2}, 6) == [1, 2]


def test_a_probability_hits_so_many_and_the_same_ones_for_a_seed() -> None:
    hit = struck({"probability": 0.25}, 4000)
    assert len(hit) == pytest.approx(1000, rel=0.1)
    assert hit == struck({"probability": 0.25}, 4000)
    assert hit != struck({"probability": 0.25}, 4000, seed=1)
    assert struck({"probability": 0}, 100) == []
    assert struck({"probability": 1}, 3) == [1, 2, 3]
