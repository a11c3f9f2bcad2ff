"""The mock keeps its contract: what `fleetmock fuzz` says without --url, with few examples."""

import json
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

import fleetmock_contracts
from fleetmock.server import CannotListen
from fleetmock_contracts import CONTROL
from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import traffic
from fleetmock_tooling.fuzz.command import command
from fleetmock_tooling.fuzz.endpoint import own_mock

HEADERS = {"Authorization": "Bearer fleetmock"}


def requests_of(har: Path) -> list[tuple[str, str, str, str | None]]:
    sent = [entry["request"] for entry in json.loads(har.read_text())["log"]["entries"]]
    urls = [urlsplit(request["url"]) for request in sent]
    bodies = [(request.get("postData") or {}).get("text") for request in sent]
    return [(r["method"], url.path, url.query, body) for r, url, body in zip(sent, urls, bodies, strict=True)]


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_our_own_mock_passes(api: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = command.main([api, "--seed", "2", "--max-examples", "5"], standalone_mode=False)
    assert code == 0, capsys.readouterr().out


def test_the_control_plane_passes(capsys: pytest.CaptureFixture[str]) -> None:
    # It has seven times as many operations as a vendor's API; a whole run of them takes minutes.
    code = command.main(["control", "--seed", "2", "--profile", "smoke"], standalone_mode=False)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("api", ["msgraph", CONTROL])
def test_a_mock_that_does_not_start_is_named(api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def bind(host: str, port: int) -> None:
        raise CannotListen(f"cannot listen on {host} port {port}: Too many open files")

    monkeypatch.setattr("fleetmock.server.bind", bind)
    expected = f"the mock for {api} does not start: .*Too many open files"
    with pytest.raises(CannotRun, match=expected), own_mock(api, "fleetmock", 1):
        pass


def test_what_a_request_makes_due_is_called_back_before_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(hook: traffic._Hook) -> None:
        time.sleep(0.1)
        take(hook)

    take = traffic._Hook.do_POST
    monkeypatch.setattr(traffic._Hook, "do_POST", slowly)
    with own_mock(CONTROL, "fleetmock", 2) as endpoint, httpx.Client(headers=HEADERS) as client:
        came = []
        for _ in range(8):
            endpoint.on_request()
            callbacks = client.get(f"{endpoint.root}/__admin/callbacks").json()["callbacks"]
            came.append([each["state"] for each in callbacks])
    steps = ["sentToTarget", "executing", "completed"]
    assert came[-1] == steps
    # The clock moves by half a second with each.
    assert [steps[:length] for length in map(len, came)] == came
    assert sorted({len(each) for each in came}) == [0, 1, 2, 3]


def test_the_same_seed_sends_the_same_requests_to_our_own_mock(tmp_path: Path) -> None:
    for name in ("first", "second"):
        arguments = ["applivery-aosp", "--seed", "2", "--max-examples", "2", "--report-dir", str(tmp_path / name)]
        assert command.main(arguments, standalone_mode=False) == 0
    first, second = (requests_of(tmp_path / name / "applivery-aosp.har") for name in ("first", "second"))
    assert len(first) > 100
    assert first == second


def test_commands_live_on_while_they_are_fuzzed(tmp_path: Path) -> None:
    arguments = ["msgraph", "--seed", "2", "--max-examples", "5", "--report-dir", str(tmp_path)]
    assert command.main(arguments, standalone_mode=False) == 0
    entries = json.loads((tmp_path / "msgraph.har").read_text())["log"]["entries"]
    bodies = [json.loads(e["response"]["content"]["text"]) for e in entries if e["response"]["status"] == 200]
    states = Counter(body["status"] for body in bodies if "status" in body)
    assert states.keys() >= {"sentToTarget", "executing", "completed"}
