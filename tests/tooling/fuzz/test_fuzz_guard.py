import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import requests
from recording import Arrived, Recording, recording, reply

from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.guard import Guard, Rules
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import LIVE, SMOKE
from fleetmock_tooling.fuzz.reading import Limits
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.session import run
from fleetmock_tooling.fuzz.wire import Refused, Wire

COMMANDS = "/v9/devices/dev-0001/commands"


@dataclass
class Guarded:
    """A server, and the guard that stands before it."""

    server: Recording
    guard: Guard
    status: int = 200
    silent: bool = False

    def send(self, method: str, path: str, timeout: float = 5, **how: Any) -> int:
        url = path if path.startswith("http") else self.server.url + path
        return requests.request(method, url, timeout=timeout, **how).status_code


@pytest.fixture
def guarded(toy_document: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[Guarded]:
    """With the rules of the live profile, but without its slowness; the test can change them."""

    def answer(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
        if one.silent:
            time.sleep(0.6)
            handler.close_connection = True
        else:
            reply(handler, one.status, {"value": []})

    with recording(answer) as server:
        base_url = f"{server.url}/v9"
        rules = replace(Rules.of(LIVE, base_url, creates=0), rate=None, **getattr(request, "param", {}))
        guard = Guard(rules, Routes(toy_document, base_url))
        one = Guarded(server, guard)
        wire = Wire(guard.routes, guard, limits=Limits(seconds=0.25, resend=False) if rules.budget == 99 else Limits())
        wire.watch(guard)
        with wire.entered():
            yield one


def test_what_is_on_the_list_goes_out(guarded: Guarded) -> None:
    assert guarded.send("GET", "/v9/devices?limit=3") == 200
    assert guarded.guard.strays == []
    assert guarded.guard.stopped is None


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "POST", "OPTIONS", "TRACE", "QUERY"])
def test_another_method_is_held_back(guarded: Guarded, method: str) -> None:
    with pytest.raises(Refused, match=f"{method} is not allowed"):
        guarded.send(method, COMMANDS)
    assert guarded.server.arrived == []
    assert len(guarded.guard.strays) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.2:{port}/v9/devices",
        "http://127.0.0.1:1/v9/devices",
        "https://127.0.0.1:{port}/v9/devices",
        "http://localhost:{port}/v9/devices",
        "http://evil.invalid/v9/devices",
        "http://127.0.0.1:{port}@evil.invalid/v9/devices",
    ],
)
def test_another_host_port_or_scheme_is_held_back(guarded: Guarded, url: str) -> None:
    with pytest.raises(Refused, match="another host"):
        guarded.send("GET", url.format(port=guarded.server.url.rpartition(":")[2]))
    assert guarded.server.connections == 0
    assert guarded.guard.strays[0].startswith("GET ")


@pytest.mark.parametrize("path", ["/", "/v9", "/v9/devices/dev-0001", "/v8/devices", "/v9/devices/a/commands/b/wipe"])
def test_a_path_that_no_operation_has_is_held_back(guarded: Guarded, path: str) -> None:
    with pytest.raises(Refused, match="no operation"):
        guarded.send("GET", path)
    assert guarded.server.arrived == []


def test_what_schemathesis_asks_for_itself_is_held_back_without_a_word(guarded: Guarded) -> None:
    with pytest.raises(Refused):
        guarded.send("GET", "/v9", headers={"X-Schemathesis-Probe": "Supports NULL byte in headers"})
    assert guarded.guard.strays == []


@pytest.mark.parametrize("guarded", [{"creates": 2}], indirect=True)
def test_so_many_creations_go_out_as_were_allowed(guarded: Guarded) -> None:
    assert [guarded.send("POST", COMMANDS) for _ in range(2)] == [200, 200]
    with pytest.raises(Refused, match="2 requests that create"):
        guarded.send("POST", COMMANDS)
    assert not guarded.guard.allows(Request("POST", guarded.server.url + COMMANDS, {}, None))
    assert guarded.send("GET", "/v9/devices") == 200
    assert len(guarded.server.arrived) == 3
    assert guarded.guard.strays == []
    with pytest.raises(Refused, match="DELETE is not allowed"):
        guarded.send("DELETE", COMMANDS)


@pytest.mark.parametrize("guarded", [{"budget": 3}], indirect=True)
def test_a_spent_budget_ends_the_run(guarded: Guarded) -> None:
    for _ in range(3):
        guarded.send("GET", "/v9/devices")
    with pytest.raises(Refused, match="budget of 3"):
        guarded.send("GET", "/v9/devices")
    assert guarded.guard.stopped == "the budget of 3 requests is spent"
    assert len(guarded.server.arrived) == 3


def test_the_first_429_ends_the_run(guarded: Guarded) -> None:
    guarded.status = 429
    guarded.send("GET", "/v9/devices")
    with pytest.raises(Refused, match="429"):
        guarded.send("GET", "/v9/devices")
    assert len(guarded.server.arrived) == 1


def test_a_burst_of_server_errors_ends_the_run_and_a_few_do_not(guarded: Guarded) -> None:
    for status in [500, 503, 200, 200, 200, 200, 200, 500, 500]:
        guarded.status = status
        guarded.send("GET", "/v9/devices")
    assert guarded.guard.stopped is None
    guarded.send("GET", "/v9/devices")
    assert guarded.guard.stopped == "5 of the last 10 answers were server errors"


@pytest.mark.parametrize("guarded", [{"budget": 99}, {"budget": 99, "guarded": False, "methods": None}], indirect=True)
def test_an_endpoint_that_hangs_is_given_up_under_every_profile(guarded: Guarded) -> None:
    guarded.silent = True
    for _ in range(5):
        with pytest.raises(requests.Timeout):
            guarded.send("GET", "/v9/devices", timeout=60)
    with pytest.raises(Refused, match="the endpoint hangs: 5 requests"):
        guarded.send("GET", "/v9/devices")
    assert len(guarded.server.arrived) == 5


@pytest.mark.parametrize("guarded", [{"budget": 99}], indirect=True)
def test_an_answer_in_between_starts_the_count_again(guarded: Guarded) -> None:
    for silent in [True, True, True, True, False, True]:
        guarded.silent = silent
        try:
            guarded.send("GET", "/v9/devices")
        except requests.Timeout:
            continue
    assert guarded.guard.stopped is None


def test_requests_keep_their_distance(toy_document: dict[str, Any]) -> None:
    waits: list[float] = []

    def answer(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, 200, {"value": []})

    with recording(answer) as server:
        guard = Guard(Rules(server.url, rate=0.5), Routes(toy_document, server.url), waits.append)
        with Wire(guard.routes, guard).entered():
            for _ in range(3):
                requests.get(server.url, timeout=5)
    assert len(waits) == 2
    assert all(1.5 < each <= 2 for each in waits)


def test_when_the_run_is_over_only_what_takes_back_goes_out(guarded: Guarded) -> None:
    guarded.guard.stop("enough")
    url = f"{guarded.server.url}{COMMANDS}/cmd-1/cancel"
    guarded.guard.close([("POST", url)])
    with pytest.raises(Refused, match="over"):
        guarded.send("GET", "/v9/devices")
    assert guarded.send("POST", url) == 200
    assert guarded.server.lines == [f"POST {COMMANDS}/cmd-1/cancel"]


def test_an_endpoint_that_stops_answering_ends_a_whole_run_as_a_failure(
    toy_document: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    def silent_after_twenty(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
        if len(server.arrived) > 20:
            time.sleep(0.6)
            handler.close_connection = True
        else:
            reply(handler, 200, {"value": []})

    with recording(silent_after_twenty) as server:
        options = Options("a-token", 1, replace(SMOKE, timeout=0.25))
        code = run({"toy": toy_document}, server.url, options, allow_remote=False)
    assert code == 1
    assert "The endpoint does not answer any more" in capsys.readouterr().out
    assert len(server.arrived) < 40
