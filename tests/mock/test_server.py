"""The mock as a process: ports, signals, what it prints."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from fleetmock.server import CannotListen, ThreadedServer, bind, url_of
from fleetmock.settings import Settings

COMMANDS = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"
CALLED_BACK = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}, "postBackUri": "http://elsewhere.example/"}
FLEETMOCK = [sys.executable, "-m", "fleetmock_tooling", "serve", "--port", "0"]


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """The process and the lines it printed up to `listening on`."""
    with subprocess.Popen(
        [*FLEETMOCK, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("listening on"):
                break
        try:
            yield process, lines
        finally:
            process.kill()


def test_it_prints_routes_ids_and_a_request_that_works() -> None:
    with running() as (_, lines):
        assert "  GET   /beta/me/devices" in lines
        assert any("507f1f77bcf86cd799439012" in line and "acme" in line for line in lines)
        curl = next(line for line in lines if "curl" in line).split("'")
        header, url = curl[1].split(": "), curl[-1].split()[-1] if len(curl) == 3 else curl[3]
        assert httpx.get(url, headers={header[0]: header[1]}).status_code == 200
        assert re.fullmatch(r"listening on http://127\.0\.0\.1:\d+", lines[-1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_even_with_a_connection_open(number: signal.Signals) -> None:
    with running() as (process, lines), httpx.Client() as client:
        client.get(lines[-1].removeprefix("listening on ") + "/beta/me/devices")
        began = time.monotonic()
        process.send_signal(number)
        assert process.wait(10) == 0
        assert time.monotonic() - began < 5  # two seconds are promised; the rest is for a busy machine
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_flags_can_be_given_in_the_environment() -> None:
    with running(FLEETMOCK_TOKEN="other", FLEETMOCK_LOG_FORMAT="json") as (process, lines):
        url = lines[-1].removeprefix("listening on ")
        assert httpx.get(f"{url}/beta/me/devices", headers={"authorization": "Bearer other"}).status_code == 200
        assert httpx.get(f"{url}/beta/me/devices", headers={"authorization": "Bearer fleetmock"}).status_code == 401
        process.terminate()
        assert process.stderr is not None
        first = process.stderr.readline()
        assert '"status":200' in first
        assert "other" not in first


def test_only_the_apis_asked_for_are_served() -> None:
    with running("applivery-aosp") as (_, lines):
        url = lines[-1].removeprefix("listening on ")
        assert not any("/beta" in line for line in lines)
        assert httpx.get(f"{url}/beta/me/devices").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["msgraf"], "there is no API named 'msgraf'"),
        (["--port", "70000"], "70000"),
        (["--auth", "maybe"], "maybe"),
        (["--nonsense"], "--nonsense"),
        (["--workers", "2"], "a state, in memory or in a file, belongs to one process"),
        (["--workers", "2", "--state", "sqlite:never.db"], "a state, in memory or in a file, belongs to one process"),
        (["--host", "host.invalid"], "cannot listen on host.invalid"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(arguments: list[str], message: str) -> None:
    done = subprocess.run([*FLEETMOCK, *arguments], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"cannot listen on 127.0.0.1 port {port}: Address already in use"):
            bind("127.0.0.1", port)


def test_an_ipv6_address_is_bracketed() -> None:
    try:
        bound = bind("::1", 0)
    except CannotListen:
        pytest.skip("no IPv6 on this machine")
    with bound:
        assert re.fullmatch(r"http://\[::1\]:\d+", url_of(bound))


def test_on_an_address_that_others_reach_the_control_plane_asks_for_a_token_that_is_printed() -> None:
    with running("--host", "0.0.0.0") as (_, lines):  # noqa: S104 - it is what the test is about
        assert re.search(r"/__admin  token [\w-]{20,}$", "\n".join(lines), re.MULTILINE)
    with running() as (_, lines):
        assert re.search(r"/__admin$", "\n".join(lines), re.MULTILINE)


def test_a_threaded_server_is_gone_when_its_block_ends() -> None:
    with ThreadedServer(Settings(port=0, log_format="off")) as server:
        assert httpx.get(f"{server.url}/beta/me/devices").status_code == 401
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url)


def test_work_for_a_threaded_server_is_done_where_it_does_its_own() -> None:
    async def work(seconds: float) -> str:
        await asyncio.sleep(seconds)
        return threading.current_thread().name

    with ThreadedServer(Settings(port=0, log_format="off")) as server:
        assert server.run(work(0), 5) not in {threading.current_thread().name, ""}
        with pytest.raises(TimeoutError):
            server.run(work(60), 0.01)


@pytest.mark.parametrize("log_format", ["json", "pretty", "off"])
def test_a_problem_has_the_form_of_the_other_lines(log_format: str) -> None:
    with running("msgraph", "--callbacks", "loopback", FLEETMOCK_LOG_FORMAT=log_format) as (process, lines):
        url = lines[-1].removeprefix("listening on ")
        answer = httpx.post(url + COMMANDS, json=CALLED_BACK, headers={"authorization": "Bearer fleetmock"})
        assert answer.status_code == 201
        process.terminate()
        assert process.stderr is not None
        said = process.stderr.read().splitlines()
    (problem,) = [each for each in said if "gets no callbacks" in each]
    if log_format == "json":
        assert json.loads(problem)["level"] == "warning"
        assert all(isinstance(json.loads(each), dict) for each in said)
    else:
        assert problem.startswith(f"command {answer.json()['id']}")
    assert len(said) == (1 if log_format == "off" else 2)
