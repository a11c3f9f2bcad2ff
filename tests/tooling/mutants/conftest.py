import copy
from functools import cache

import pytest
from mutants_kit import Fresh

from fleetmock.contract.middleware import Application
from fleetmock_tooling.mutants.application import faithful


class Reset:
    """One application as it was at its start. Building one anew takes ten times as long as asking it."""

    def __init__(self, api: str) -> None:
        self._app = faithful(api)
        self._parts = (self._app.namespace.fleet.store, self._app.namespace.fleet.ids, self._app.namespace.fleet.clock)
        self._before = [copy.deepcopy(vars(each)) for each in self._parts]

    def __call__(self) -> Application:
        for part, before in zip(self._parts, self._before, strict=True):
            # The clock is a part of its own; a copy of it would stand still.
            vars(part).update({name: copy.deepcopy(value) for name, value in before.items() if name != "_clock"})
        return self._app


@cache
def resetting(api: str) -> Reset:
    return Reset(api)


@pytest.fixture(scope="session")
def fresh() -> Fresh:
    """A mock of an API in which nothing has happened yet; the one that was given before is the same, emptied."""
    return lambda api: resetting(api)()
