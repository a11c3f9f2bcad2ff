import asyncio
import threading
from collections.abc import Callable
from heapq import heappop, heappush

import pytest

from fleetmock.fleet.clock import Clock
from fleetmock.fleet.ticker import Ticker

NOON = 1_790_000_000.0


class Bell:
    """A ticker over moments; `rung` holds those that have come, relative to noon."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.moments = list[float]()
        self.rung = list[float]()
        self.looks = 0
        self.ticker = Ticker(clock, self._next, self._ring)

    def at(self, seconds: float) -> None:
        heappush(self.moments, NOON + seconds)
        self.ticker.wake()

    def _next(self) -> float | None:
        self.looks += 1
        return self.moments[0] if self.moments else None

    def _ring(self, now: float) -> None:
        while self.moments and self.moments[0] <= now:
            self.rung.append(heappop(self.moments) - NOON)


@pytest.fixture
def clock() -> Clock:
    return Clock(frozen_at=NOON)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - what it waits for happens between two looks
            await asyncio.sleep(0.001)


def test_what_is_due_is_done_and_nothing_else(clock: Clock) -> None:
    async def story() -> None:
        bell = Bell(clock)
        bell.at(1)
        bell.at(0)
        bell.at(2)
        await until(lambda: bell.rung == [0])
        clock.advance(1)
        await until(lambda: bell.rung == [0, 1])

    asyncio.run(story())


def test_a_clock_that_runs_is_followed_at_its_speed(clock: Clock) -> None:
    async def story() -> None:
        bell = Bell(clock)
        bell.at(1000)
        clock.scale(10_000)  # a tenth of a second away
        await until(lambda: bell.rung == [1000])

    asyncio.run(story())
    assert NOON + 1000 <= clock.now() < NOON + 100_000


def test_a_clock_that_stands_still_is_not_looked_at(clock: Clock) -> None:
    async def story() -> int:
        bell = Bell(clock)
        bell.at(1)
        await asyncio.sleep(0.1)
        return bell.looks

    assert asyncio.run(story()) == 1


def test_a_due_moment_is_not_waited_for_in_a_busy_loop() -> None:
    clock = Clock(frozen_at=NOON)
    clock.resume()

    async def story() -> int:
        bell = Bell(clock)
        bell.at(0.0625)
        await until(lambda: bell.rung == [0.0625])
        return bell.looks

    assert asyncio.run(story()) < 10


def test_the_clock_may_be_set_on_another_thread(clock: Clock) -> None:
    async def story() -> None:
        bell = Bell(clock)
        bell.at(5)
        thread = threading.Thread(target=clock.advance, args=(5,))
        thread.start()
        await until(lambda: bell.rung == [5])
        thread.join()

    asyncio.run(story())


def test_without_a_loop_it_waits_for_one_and_goes_on_with_the_next(clock: Clock) -> None:
    bell = Bell(clock)
    bell.at(1)
    clock.advance(1)
    assert bell.rung == []

    async def story(seconds: float, rung: list[float]) -> None:
        bell.at(seconds)
        await until(lambda: bell.rung == rung)

    asyncio.run(story(0.5, [0.5, 1]))
    bell.at(0.75)
    clock.advance(1)
    asyncio.run(story(1.5, [0.5, 1, 0.75, 1.5]))


def test_nothing_is_done_after_the_end(clock: Clock) -> None:
    async def story() -> None:
        bell = Bell(clock)
        bell.at(0)
        bell.ticker.close()
        bell.at(0)
        clock.advance(1)
        await asyncio.sleep(0.02)
        assert bell.rung == []
        assert clock.listeners == []
        bell.ticker.close()

    asyncio.run(story())


def test_a_failure_does_not_stop_it(clock: Clock) -> None:
    async def story() -> None:
        errors = list[dict[str, object]]()
        asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context))
        done = list[float]()
        due: list[float] = [NOON]

        def act(now: float) -> None:
            due[0] += 1
            done.append(now)
            raise ZeroDivisionError

        ticker = Ticker(clock, lambda: due[0], act)
        ticker.wake()
        await until(lambda: len(done) == 1)
        clock.advance(1)
        await until(lambda: len(done) == 2)
        assert len(errors) == 2
        ticker.close()

    asyncio.run(story())
