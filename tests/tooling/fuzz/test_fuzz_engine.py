import importlib.util
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis.errors import FailedHealthCheck
from schemathesis.engine import events
from schemathesis.engine.run import PhaseName

from fleetmock_tooling.fuzz import engine
from fleetmock_tooling.fuzz.config import engine_config
from fleetmock_tooling.fuzz.excuses import excuse
from fleetmock_tooling.fuzz.profiles import CI

FuzzToy = Callable[..., Any]
ServeToy = Callable[..., tuple[str, Any]]


def scenarios(
    document: dict[str, Any], root: str, token: str, *, examples: int = 20, seed: int = 1
) -> list[tuple[str, engine.Scenario | engine.Trouble]]:
    """Everything that was done, each with the phase it was done in."""
    config = engine_config(
        document,
        base_url=f"{root}/v9",
        token=token,
        seed=seed,
        profile=replace(CI, max_examples=examples),
        stateful=engine.has_links(document),
    )
    phase, done = "", []
    for event in engine.execute(engine.load(document, config), excuse(document)):
        if isinstance(event, engine.Phase):
            phase = event.name
        else:
            done.append((phase, event))
    return done


def test_the_same_seed_sends_the_same_requests(fuzz_toy: FuzzToy) -> None:
    first, second = (fuzz_toy(seed=11, attempt=n).toy.requests for n in (1, 2))
    assert len(first) > 120
    assert first == second


def test_another_seed_sends_others(fuzz_toy: FuzzToy) -> None:
    assert fuzz_toy(seed=11).toy.requests != fuzz_toy(seed=12).toy.requests


def test_what_else_is_imported_does_not_change_the_requests(
    fuzz_toy: FuzzToy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fuzz_toy(seed=11).toy.requests
    module = tmp_path / "full_of_constants.py"
    module.write_text("".join(f"X{n} = {n * 7919}; Y{n} = 'word-{n}'\n" for n in range(500)))
    spec = importlib.util.spec_from_file_location("full_of_constants", module)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    monkeypatch.setitem(sys.modules, "full_of_constants", loaded)
    assert fuzz_toy(seed=11, attempt=3).toy.requests == before


def test_known_ids_reach_every_phase_and_leave_room_for_unknown_ones(
    toy_document: dict[str, Any], serve_toy: ServeToy, toy_token: str
) -> None:
    root, _ = serve_toy()
    statuses: dict[str, Counter[int | None]] = {}
    for phase, event in scenarios(toy_document, root, toy_token):
        assert isinstance(event, engine.Scenario)
        for exchange in event.exchanges:
            if exchange.operation.startswith("GET /devices/") and exchange.own_method:
                statuses.setdefault(phase, Counter())[exchange.status] += 1
    assert statuses.keys() == {"examples", "coverage", "fuzzing", "stateful"}
    assert all(counts[200] > 0 for counts in statuses.values())
    assert statuses["coverage"][404] > 5
    assert statuses["fuzzing"][400] + statuses["fuzzing"][404] > 0


def test_links_are_followed_to_what_was_created(fuzz_toy: FuzzToy) -> None:
    run = fuzz_toy()
    created = {f"/v9/devices/dev-0001/commands/{name}" for name in run.toy.commands} - {
        "/v9/devices/dev-0001/commands/cmd-0001"
    }
    assert created & {path for method, path, _, _ in run.toy.requests if method == "GET"}


def test_a_document_without_links_is_fuzzed_without_an_error(
    toy_document: dict[str, Any], serve_toy: ServeToy, toy_token: str
) -> None:
    paths = toy_document["paths"]
    toy_document["paths"] = {"/devices": paths["/devices"]}
    assert not engine.has_links(toy_document)
    root, _ = serve_toy()
    done = scenarios(toy_document, root, toy_token, examples=5)
    assert all(isinstance(event, engine.Scenario) for _, event in done)
    assert "stateful" not in {phase for phase, _ in done}


def test_a_schema_nothing_fits_is_inconclusive(
    toy_document: dict[str, Any], serve_toy: ServeToy, toy_token: str
) -> None:
    limit = toy_document["paths"]["/devices"]["get"]["parameters"][0]
    limit.update(required=True, schema={"type": "integer", "minimum": 5, "maximum": 3})
    root, _ = serve_toy()
    troubles = [e for _, e in scenarios(toy_document, root, toy_token, examples=5) if isinstance(e, engine.Trouble)]
    assert {trouble.label for trouble in troubles} == {"GET /devices"}
    assert all(trouble.inconclusive for trouble in troubles)


def test_a_generator_that_gives_up_is_inconclusive_and_a_network_error_is_not() -> None:
    def trouble(error: Exception) -> engine.Trouble:
        return engine._trouble(
            events.NonFatalError(error=error, phase=PhaseName.FUZZING, label="GET /a", related_to_operation=True)
        )

    assert trouble(FailedHealthCheck("It looks like this test is filtering out a lot of inputs")).inconclusive
    assert not trouble(requests.Timeout("too late")).inconclusive


def test_a_user_who_stops_the_run_stops_it(fuzz_toy: FuzzToy) -> None:
    with pytest.raises(KeyboardInterrupt):
        fuzz_toy("is-interrupted")


def test_the_operations_are_those_of_the_document(toy_document: dict[str, Any]) -> None:
    assert engine.operations(toy_document) == (
        "GET /devices",
        "POST /devices/{device-id}/commands",
        "GET /devices/{device-id}/commands/{command-id}",
    )
