"""A pytest of its own that tells how long fleetmock's fixtures took: `python -m fleetmock_tooling.bench.fixture COUNT`.

It is its own test module; its test does nothing, so all that is measured is what the fixtures do.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any, Final

import pytest

import fleetmock.pytest_plugin as plugin

SERVER: Final = "fleetmock_server"
EACH: Final = "fleetmock"
OPTIONS: Final = ("-q", "--noconftest", "--import-mode=importlib", "-p", "no:cacheprovider", "-c", os.devnull)


class Stopwatch:
    """Seconds, by fixture; `down` is what each test took to give back what it had."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.up: dict[str, list[float]] = {SERVER: [], EACH: []}
        self.down: list[float] = []

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        metafunc.parametrize("number", range(self._count))

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        before = time.perf_counter()
        result = yield
        if fixturedef.argname in self.up:
            self.up[fixturedef.argname].append(time.perf_counter() - before)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        before = time.perf_counter()
        result = yield
        self.down.append(time.perf_counter() - before)
        return result


def test_nothing(fleetmock: object, number: int) -> None:
    """Have a namespace, as any test would."""


def main(count: int) -> int:
    """Print the figures as one line of JSON, the last one."""
    watch = Stopwatch(count)
    code = pytest.main([*OPTIONS, __file__], plugins=[watch, plugin])
    # The last one gives the server back too; the first one has the server's first answer.
    each = [up + down for up, down in zip(watch.up[EACH], watch.down, strict=True)]
    figures = {"start": watch.up[SERVER][0] + each[0], "test": median(each[1:-1])}
    sys.stdout.write(f"\n{json.dumps(figures)}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
