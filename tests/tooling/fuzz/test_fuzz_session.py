import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import session
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import CI

ServeToy = Callable[..., tuple[str, Any]]


@pytest.fixture
def options(toy_token: str) -> Options:
    return Options(toy_token, 7, replace(CI, max_examples=3))


def test_a_pass_says_what_was_done_and_how_to_do_it_again(
    toy_document: dict[str, Any], serve_toy: ServeToy, options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    root, _ = serve_toy()
    assert session.run({"toy": toy_document}, root, options, allow_remote=False) == 0
    out, err = capsys.readouterr()
    first, summary, replay = out.splitlines()
    assert first == "seed 7"
    assert re.fullmatch(rf"toy: 0 findings in \d+ requests to 3 operations at {root}/v9", summary)
    assert replay.endswith(f"fleetmock fuzz toy --seed 7 --max-examples 3 --url {root}")
    assert "toy: coverage, " in err


def test_a_broken_api_among_two_fails_the_run(
    toy_document: dict[str, Any], serve_toy: ServeToy, options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    root, _ = serve_toy("wrong-type")
    paths = toy_document["paths"]
    other = {**toy_document, "paths": {path: paths[path] for path in paths if path != "/devices"}}
    assert session.run({"toy": toy_document, "other": other}, f"{root}/v9", options, allow_remote=False) == 1
    out = capsys.readouterr().out
    assert "toy: GET /devices\n  ✗ " in out
    assert "  ✗ response_schema_conformance: Response violates schema\n" in out
    assert "other: 0 findings" in out
    assert "all 2 APIs: 2 findings\n" in out
    assert "export FLEETMOCK_TOKEN=<your token>\n" in out


def test_an_interrupted_run_tells_what_it_did(
    toy_document: dict[str, Any], serve_toy: ServeToy, options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    root, _ = serve_toy("is-interrupted")
    with pytest.raises(KeyboardInterrupt):
        session.run({"toy": toy_document}, root, options, allow_remote=False)
    _, interrupted, *findings, replay = capsys.readouterr().out.splitlines()
    assert interrupted == "toy: interrupted; until then"
    assert re.fullmatch(rf"toy: .* in [1-9]\d* requests to 3 operations at {root}/v9", findings[-1])
    assert replay.startswith("the same requests again: fleetmock fuzz toy --seed 7")


def test_a_token_that_comes_back_in_a_message_is_not_printed(
    toy_document: dict[str, Any], serve_toy: ServeToy, options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    root, toy = serve_toy("token-as-value")
    assert session.run({"toy": toy_document}, root, options, allow_remote=False) == 1
    out, err = capsys.readouterr()
    assert "[Filtered]" in out
    assert toy.token not in out + err


def test_nothing_is_sent_to_another_machine(toy_document: dict[str, Any], options: Options) -> None:
    with pytest.raises(CannotRun, match="is not this machine"):
        session.run({"toy": toy_document}, "https://toy.invalid", options, allow_remote=False)


def test_another_machine_is_tried_when_that_is_wanted(toy_document: dict[str, Any], options: Options) -> None:
    with pytest.raises(CannotRun, match=r"nothing answers at https://toy\.invalid/v9"):
        session.run({"toy": toy_document}, "https://toy.invalid", options, allow_remote=True)


def test_a_token_that_cannot_be_sent_stops_the_run(toy_document: dict[str, Any], options: Options) -> None:
    with pytest.raises(CannotRun, match="--token"):
        session.run({"toy": toy_document}, None, replace(options, token="a\tb"), allow_remote=False)


def test_a_document_without_operations_stops_the_run(
    toy_document: dict[str, Any], serve_toy: ServeToy, options: Options
) -> None:
    root, _ = serve_toy()
    with pytest.raises(CannotRun, match="toy has no operations"):
        session.run({"toy": {**toy_document, "paths": {}}}, root, options, allow_remote=False)
