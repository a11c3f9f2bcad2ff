import json
from typing import Any

import pytest
from asked import APPLE, COMMANDS, HEADERS, LAUNCH, Asked

from fleetmock.journal.pattern import Pattern
from fleetmock.journal.view import NOTHING, View

SECRET = "hunter2-xyz"


@pytest.fixture(scope="module")
def once() -> Asked:
    return Asked()


@pytest.fixture
def asked(once: Asked) -> Asked:
    once.app.namespaces.reset("default")
    return once


def shown(asked: Asked) -> Any:
    """As it would be on the wire."""
    return json.loads(json.dumps(View(asked.last).shown("x")))


def test_an_entry_says_what_was_asked_and_answered(asked: Asked) -> None:
    answer = asked("POST", f"/ns/one{COMMANDS}?a=1&a=2&b", json=LAUNCH)
    (entry,) = asked.app.namespaces.get("one").journal.find(Pattern())[-1:]
    record = View(entry).shown("one")
    assert record.pop("durationMs") >= 0
    assert record.pop("receivedAt").endswith("Z")
    assert (
        record.pop("headers").items()
        >= {
            "authorization": "Bearer [redacted]",
            "content-type": "application/json",
            "host": "mock.test",
        }.items()
    )
    assert record.pop("response") == {
        "status": 201,
        "headers": {name: answer.headers[name] for name in answer.headers if name != "content-length"},
        "body": answer.json(),
    }
    assert record == {
        "id": answer.headers["request-id"],
        "sequence": 1,
        "namespace": "one",
        "time": "2026-09-21T14:13:20.000Z",
        "method": "POST",
        "path": COMMANDS,
        "url": f"http://mock.test/ns/one{COMMANDS}?a=1&a=2&b",
        "query": {"a": ["1", "2"], "b": [""]},
        "body": LAUNCH,
        "api": "msgraph",
        "operationId": "createCommand",
        "parameters": {"device-id": COMMANDS.split("/")[4]},
        "notes": [],
    }


def test_what_no_operation_took_has_no_operation(asked: Asked) -> None:
    asked("GET", "/beta/nowhere")
    assert shown(asked).keys().isdisjoint({"operationId", "parameters", "body"})
    assert shown(asked)["api"] == "msgraph"
    asked("GET", "/nowhere")
    assert "api" not in shown(asked)


def test_a_refusal_says_which_and_where(asked: Asked) -> None:
    asked("POST", APPLE, json={"Message": "x"})
    assert shown(asked)["refusal"] == {
        "condition": "INVALID_REQUEST",
        "detail": 'body: "RequestType" is a required property',
        "problems": [{"place": "body", "pointer": "", "reason": '"RequestType" is a required property'}],
    }


def test_bodies_that_are_no_json_are_text(asked: Asked) -> None:
    asked("POST", COMMANDS, content=b"\xff<xml/>", headers={"content-type": "application/json"})
    assert shown(asked)["body"] == "\N{REPLACEMENT CHARACTER}<xml/>"


def test_a_body_that_was_cut_is_text_and_says_so(asked: Asked) -> None:
    asked("POST", COMMANDS, json=LAUNCH | {"note": "x" * 70_000})
    record = shown(asked)
    assert record["bodyTruncated"]
    assert record["body"].startswith('{"type":"LaunchUri"')
    assert len(record["body"]) == 64 * 1024
    assert "bodyTruncated" not in record["response"]


@pytest.mark.parametrize("depth", [101, 500, 5000])
def test_a_body_that_is_too_deep_is_text(asked: Asked, depth: int) -> None:
    sent = b'{"a":' * depth + b"1" + b"}" * depth
    asked("POST", COMMANDS, content=sent, headers={"content-type": "application/json"})
    assert shown(asked)["body"] == sent.decode()


def test_a_json_null_is_a_body(asked: Asked) -> None:
    asked("POST", COMMANDS, content=b"null", headers={"content-type": "application/json"})
    assert shown(asked)["body"] is None
    asked("GET", "/beta/me/devices")
    assert View(asked.last).body is NOTHING


def test_paths_that_are_no_text_can_be_shown(asked: Asked) -> None:
    asked("GET", "/beta/me/devices/%ff%fe/commands?%ff=%fe")
    assert shown(asked)["parameters"] == {"device-id": "\N{REPLACEMENT CHARACTER}" * 2}
    assert shown(asked)["path"] == "/beta/me/devices/%ff%fe/commands"


@pytest.mark.parametrize(
    "request_",
    [
        {"headers": {"authorization": f"Bearer {SECRET}"}},
        {"headers": {"cookie": f"session={SECRET}", "x-api-key": SECRET, "proxy-authorization": f"Basic {SECRET}"}},
        {"headers": {"prefer": f"token={SECRET}"}},
        {"params": {"access_token": SECRET, "next": f"/?password={SECRET}"}},
        {"json": LAUNCH | {"password": SECRET, "nested": [{"clientSecret": SECRET}]}},
        {"json": LAUNCH | {"password": SECRET, "note": SECRET}},
        {"json": {"type": SECRET, "token": SECRET}},
        {"json": {"type": "LaunchUri", "payload": {"uri": f"http://user:{SECRET}@host.test/?token={SECRET}"}}},
        {"json": {"type": "LaunchUri", "payload": {"token": SECRET, "uri": SECRET}}},
        {"json": {"type": "LaunchUri", "payload": {"uri": 7, "token": [SECRET]}}},
        {"json": {"type": {"password": SECRET}}},
        {"content": b'{"password": "' + SECRET.encode(), "headers": {"content-type": "application/json"}},
        {"content": b"password=" + SECRET.encode() + b"&a=1"},
        {"json": {"note": "x" * 70_000, "password": SECRET}},
        {"json": {"note": "x" * 65_480, "password": SECRET + "y" * 5000}},
        {"content": b'{"password": "' + SECRET.encode() + b'", "a":' + b"[" * 900 + b"]" * 900 + b"}"},
    ],
)
def test_no_secret_is_shown(asked: Asked, request_: dict[str, Any]) -> None:
    asked("POST", COMMANDS, **{"headers": HEADERS} | request_)
    record = shown(asked)
    assert SECRET not in json.dumps(record)
    assert "[redacted]" in json.dumps(record) or record.get("bodyTruncated")


def test_a_message_that_quotes_a_secret_does_not_show_it(asked: Asked) -> None:
    """The reason is about the value, and a validator quotes values."""
    asked("POST", APPLE, json={"RequestType": "x", "UnlockToken": SECRET, "secretName": {"RequestType": SECRET}})
    assert SECRET not in json.dumps(shown(asked))
    aosp = "/v1/organizations/acme/mdm/aosp/enterprise/devices/507f1f77bcf86cd799439021/commands"
    answer = asked("POST", aosp, json={"command": "RESET_PASSWORD", "params": ["password", SECRET]})
    assert answer.status_code == 400
    answer = asked("POST", aosp, json={"command": {"password": SECRET}})
    assert SECRET in answer.text  # the validator does quote it
    assert SECRET not in json.dumps(shown(asked))


def test_a_reason_that_is_about_a_secret_is_one(asked: Asked) -> None:
    asked("GET", "/beta/me/devices")
    reason = '"abc" is too short'
    entry = asked.last._replace(
        packed_refusal=("INVALID_REQUEST", f"body /params/password: {reason}", (("body", "/params/password", reason),)),
        payload=json.dumps({"error": {"message": f"body /params/password: {reason}"}}).encode(),
    )
    record = View(entry).shown("default")
    assert "abc" not in json.dumps(record)
    assert record["refusal"]["problems"][0]["pointer"] == "/params/password"


def test_notes_and_faults_are_shown_as_others_wrote_them(asked: Asked) -> None:
    asked("GET", "/beta/me/devices", headers={"prefer": "unheard-of=1, token=abcdef"})
    notes = shown(asked)["notes"]
    assert any("unheard-of=1" in each for each in notes)
    assert "abcdef" not in "".join(notes)
