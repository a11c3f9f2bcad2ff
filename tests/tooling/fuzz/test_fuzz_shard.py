from collections.abc import Callable
from typing import Any

import pytest

import fleetmock_contracts
from fleetmock.contract.examples import operations
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import engine
from fleetmock_tooling.fuzz.options import Options
from fleetmock_tooling.fuzz.profiles import SMOKE
from fleetmock_tooling.fuzz.scope import components, label, only
from fleetmock_tooling.fuzz.session import run
from fleetmock_tooling.fuzz.shard import Shard, parse

ServeToy = Callable[..., tuple[str, Any]]


def labels(document: Any) -> list[str]:
    return [label(each) for each in operations(document)]


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "-1/2", "1/2/3", "a/b", "1/0", "1/99999"])
def test_a_shard_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(CannotRun, match="i/n"):
        parse(text)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_shards_together_are_the_whole_and_share_nothing(toy_document: dict[str, Any], count: int) -> None:
    documents = {api: fleetmock_contracts.load(api) for api in fleetmock_contracts.APIS} | {"toy": toy_document}
    for api, document in documents.items():
        parts = [labels(Shard(index, count).of(api, document)) for index in range(1, count + 1)]
        assert sorted(each for part in parts for each in part) == sorted(labels(document))


def test_what_links_connect_stays_together(toy_document: dict[str, Any]) -> None:
    assert components(toy_document) == [
        ["GET /devices"],
        ["POST /devices/{device-id}/commands", "GET /devices/{device-id}/commands/{command-id}"],
    ]
    assert len(components(fleetmock_contracts.load("applivery-apple"))) == 1


def test_an_operation_stays_in_its_shard_when_others_come(toy_document: dict[str, Any]) -> None:
    def places(document: dict[str, Any]) -> dict[str, int]:
        return {each: index for index in range(1, 6) for each in labels(Shard(index, 5).of("toy", document))}

    before = places(toy_document)
    toy_document["paths"]["/aaa"] = {"get": {"operationId": "aaa", "responses": {"200": {"description": "."}}}}
    after = places(toy_document)
    assert before.items() <= after.items()


def test_links_out_of_the_part_are_left_out_and_the_original_is_not_touched(toy_document: dict[str, Any]) -> None:
    cut = only(toy_document, lambda each: each.method == "POST")
    assert labels(cut) == ["POST /devices/{device-id}/commands"]
    assert not engine.has_links(cut)
    assert engine.has_links(toy_document)
    assert engine.operations(cut) == tuple(labels(cut))


def test_three_processes_would_send_what_one_sends(
    toy_document: dict[str, Any], serve_toy: ServeToy, toy_token: str
) -> None:
    def sent(shard: Shard | None) -> set[tuple[str, str, str, bytes]]:
        root, toy = serve_toy()
        options = Options(toy_token, 3, SMOKE, shard=shard)
        run({"toy": toy_document}, root, options, allow_remote=False)
        return {each for each in toy.requests if "/cmd-0001" in each[1] or each[1] == "/v9/devices"}

    whole = sent(None)
    parts = [sent(Shard(index, 3)) for index in (1, 2, 3)]
    assert len(whole) > 30
    assert set().union(*parts) == whole


def test_an_empty_shard_passes_and_says_what_it_tested(
    toy_document: dict[str, Any], serve_toy: ServeToy, toy_token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root, toy = serve_toy()
    empty = next(shard for n in range(1, 30) if not labels((shard := Shard(n, 30)).of("toy", toy_document)))
    assert run({"toy": toy_document}, root, Options(toy_token, 3, SMOKE, shard=empty), allow_remote=False) == 0
    assert "0 findings in 0 requests to 0 operations" in capsys.readouterr().out
    assert len(toy.requests) == 1
