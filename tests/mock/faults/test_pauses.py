import asyncio
import threading
import time

import httpx
import pytest
from kit import Mock
from wires import COMMANDS, created

from fleetmock.faults.pauses import Closed, Pauses


def test_a_pause_is_as_long_as_it_should_be_and_leaves_nothing() -> None:
    pauses = Pauses()
    began = time.monotonic()
    asyncio.run(pauses.pause(0.05))
    assert time.monotonic() - began >= 0.05
    assert not pauses._waiting


def test_the_end_wakes_whoever_waits_from_another_thread() -> None:
    pauses = Pauses()

    async def wait() -> None:
        threading.Timer(0.05, pauses.close).start()
        await pauses.pause(60)

    with pytest.raises(Closed):
        asyncio.run(asyncio.wait_for(wait(), 10))


def test_after_the_end_nobody_waits() -> None:
    pauses = Pauses()
    pauses.close()
    with pytest.raises(Closed):
        asyncio.run(asyncio.wait_for(pauses.pause(60), 10))


def test_the_end_of_a_loop_that_waited_is_no_obstacle() -> None:
    pauses, loop = Pauses(), asyncio.new_event_loop()
    task = loop.create_task(pauses.pause(60))
    loop.run_until_complete(asyncio.sleep(0))
    loop.call_soon(loop.stop)
    loop.run_forever()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        loop.run_until_complete(task)
    loop.close()
    pauses.close()


def test_a_request_that_was_held_up_does_not_act_in_the_next_life_of_its_namespace(mock: Mock) -> None:
    answers: list[httpx.Response] = []

    def post() -> None:
        body = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
        headers = {"prefer": "delay=30000", "authorization": "Bearer fleetmock"}
        answers.append(httpx.post(mock.url + COMMANDS, json=body, headers=headers, timeout=20))

    thread = threading.Thread(target=post)
    thread.start()
    old = mock.namespace
    deadline = time.monotonic() + 10
    while not old.faults.pauses._waiting and time.monotonic() < deadline:
        time.sleep(0.01)
    mock.app.namespaces.reset("default")
    thread.join(10)
    assert answers
    assert answers[0].status_code == 503
    assert "was reset" in answers[0].json()["error"]["message"]
    assert created(mock) == 0
