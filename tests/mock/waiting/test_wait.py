"""POST /wait on a real socket, while somebody else makes it happen."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from kit import NOON, Mock

from fleetmock.app import create_app
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

COMMANDS = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"


def send(mock: Mock, prefix: str = "") -> str:
    body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
    return str(mock.client.post(prefix + COMMANDS, json=body).json()["id"])


def waiting(mock: Mock, number: int = 1, namespace: str = "default") -> None:
    """Until so many wait."""
    waiters = mock.app.namespaces.get(namespace).waiters
    until(lambda: waiters._waiting == number)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@contextlib.contextmanager
def asking(mock: Mock, path: str = "/__admin/wait", **body: Any) -> Iterator["Future[httpx.Response]"]:
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(httpx.post, mock.url + path, json=body, timeout=60)


def wait(mock: Mock, **body: Any) -> dict[str, Any]:
    response = mock.client.post("/__admin/wait", json=body)
    assert response.status_code == 200, response.text
    return dict(response.json())


def test_a_command_is_waited_for_instead_of_slept_for(mock: Mock) -> None:
    command = send(mock)
    with asking(mock, command={"id": command, "state": "completed"}, timeout=60) as answer:
        waiting(mock)
        mock.client.post("/__admin/clock/advance", json={"seconds": 60})
        result = answer.result(10).json()
    assert result["met"] is True
    assert result["command"]["reachedAt"] == "2026-09-21T14:13:21.600Z"


def test_requests_are_waited_for(mock: Mock) -> None:
    send(mock)
    wanted = {"pattern": {"operationId": "createCommand"}, "count": 2}
    with asking(mock, requests=wanted, timeout=60) as answer:
        waiting(mock)
        mock.client.get(COMMANDS)
        assert not answer.done()
        send(mock)
        result = answer.result(10).json()
    assert (result["met"], result["count"]) == (True, 2)


def test_those_of_another_namespace_do_not_count(mock: Mock) -> None:
    wanted = {"pattern": {"operationId": "createCommand"}}
    with asking(mock, "/ns/one/__admin/wait", requests=wanted, timeout=60) as answer:
        waiting(mock, namespace="one")
        send(mock, "/ns/two")
        send(mock)
        assert wait(mock, requests=wanted)["met"]
        assert not answer.done()
        send(mock, "/ns/one")
        assert answer.result(10).json()["met"]


def test_callbacks_are_not_waited_for_in_vain_without_a_word(mock: Mock) -> None:
    result = wait(mock, callbacks={}, timeout=0.05)
    assert (result["met"], result["reason"], result["count"]) == (False, "timeout", 0)
    assert result["detail"] == "0 of 1 callbacks came. The mock was started without --callbacks, so it sends none."


def test_a_reset_ends_it(mock: Mock) -> None:
    with asking(mock, command={"id": send(mock)}, timeout=60) as answer:
        waiting(mock)
        mock.client.post("/__admin/reset")
        assert answer.result(10).json()["reason"] == "closed"


def test_the_end_of_the_mock_ends_it() -> None:
    clock = Clock(frozen_at=NOON)
    settings = Settings(port=0, log_format="off")
    app = create_app(settings, clock)
    with ThreadPoolExecutor(1) as pool:
        with ThreadedServer(settings, app) as server, httpx.Client(base_url=server.url) as client:
            mock = Mock(server.url, client, clock, app)
            body = {"requests": {"pattern": {}, "count": 9}, "timeout": 60}
            answer = pool.submit(httpx.post, f"{server.url}/__admin/wait", json=body, timeout=60)
            waiting(mock)
            began = time.monotonic()
        assert answer.result(10).json()["reason"] == "closed"
    assert time.monotonic() - began < 3


def test_a_client_that_leaves_waits_no_longer(mock: Mock) -> None:
    with socket.create_connection(("127.0.0.1", int(mock.url.rpartition(":")[2]))) as client:
        body = b'{"requests": {"pattern": {}, "count": 9}, "timeout": 60}'
        head = b"POST /__admin/wait HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        client.sendall(head % len(body) + body)
        waiting(mock)
    waiting(mock, 0)


def test_many_wait_at_the_same_time_and_one_too_many_is_refused(mock: Mock) -> None:
    wanted = {"pattern": {"method": "GET", "path": COMMANDS}}
    answers = list[httpx.Response]()

    def ask() -> None:
        answers.append(httpx.post(f"{mock.url}/__admin/wait", json={"requests": wanted, "timeout": 60}, timeout=60))

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for each in threads:
        each.start()
    waiting(mock, 100)
    refused = mock.client.post("/__admin/wait", json={"requests": wanted})
    assert refused.status_code == 409
    assert "100 wait in this namespace already" in refused.text
    mock.client.get(COMMANDS)
    for each in threads:
        each.join(10)
    assert [each.json()["met"] for each in answers] == [True] * 100


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"command": {"id": "nobody"}}, 422, "#/command/id"),
        ({"command": {"id": "$", "state": "gone"}}, 422, "#/command/state"),
        ({"requests": {"pattern": {"pathPattern": "("}}}, 422, "#/requests/pattern/pathPattern"),
        ({"requests": {"pattern": {}, "count": 0}}, 400, None),
        ({"requests": {"pattern": {}}, "callbacks": {}}, 400, None),
        ({"timeout": 1}, 400, None),
        ({"callbacks": {}, "timeout": 301}, 400, None),
    ],
)
def test_a_wait_for_nothing_that_is_there_is_refused(
    mock: Mock, body: dict[str, Any], status: int, pointer: str | None
) -> None:
    if body.get("command", {}).get("id") == "$":
        body = {"command": body["command"] | {"id": send(mock)}}
    response = mock.client.post("/__admin/wait", json=body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    if pointer:
        assert [each["pointer"] for each in response.json()["errors"]] == [pointer]
