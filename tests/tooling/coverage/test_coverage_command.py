import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from asked import COMMANDS, HEADERS
from project_kit import Run

from fleetmock.contract.examples import operations
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock_contracts import load

TOKEN = "of-the-control-plane"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A mock that has been asked for its commands of one API in each of two namespaces, of which one is gone."""
    with ThreadedServer() as server, httpx.Client(base_url=server.url, headers=HEADERS) as client:
        assert client.get(f"/ns/one{COMMANDS}").status_code == 200
        assert client.get("/ns/two/beta/me/devices").status_code == 200
        assert client.post("/ns/two/__admin/reset").is_success
        yield server.url


def report(run: Run, url: str, *arguments: str) -> Any:
    ran = run("coverage", "--url", url, "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def met(report: Any) -> list[str]:
    return [each["operationId"] for api in report["apis"] for each in api["operations"] if each["met"]]


def test_all_namespaces_together_those_that_are_gone_too(run: Run, url: str) -> None:
    found = report(run, url)
    assert (found["namespace"], found["requests"], met(found)) == ("*", 2, ["listDevices", "listCommands"])


def test_one_namespace(run: Run, url: str) -> None:
    found = report(run, url, "--namespace", "one")
    assert (found["namespace"], found["requests"], met(found)) == ("one", 1, ["listCommands"])


def test_one_api_has_shares_of_its_own(run: Run, url: str) -> None:
    found = report(run, url, "--api", "msgraph")
    number = len(list(operations(load("msgraph"))))
    assert [each["api"] for each in found["apis"]] == ["msgraph"]
    assert found["totals"]["operations"] == {"met": 2, "total": number, "percent": int(2000 / number) / 10}
    assert found["percent"] > report(run, url)["percent"]


def test_a_table_names_what_was_never_met(run: Run, url: str) -> None:
    ran = run("coverage", "--url", url)
    assert ran.code == 0
    assert ran.out.startswith("all namespaces: ")
    assert "never met of msgraph\n  operations    createCommand, getCommand," in ran.out


def test_a_page_goes_to_a_file(run: Run, url: str, tmp_path: Path) -> None:
    ran = run("coverage", "--url", url, "--format", "html", "-o", str(tmp_path / "page.html"))
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_too_little_is_a_finding(run: Run, url: str) -> None:
    ran = run(
        "coverage", "--url", url, "--fail-under", "90", "--fail-under", "operations=1", "--fail-under", "statuses=80"
    )
    assert ran.code == 1
    everything, statuses = ran.err.splitlines()
    assert everything.startswith("everything together: ")
    assert everything.endswith(" % met, 90 % wanted")
    assert statuses.startswith("statuses: ")
    assert ran.out.startswith("all namespaces: ")


def test_enough_is_none(run: Run, url: str) -> None:
    assert run("coverage", "--url", url, "--fail-under", "0.1", "--fail-under", "operations=10").code == 0


def test_a_mock_that_nobody_asked_is_told_from_a_poor_client(run: Run) -> None:
    with ThreadedServer() as server:
        ran = run("coverage", "--url", server.url, "--fail-under", "1")
    assert ran.code == 1
    assert ran.err.splitlines()[-1].startswith("Nobody has asked anything here yet")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fail-under", "much"], "--fail-under: 'much' is neither PERCENT nor KIND=PERCENT"),
        (["--api", "msgraf"], "the mock serves no API named 'msgraf'; it serves msgraph"),
        (["--namespace", "onne"], "there is no namespace 'onne' (any more); there are default, one\n"),
        (["--namespace", "two"], "there is no namespace 'two' (any more); there are default, one\n"),
        (["-o", "/dev/null/page"], "/dev/null/page cannot be written: Not a directory"),
        (["--url", "http://127.0.0.1:1"], "http://127.0.0.1:1 cannot be asked: "),
        (["--url", "nonsense"], "nonsense cannot be asked: "),
        (["--url", "http://[::1"], "http://[::1 cannot be asked: "),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(run: Run, url: str, arguments: list[str], said: str) -> None:
    ran = run("coverage", *([] if "--url" in arguments else ["--url", url]), *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_the_control_plane_may_ask_for_a_token(run: Run) -> None:
    with ThreadedServer(Settings(port=0, log_format="off", control_token=TOKEN)) as server:
        refused = run("coverage", "--url", server.url)
        assert refused.code == 2
        assert "give the control plane's token with --control-token" in refused.err
        assert run("coverage", "--url", server.url, "--control-token", TOKEN).code == 0


@pytest.mark.parametrize("answer", [b"hello", b"{}", b"[]"])
def test_something_that_is_no_mock(run: Run, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(answer)}\r\nconnection: close\r\n\r\n"
                connection.sendall(head.encode() + answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        ran = run("coverage", "--url", f"http://127.0.0.1:{listening.getsockname()[1]}")
        thread.join(5)
    assert ran.code == 2
    assert "answered something else than a coverage" in ran.err
