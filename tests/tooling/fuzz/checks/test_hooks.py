"""The domain checks through schemathesis' own command line, run as users run it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from faulty import TOKEN, Exchange, faulty

import fleetmock_contracts

API = "msgraph"
HEADER = ("-H", f"Authorization: Bearer {TOKEN}")


def st(folder: Path, *argv: str) -> tuple[int, str]:
    """Schemathesis in a process of its own, with our hooks; gives its exit code and output."""
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "fleetmock_tooling.fuzz.hooks",
        "COLUMNS": "200",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "schemathesis.cli", *argv, *HEADER]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def document(tmp_path: Path) -> str:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(fleetmock_contracts.load(API)), "utf-8")
    return str(path)


def run(folder: Path, document: str, url: str, *phases: str) -> tuple[int, str]:
    options = ["--seed", "1", "--generation-database", "none", "--max-examples", "15", "--phases", ",".join(phases)]
    return st(folder, "run", document, "--url", url, *options)


def case_of(check: str, output: str) -> str:
    """The name of the case that the output tells to replay for a finding of the check."""
    found = re.search(r"st replay (\w+)", output[output.index(f"({check})") :])
    assert found, output
    return found[1]


class Falls:
    """Every second look at a command shows its first state again; a fault that can be mended."""

    def __init__(self) -> None:
        self.broken = True
        self._looks: dict[str, int] = {}

    def __call__(self, exchange: Exchange) -> None:
        if self.broken and exchange.method == "GET" and exchange.status == 200 and "status" in exchange.body:
            count = self._looks[exchange.body["id"]] = self._looks.get(exchange.body["id"], 0) + 1
            exchange.body["status"] = "executing" if count % 2 else "requesting"


def test_a_chain_of_requests_is_found_and_replayed(tmp_path: Path, document: str) -> None:
    fault = Falls()
    with faulty(API, after=fault) as url:
        code, output = run(tmp_path, document, url, "stateful")
        assert code == 1, output
        assert "A state that cannot follow (legal-states)" in output
        case = case_of("legal-states", output)
        code, replayed = st(tmp_path, "replay", case, "--url", url)
        assert code == 1, replayed
        assert "legal-states" in replayed
        assert "not available" not in replayed
        fault.broken = False
        code, replayed = st(tmp_path, "replay", case, "--url", url)
        assert code == 0, replayed


def test_what_a_probe_finds_is_told_and_replayed(tmp_path: Path, document: str) -> None:
    def other_device(exchange: Exchange) -> None:
        mine, other = "6841b3db-2b55-467b-ad84-79a41a4ef665", "0f7c9a52-1d3e-4b86-9c1f-5e2a7d40b8c3"
        exchange.path = exchange.path.replace(f"{other}/commands/", f"{mine}/commands/")

    with faulty(API, before=other_device) as url:
        code, output = run(tmp_path, document, url, "examples")
        assert code == 1, output
        assert "A thing was found under another parent (same-id-other-parent)" in output
        assert 'curl --path-as-is --globoff -X GET -H "Authorization: Bearer $FLEETMOCK_TOKEN"' in output
        code, replayed = st(tmp_path, "replay", case_of("same-id-other-parent", output), "--url", url)
        assert code == 1, replayed
        assert "same-id-other-parent" in replayed


def test_nothing_is_found_where_nothing_is_wrong(tmp_path: Path, document: str) -> None:
    with faulty(API) as url:
        code, output = run(tmp_path, document, url, "examples", "coverage", "stateful")
    assert code == 0, output
    assert "No issues found" in output


def test_a_document_in_pieces_is_told(tmp_path: Path) -> None:
    document = fleetmock_contracts.load(API)
    schemas = document["components"]["schemas"]
    (tmp_path / "error.json").write_text(json.dumps(schemas["InnerError"]), "utf-8")
    schemas["InnerError"] = {"$ref": "error.json"}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    with faulty(API) as url:
        code, output = run(tmp_path, str(path), url, "examples")
    assert code == 1
    assert "failed itself (check-crashed)" in output
    assert "the document refers to error.json" in output
