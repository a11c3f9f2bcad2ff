"""Somebody who uses the mock while its control plane is fuzzed."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest
import requests
from kit import Mock

from fleetmock.callbacks.callbacks import SENDS
from fleetmock_tooling.fuzz.traffic import Traffic, hook

Send = Callable[[int], None]


@pytest.fixture
def send(mock: Mock) -> Iterator[Send]:
    with closing(Traffic(mock.url, "fleetmock", "http://127.0.0.1:9/", mock.namespace.faults.list)) as traffic:

        def repeat(times: int) -> None:
            for _ in range(times):
                traffic()

        yield repeat


def asked(mock: Mock) -> list[str]:
    found = mock.client.get("/__admin/requests").json()["requests"]
    return [each["operationId"] for each in found]


def test_most_requests_look_and_some_create(mock: Mock, send: Send) -> None:
    send(11)
    assert asked(mock) == ["createCommand", *["listDevices"] * 9, "createCommand"]
    (first,) = mock.client.get("/__admin/requests?limit=1").json()["requests"]
    assert first["body"]["postBackUri"] == "http://127.0.0.1:9/"
    assert first["response"]["status"] == 201


def test_there_is_always_a_fault_that_changes_nothing(mock: Mock, send: Send) -> None:
    send(2)
    (fault,) = mock.client.get("/__admin/faults").json()["faults"]
    assert fault["definition"]["delay"] == {"type": "fixed", "milliseconds": 0}
    assert fault["met"] == 2


def test_with_a_real_fault_nobody_asks_for_anything(mock: Mock, send: Send) -> None:
    mock.client.post("/__admin/faults", json={"kind": "unavailable"}).raise_for_status()
    send(3)
    assert asked(mock) == []


def test_the_hook_takes_every_post() -> None:
    with hook() as url:
        assert requests.post(url, json={"status": "completed"}, timeout=5).status_code == 204


def test_the_hook_keeps_many_waiting_at_once() -> None:
    with hook() as url, ExitStack() as stack:
        for _ in range(SENDS):  # the first one holds up the others
            stack.enter_context(socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=0.5))
