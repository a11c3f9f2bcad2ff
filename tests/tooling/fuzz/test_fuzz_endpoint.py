"""The mock keeps its contract: what `fleetmock fuzz` says without --url, with few examples."""

import json
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import fleetmock_contracts
from fleetmock_tooling.fuzz.command import command


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
    # It has seven times as many operations as a vendor's API; a whole run of them takes minutes. Which callbacks have
    # come by when is a matter of real time, so what leads to one may stay untried on a busy machine.
    code = command.main(["control", "--seed", "2", "--profile", "smoke"], standalone_mode=False)
    said = capsys.readouterr().out
    assert code in {0, 3}, said
    assert "control: 0 findings" in said


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
