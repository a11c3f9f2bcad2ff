import asyncio
import time
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from fleetmock.errors import Condition, Refusal
from fleetmock.events.hub import KINDS, Events
from fleetmock.events.stream import COMMENT, LISTENERS, stream


async def begun(events: Events, **more: Any) -> AsyncGenerator[bytes, None]:
    """A stream whose first comment was read."""
    pieces = stream(events, KINDS, **more)
    assert await anext(pieces) == COMMENT
    return pieces


def test_events_come_as_they_happen_those_of_one_moment_together() -> None:
    async def story() -> None:
        events = Events()
        pieces = await begun(events)
        events.publish("request", lambda: {"n": 1})
        assert await anext(pieces) == b'id: 1\nevent: request\ndata: {"n":1}\n\n'
        events.publish("callback", lambda: {"n": 2})
        events.publish("reset", lambda: {"n": 3})
        assert await anext(pieces) == (
            b'id: 2\nevent: callback\ndata: {"n":2}\n\nid: 3\nevent: reset\ndata: {"n":3}\n\n'
        )
        await pieces.aclose()
        assert (events.listeners, events.streams) == (0, 0)

    asyncio.run(story())


def test_only_the_kinds_that_were_asked_for() -> None:
    async def story() -> None:
        events = Events()
        pieces = stream(events, ["reset"])
        await anext(pieces)
        events.publish("request", lambda: 1)
        events.publish("reset", lambda: 2)
        assert (await anext(pieces)).count(b"event:") == 1
        await pieces.aclose()

    asyncio.run(story())


def test_silence_is_broken_by_comments() -> None:
    async def story() -> None:
        pieces = await begun(Events(), heartbeat=0.02)
        assert [await anext(pieces) for _ in range(2)] == [COMMENT] * 2
        await pieces.aclose()

    asyncio.run(story())


def test_it_ends_with_the_namespace_and_nothing_is_lost_before() -> None:
    async def story() -> None:
        events = Events()
        waiting, busy = await begun(events), await begun(events)
        end = asyncio.create_task(anext(waiting, None))
        await asyncio.sleep(0)
        events.publish("reset", lambda: 1)
        events.close()
        async with asyncio.timeout(1):
            assert b"event: reset" in (await end or b"")
            assert [piece async for piece in waiting] == []
            assert b"event: reset" in b"".join([piece async for piece in busy])
        assert events.listeners == 0

    asyncio.run(story())


def test_it_ends_after_so_many_seconds() -> None:
    async def story() -> float:
        began = time.monotonic()
        pieces = await begun(Events(), seconds=0.1)
        assert {piece async for piece in pieces} <= {COMMENT}
        return time.monotonic() - began

    assert 0.1 <= asyncio.run(story()) < 2


def test_a_slow_listener_misses_the_oldest_and_is_told_how_many() -> None:
    async def story() -> None:
        events = Events()
        pieces = await begun(events, queue=3)
        for number in range(5):
            events.publish("request", lambda number=number: number)  # type: ignore[misc]
        piece = await anext(pieces)
        assert piece.startswith(b'event: missed\ndata: {"count":2}\n\nid: 3\n')
        assert [line[6:] for line in piece.splitlines() if line.startswith(b"data: ")][1:] == [b"2", b"3", b"4"]
        events.publish("request", lambda: 5)
        assert b"missed" not in await anext(pieces)
        await pieces.aclose()

    asyncio.run(story())


def test_one_listener_too_many_is_refused() -> None:
    async def story() -> None:
        events = Events()
        open_ones = [await begun(events) for _ in range(LISTENERS)]
        with pytest.raises(Refusal) as refused:
            stream(events, KINDS)
        assert refused.value.condition is Condition.CONFLICT
        await open_ones.pop().aclose()
        open_ones.append(await begun(events))
        for each in open_ones:
            await each.aclose()

    asyncio.run(story())
