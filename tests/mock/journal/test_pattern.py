from typing import Any

import orjson
import pytest
from asked import APPLE, COMMANDS, LAUNCH, SURFACE, Asked

from fleetmock.errors import Condition, Refusal
from fleetmock.journal.pattern import Pattern

BULK = "/v1/organizations/acme/mdm/apple/enterprise/commands/device"


@pytest.fixture(scope="module")
def asked() -> Asked:
    """Requests 1 to 7."""
    made = Asked()
    made("GET", "/beta/me/devices?$top=2&$count=true&tag=a&tag=b", headers={"x-test": "one two"})
    created = made("POST", COMMANDS, json=LAUNCH).json()
    made.clock.advance(10)
    made("GET", f"{COMMANDS}/{created['id']}", headers={"prefer": 'variant="casing=pascal"'})
    made("POST", APPLE, json={"RequestType": "DeviceLock", "Message": "x"})
    made("POST", BULK, json={"command": {"RequestType": "DeviceLock"}, "targetIds": ["F9FXK7ABCPQR"]})
    made("GET", "/beta/me/device")
    made("POST", COMMANDS, content=b"not json", headers={"content-type": "application/json"})
    return made


def found(asked: Asked, wire: dict[str, Any]) -> list[int]:
    return [each.sequence for each in asked.journal.find(Pattern.of(wire))]


@pytest.mark.parametrize(
    ("wire", "sequences"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"method": "POST"}, [2, 4, 5, 7]),
        ({"method": "post"}, []),
        ({"path": "/beta/me/devices"}, [1]),
        ({"pathPattern": "/beta/me/devices?"}, [1, 6]),
        ({"pathPattern": "/beta"}, []),
        ({"operationId": "createCommand"}, [2, 4, 7]),
        ({"operationId": "createCommand", "api": "msgraph"}, [2, 7]),
        ({"api": "applivery-apple"}, [4, 5]),
        ({"status": 201}, [2]),
        ({"unmatched": True}, [6]),
        ({"unmatched": False, "method": "GET"}, [1, 3]),
        ({"after": 5}, [6, 7]),
        ({"since": "2026-09-21T14:13:29.999Z"}, [3, 4, 5, 6, 7]),
        ({"since": "2026-09-21T16:13:30+02:00"}, [3, 4, 5, 6, 7]),
        ({"since": "2026-09-21T14:13:30.001"}, []),
        ({"query": {"$top": "2"}}, [1]),
        ({"query": {"tag": "b", "$count": {"matches": "t.*"}}}, [1]),
        ({"query": {"tag": "c"}}, []),
        ({"query": {"$top": {"absent": True}}, "method": "GET"}, [3, 6]),
        ({"headers": {"X-Test": {"contains": "one"}}}, [1]),
        ({"headers": {"prefer": {"absent": False}}}, [3]),
        ({"bodyMatches": {"RequestType": "DeviceLock"}}, [4]),
        ({"bodyMatches": {"command": {"RequestType": "DeviceLock"}, "targetIds": ["F9FXK7ABCPQR"]}}, [5]),
        ({"bodyMatches": None}, []),
        ({"bodyMatches": "not json"}, [7]),
        ({"device": SURFACE.rpartition("/")[2]}, [2, 3, 7]),
        ({"device": "C39XK1ABCDEF"}, [4]),
        ({"device": "F9FXK7ABCPQR"}, [5]),
        ({"limit": 3}, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_members(asked: Asked, wire: dict[str, Any], sequences: list[int]) -> None:
    assert found(asked, wire) == sequences
    assert asked.journal.count(Pattern.of(wire)) == len(sequences)


def test_a_command_is_followed_from_its_creation(asked: Asked) -> None:
    (created,) = asked.journal.find(Pattern.of({"status": 201}))
    assert found(asked, {"command": orjson.loads(created.payload)["id"]}) == [2, 3]


@pytest.mark.parametrize("number", [4, 5])
def test_a_command_in_an_envelope_is_found_too(asked: Asked, number: int) -> None:
    (created,) = asked.journal.find(Pattern.of({"after": number - 1, "operationId": CREATING[number]}))[:1]
    data = orjson.loads(created.payload)["data"]
    assert found(asked, {"command": (data if isinstance(data, dict) else data[0])["id"]}) == [number]


CREATING = {4: "createCommand", 5: "createCommands"}


@pytest.mark.parametrize(
    ("wire", "pointer"),
    [
        ({"pathPattern": "("}, "/pathPattern"),
        ({"headers": {"a/b": {"matches": "("}}}, "/headers/a~1b/matches"),
        ({"query": {"x": {"matches": r"(a)\1"}}}, "/query/x/matches"),
        ({"since": "yesterday"}, "/since"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_pointer(wire: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Refusal) as raised:
        Pattern.of(wire)
    assert raised.value.condition is Condition.UNPROCESSABLE
    assert [each.pointer for each in raised.value.problems] == [pointer]


def test_secrets_cannot_be_guessed_by_searching_for_them(asked: Asked) -> None:
    assert found(asked, {"headers": {"authorization": {"contains": "fleetmock"}}}) == []
    assert found(asked, {"headers": {"authorization": "Bearer [redacted]"}}) == [1, 2, 3, 4, 5, 6, 7]
