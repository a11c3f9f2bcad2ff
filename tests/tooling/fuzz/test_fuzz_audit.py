import json
from pathlib import Path
from typing import Any

import pytest
import requests
from recording import recording, reply

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.audit import Audit, audit_file
from fleetmock_tooling.fuzz.guard import Guard, Rules
from fleetmock_tooling.fuzz.redaction import Secrets
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.wire import PROBE, Refused, Wire

TOKEN = "secret/token+1234567"


def test_each_request_leaves_lines_without_secrets(toy_document: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "logs" / "audit.jsonl"
    with recording(lambda _, handler: reply(handler, 200, {"token": TOKEN})) as server:
        base_url = f"{server.url}/v9"
        guard = Guard(Rules(base_url, frozenset({"GET"})), Routes(toy_document, base_url))
        for _ in range(2):
            with audit_file(path) as file:
                assert file is not None
                wire = Wire(guard.routes, guard)
                wire.watch(Audit(file, "toy", Secrets([TOKEN])))
                with wire.entered():
                    headers = {"Authorization": f"Bearer {TOKEN}", PROBE: "page-walk"}
                    requests.get(f"{base_url}/devices", params={"t": TOKEN}, headers=headers, timeout=5)
                    with pytest.raises(Refused):
                        requests.delete(f"{base_url}/devices", timeout=5)
        server_url = server.url
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    # A second run adds to the file.
    assert [each["event"] for each in lines] == ["sent", "answered", "refused"] * 2
    assert lines[0]["url"] == f"{server_url}/v9/devices?t=[Filtered]"
    assert [lines[0][name] for name in ("api", "method", "operation", "check")] == [
        *("toy", "GET", "GET /devices", "page-walk")
    ]
    assert lines[1]["status"] == 200
    assert lines[1]["seconds"] >= 0
    assert lines[2]["reason"] == "DELETE is not allowed"
    assert "secret" not in path.read_text()


def test_a_request_is_written_down_before_it_goes_out(toy_document: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    seen: list[str] = []

    def look(_: Any, handler: Any) -> None:
        seen.append(path.read_text())
        handler.close_connection = True

    with recording(look) as server, audit_file(path) as file:
        assert file is not None
        wire = Wire(Routes(toy_document, server.url))
        wire.watch(Audit(file, "toy", Secrets([])))
        with wire.entered(), pytest.raises(requests.ConnectionError):
            requests.get(server.url, timeout=5)
    assert json.loads(seen[0])["event"] == "sent"
    last = json.loads(path.read_text().splitlines()[-1])
    assert (last["event"], last["error"]) == ("unanswered", "ConnectionError")


def test_a_log_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRun, match="--audit-log"), audit_file(tmp_path / "file" / "audit.jsonl"):
        pass
    with audit_file(None) as nothing:
        assert nothing is None
