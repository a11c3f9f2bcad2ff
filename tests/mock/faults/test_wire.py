"""Answers that break on their way, on a real socket and in this process."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from kit import NOON, Mock
from wires import COMMANDS, DEVICES, GET, POST, created, pieces, received

from fleetmock.app import create_app
from fleetmock.contract.middleware import Application
from fleetmock.faults import wire
from fleetmock.faults.connection import BrokenOff
from fleetmock.fleet.clock import Clock
from fleetmock.settings import Settings


def head_and_body(raw: bytes) -> tuple[int, int, bytes]:
    """Status, announced length and what came of it."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
    return int(lines[0].split()[1]), length, body


def test_a_reset_connection_is_reset_and_the_handler_has_run(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "reset"})
    with pytest.raises(ConnectionResetError):
        received(mock, POST)
    mock.namespace.faults.clear()
    assert created(mock) == 1


def test_an_empty_reply_is_a_closed_connection_without_a_byte(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "empty"})
    assert received(mock, POST) == b""
    mock.namespace.faults.clear()
    assert created(mock) == 1


@pytest.mark.parametrize("kind", ["reset", "empty"])
def test_before_the_handler_nothing_is_stored(mock: Mock, kind: str) -> None:
    mock.namespace.faults.add({"kind": kind, "before": True, "match": {"method": "POST"}})
    with pytest.raises(httpx.TransportError):
        mock.client.post(COMMANDS, json={"type": "LaunchUri", "payload": {"uri": "http://bing.com"}})
    assert created(mock) == 0


@pytest.mark.parametrize("kind", ["reset", "empty", "truncate"])
def test_the_mock_goes_on_after_a_broken_connection(mock: Mock, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    mock.namespace.faults.add({"kind": kind, "match": {"times": 3}})
    for _ in range(3):
        with pytest.raises(httpx.TransportError):
            mock.client.get(DEVICES)
    assert mock.client.get(DEVICES).status_code == 200
    assert capfd.readouterr().err == ""


def test_what_was_sent_ahead_on_a_broken_connection_is_not_answered(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "empty", "match": {"operationId": "listDevices", "times": 1}})
    assert received(mock, GET + POST) == b""


def test_a_truncated_body_ends_in_its_middle(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "truncate"})
    status, length, body = head_and_body(received(mock, GET))
    assert (status, len(body)) == (200, length // 2)


@pytest.mark.parametrize(("size", "left"), [(7, 0), (0, 0), (10_000, 1)])
def test_a_truncated_body_is_never_whole(mock: Mock, size: int, left: int) -> None:
    mock.namespace.faults.add({"kind": "truncate", "bytes": size})
    _, length, body = head_and_body(received(mock, GET))
    assert len(body) == (length - left if left else size)


def test_garbage_is_as_long_as_announced_and_no_text(mock: Mock) -> None:
    good = mock.client.get(DEVICES)
    mock.namespace.faults.add({"kind": "garbage"})
    response = mock.client.get(DEVICES)
    assert (response.status_code, len(response.content)) == (200, len(good.content))
    assert response.headers["content-type"] == good.headers["content-type"]
    with pytest.raises(UnicodeDecodeError):
        response.content.decode()
    assert mock.client.get(DEVICES).content != response.content


def test_a_drip_comes_in_many_pieces_at_its_pace(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "drip", "bytesPerSecond": 1500})
    close = GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    came = list(pieces(mock, close))
    status, length, body = head_and_body(b"".join(piece for _, piece in came))
    assert (status, len(body)) == (200, length)
    assert len(came) > 4
    last = came[-1][0]
    assert length / 1500 <= last < length / 1500 + 2
    half = next(when for when, _ in came if when > last / 3)
    assert half < last


def test_a_drip_does_not_go_on_for_ever(mock: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "DRIP_SECONDS", 0.2)
    mock.namespace.faults.add({"kind": "drip", "bytesPerSecond": 10})
    began = time.monotonic()
    assert len(mock.client.get(DEVICES).json()["value"]) == 3
    assert time.monotonic() - began < 5


def test_a_drip_ends_when_the_client_leaves(mock: Mock) -> None:
    mock.namespace.faults.add({"kind": "drip", "bytesPerSecond": 20})
    came = pieces(mock, GET)
    assert next(came)[1].startswith(b"HTTP/1.1 200")
    came.close()
    deadline = time.monotonic() + 5
    while not len(mock.namespace.journal) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(mock.namespace.journal) == 1, "the request is over, long before its 30 seconds"


@asynccontextmanager
async def in_process() -> AsyncIterator[tuple[Application, httpx.AsyncClient]]:
    app = create_app(Settings(log_format="off"), Clock(frozen_at=NOON))
    transport = httpx.ASGITransport(app=app)
    headers = {"authorization": "Bearer fleetmock"}
    async with httpx.AsyncClient(transport=transport, base_url="http://mock.test", headers=headers) as client:
        await client.get(DEVICES)  # connexion compiles at the first request
        yield app, client


@pytest.mark.parametrize(
    ("kind", "why"),
    [("reset", "was reset"), ("empty", "without an answer"), ("truncate", "after 301 of 603 bytes")],
)
def test_without_a_socket_a_broken_connection_is_an_error_and_in_the_journal(kind: str, why: str) -> None:
    async def attempt() -> int:
        async with in_process() as (app, client):
            app.namespace.faults.add({"kind": kind})
            with pytest.raises(BrokenOff, match=why):
                await client.get(DEVICES)
            return len(app.namespace.journal)

    assert asyncio.run(attempt()) == 2


def test_without_a_socket_garbage_and_drips_are_answers() -> None:
    async def attempt() -> tuple[httpx.Response, httpx.Response]:
        async with in_process() as (app, client):
            app.namespace.faults.add({"kind": "garbage", "match": {"times": 1}})
            garbage = await client.get(DEVICES)
            app.namespace.faults.clear()
            app.namespace.faults.add({"kind": "drip", "bytesPerSecond": 6000})
            return garbage, await client.get(DEVICES)

    garbage, drip = asyncio.run(attempt())
    assert garbage.content[:1] == b"\xff"
    assert len(drip.json()["value"]) == 3
