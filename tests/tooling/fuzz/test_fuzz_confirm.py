"""A failure is sent again: what does not repeat is flaky, and the exit code is 3."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from recording import Arrived, Recording, recording, reply

from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import LIVE, SMOKE, Profile
from fleetmock_tooling.fuzz.scope import only
from fleetmock_tooling.fuzz.session import run

TOKEN = "s3cret-live-token-1"
# What the toy's document does not speak of is not asked for.
PLAIN = replace(SMOKE, negative=False, unexpected_methods=False, auth_matrix=False)
Answer = Callable[[Arrived, int], tuple[int, Any]]


@contextmanager
def listing(answer: Answer) -> Iterator[Recording]:
    """GET /v9/devices; `answer` is told how often exactly this request was sent before."""
    seen: dict[tuple[str, str | None], int] = {}

    def handle(arrived: Arrived, handler: BaseHTTPRequestHandler) -> None:
        if arrived.headers.get("Authorization") != f"Bearer {TOKEN}":
            reply(handler, 401, {"error": {"code": "no"}}, {"WWW-Authenticate": "Bearer"})
            return
        if arrived.path.partition("?")[0] != "/v9/devices":
            reply(handler, 404, {"error": {"code": "no"}})
            return
        if arrived.method != "GET":
            reply(handler, 405, {"error": {"code": "no"}}, {"Allow": "GET"})
            return
        key = arrived.path, arrived.headers.get("X-Schemathesis-TestCaseId")
        seen[key] = seen.get(key, -1) + 1
        status, body = answer(arrived, seen[key])
        reply(handler, status, body)

    with recording(handle) as server:
        yield server


def code(document: dict[str, Any], answer: Answer, profile: Profile = PLAIN, *, confirm: bool = True) -> int:
    lists = only(document, lambda each: each.template == "/devices")
    lists["paths"]["/devices"]["get"]["parameters"] = []
    options = Options(TOKEN, 1, replace(profile, rate=None), confirm=confirm)
    with listing(answer) as server:
        return run({"toy": lists}, server.url, options, allow_remote=False)


def from_engine(arrived: Arrived) -> bool:
    return "X-Schemathesis-TestCaseId" in arrived.headers


def fails_once(arrived: Arrived, times: int) -> tuple[int, Any]:
    return (500, {"error": {"code": "x"}}) if from_engine(arrived) and times == 0 else (200, {"value": []})


def lies_once(arrived: Arrived, times: int) -> tuple[int, Any]:
    return 200, {"value": 7 if from_engine(arrived) and times == 0 else []}


@pytest.mark.parametrize("profile", [PLAIN, LIVE], ids=lambda each: str(each.name))
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda *_: (200, {"value": []}), 0),
        (lambda *_: (200, {"value": 7}), 1),
        (lies_once, 3),
    ],
    ids=["faithful", "always wrong", "wrong once"],
)
def test_what_does_not_repeat_is_flaky(
    toy_document: dict[str, Any],
    profile: Profile,
    answer: Answer,
    expected: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert code(toy_document, answer, profile) == expected, capsys.readouterr().out


def test_a_server_error_that_does_not_repeat_is_flaky(
    toy_document: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert code(toy_document, fails_once) == 3, capsys.readouterr().out
    assert "Sent again at once, the same request was answered in another way." in capsys.readouterr().out


def test_without_confirmation_it_is_a_failure(toy_document: dict[str, Any]) -> None:
    assert code(toy_document, fails_once, confirm=False) == 1
