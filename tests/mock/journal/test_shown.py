from typing import Any

import pytest
from asked import COMMANDS, LAUNCH, Asked

from fleetmock.journal import shown


@pytest.fixture
def asked() -> Asked:
    made = Asked(journal=4)
    for method, path in (
        ("GET", "/x"),
        ("GET", "/beta/me/devices"),
        ("GET", "/me/devices"),
        ("PUT", "/beta/me/devices"),
    ):
        made(method, path)
    made("POST", COMMANDS, json=LAUNCH)
    return made


def test_the_newest_that_fit_the_oldest_first(asked: Asked) -> None:
    found = shown.found(asked.journal, {}, 2)
    assert [each["sequence"] for each in found["requests"]] == [4, 5]
    assert found["meta"] == {"total": 4, "dropped": 1}
    assert [each["sequence"] for each in shown.found(asked.journal, {"method": "GET"}, 9)["requests"]] == [2, 3]


def test_a_count_says_what_is_no_longer_there(asked: Asked) -> None:
    assert shown.counted(asked.journal, {"status": 200}) == {"count": 1, "dropped": 1}


def test_one_request(asked: Asked) -> None:
    assert shown.request(asked.journal, asked.last)["operationId"] == "createCommand"


def test_what_nobody_took_and_what_was_meant(asked: Asked) -> None:
    missed = shown.unmatched(asked.journal, 10)
    assert missed["meta"] == {"total": 2, "dropped": 1}
    assert [each["request"]["sequence"] for each in missed["requests"]] == [3, 4]
    assert missed["requests"][0]["nearest"][0] == {
        "api": "msgraph",
        "operationId": "listDevices",
        "method": "GET",
        "path": "/beta/me/devices",
        "differences": ["the base path /beta is missing"],
    }
    assert missed["requests"][1]["nearest"][0]["differences"] == ["the method is PUT, the operation takes GET"]


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({"params": {"x": "y" * 8192}}, "URI_TOO_LONG"),
        ({"headers": [("host", "a"), ("host", "b")]}, "header host: must not be given twice"),
    ],
)
def test_what_fits_an_operation_and_did_not_get_there(request_: dict[str, Any], why: str) -> None:
    asked = Asked()
    asked("GET", "/beta/me/devices", **request_)
    (missed,) = shown.unmatched(asked.journal, 10)["requests"]
    assert missed["nearest"][0]["operationId"] == "listDevices"
    assert missed["nearest"][0]["differences"] == [
        f"method and path fit; it was refused before any operation saw it: {why}"
    ]
