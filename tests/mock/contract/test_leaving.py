import asyncio
from typing import Any

import pytest

from fleetmock.contract.leaving import ClientLeft, unless_left


class Client:
    """Has sent its request; `leave` is set when it goes."""

    def __init__(self) -> None:
        self.leave = asyncio.Event()
        self._sent = False

    async def receive(self) -> dict[str, Any]:
        if not self._sent:
            self._sent = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.leave.wait()
        return {"type": "http.disconnect"}


def test_work_is_done_while_the_client_stays() -> None:
    async def work() -> int:
        await asyncio.sleep(0.01)
        return 7

    async def story() -> None:
        assert await unless_left(work(), Client().receive) == 7
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(story())


def test_what_goes_wrong_is_told() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    async def story() -> None:
        with pytest.raises(ZeroDivisionError):
            await unless_left(work(), Client().receive)

    asyncio.run(story())


def test_work_ends_when_the_client_leaves() -> None:
    ended = list[str]()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("work")

    async def story() -> None:
        client = Client()
        asyncio.get_running_loop().call_later(0.02, client.leave.set)
        async with asyncio.timeout(5):
            with pytest.raises(ClientLeft):
                await unless_left(work(), client.receive)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(story())
    assert ended == ["work"]


def test_work_ends_with_whoever_waits_for_it() -> None:
    async def story() -> None:
        task = asyncio.ensure_future(unless_left(asyncio.sleep(60), Client().receive))
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(story())
