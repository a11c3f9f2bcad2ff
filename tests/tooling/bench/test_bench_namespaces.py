from pathlib import Path

import pytest

from fleetmock_tooling.bench import fixture, namespaces
from fleetmock_tooling.bench.parts import FEW, FIXTURE, MANY, NAMESPACES
from fleetmock_tooling.bench.session import Effort, Session
from fleetmock_tooling.bench.tools import Tools


def test_fixtures_that_cannot_be_measured_are_named_and_the_rest_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namespaces, "find_spec", lambda _: None)
    session = Session(Effort(rounds=1, namespaces=(1, 3)), Tools(tmp_path, tmp_path, print), print)
    namespaces.run(session)
    assert session.results.skipped == [(f"{NAMESPACES}: {FIXTURE}", "pytest is not installed")]
    assert session.results.median(NAMESPACES, MANY, "namespaces") == 3
    assert set(session.results.samples[NAMESPACES]) == {FEW, MANY}


def test_a_pytest_that_fails_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixture, "__name__", "fleetmock_tooling.bench.nowhere")
    session = Session(Effort(rounds=1, namespaces=(1, 1)), Tools(tmp_path, tmp_path, print), print)
    namespaces.run(session)
    ((what, why),) = session.results.skipped
    assert what == f"{NAMESPACES}: {FIXTURE}"
    assert "bench.nowhere" in why
