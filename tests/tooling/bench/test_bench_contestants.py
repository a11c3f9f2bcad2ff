import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from connexion.validators.parameter import ParameterValidator

from fleetmock_tooling.bench import processes, workload
from fleetmock_tooling.bench.check import check
from fleetmock_tooling.bench.contestants import CONTESTANTS, WORKERS, Answers, Contestant
from fleetmock_tooling.bench.inprocess import asker, quiet
from fleetmock_tooling.bench.parts import BARE, CONNEXION_MOCK, FLEETMOCK, PARTS, STOCK
from fleetmock_tooling.bench.processes import running
from fleetmock_tooling.bench.results import Unfit
from fleetmock_tooling.bench.tools import Tools
from fleetmock_tooling.bench.workload import Answer, Ask, Request

BY_NAME = {each.name: each for each in CONTESTANTS}
INPROCESS = [each.name for each in CONTESTANTS if each.app]


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with quiet(), asyncio.Runner() as made:
        yield made


def ask_of(name: str, runner: asyncio.Runner) -> Ask:
    app = BY_NAME[name].app
    assert app
    return asker(app(), runner)


@pytest.mark.parametrize("name", INPROCESS)
def test_every_application_answers_as_it_promises(name: str, runner: asyncio.Runner) -> None:
    check(BY_NAME[name], ask_of(name, runner))


def test_those_that_keep_state_answer_alike(runner: asyncio.Runner) -> None:
    def answers(name: str) -> list[Any]:
        ask, prefix = ask_of(name, runner), BY_NAME[name].prefix
        return [ask(request).json() for request in (workload.get(prefix), workload.post(prefix))]

    assert answers(BARE) == answers(STOCK) == answers(FLEETMOCK)


@pytest.mark.parametrize("name", [STOCK, CONNEXION_MOCK, FLEETMOCK])
def test_a_guarded_contestant_refuses(name: str, runner: asyncio.Runner) -> None:
    ask, prefix = ask_of(name, runner), BY_NAME[name].prefix
    assert ask(workload.get(prefix, authorized=False)).status == 401
    assert ask(workload.invalid_post(prefix)).status == 400


def test_connexion_is_not_compared_by_its_repeated_parameters(
    monkeypatch: pytest.MonkeyPatch, runner: asyncio.Runner
) -> None:
    checked: list[str] = []
    original = ParameterValidator.validate_path_parameter

    def counted(self: ParameterValidator, param: dict[str, Any], request: Any) -> Any:
        checked.append(param["name"])
        return original(self, param, request)  # type: ignore[no-untyped-call] # connexion does not annotate it

    monkeypatch.setattr(ParameterValidator, "validate_path_parameter", counted)
    assert ask_of(STOCK, runner)(workload.get(BY_NAME[STOCK].prefix)).status == 200
    assert sorted(checked) == ["command-id", "device-id"]


def test_a_contestant_that_promises_too_much_is_found_out(runner: asyncio.Runner) -> None:
    with pytest.raises(Unfit, match="should refuse"):
        check(replace(BY_NAME[BARE], guards=True), ask_of(BARE, runner))
    with pytest.raises(Unfit, match="the same id"):
        check(replace(BY_NAME[CONNEXION_MOCK], answers=Answers.STATE), ask_of(CONNEXION_MOCK, runner))


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (503, b"{}", "answered 503"),
        (200, b"<html>", "not JSON"),
        (200, b"[]", "no command"),
        (200, b'{"id": "1", "status": "fine"}', "invalid command"),
    ],
)
def test_a_wrong_answer_is_named(status: int, body: bytes, reason: str) -> None:
    def ask(request: Request) -> Answer:
        return Answer(201 if (request.method, status) == ("POST", 200) else status, body)

    with pytest.raises(Unfit, match=reason):
        check(BY_NAME[FLEETMOCK], ask)


def test_every_contestant_has_what_its_parts_need() -> None:
    for each in CONTESTANTS:
        assert each.parts <= set(PARTS)
        assert ("inprocess" in each.parts) == (each.app is not None)
        assert bool(each.parts & {"sockets", "startup"}) == (each.argv is not None)


def test_a_worker_is_served_as_a_process(tmp_path: Any) -> None:
    assert "bare" in WORKERS
    with running(BY_NAME[BARE], Tools(tmp_path, tmp_path, print)) as process:
        check(BY_NAME[BARE], process.ask)
        assert process.started > 0


def test_a_process_that_ends_at_start_is_unfit(tmp_path: Any) -> None:
    broken = Contestant("broken", "", frozenset(), Answers.SHAPE, guards=False, argv=lambda *_: ["false"])
    with pytest.raises(Unfit, match="exit code 1"), running(broken, Tools(tmp_path, tmp_path, print)):
        pass


def test_a_process_that_answers_wrongly_is_unfit_and_its_answer_shown(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "START_SECONDS", 3.0)
    elsewhere = replace(BY_NAME[BARE], prefix="/nowhere")
    with pytest.raises(Unfit, match="answered 404"), running(elsewhere, Tools(tmp_path, tmp_path, print)):
        pass
