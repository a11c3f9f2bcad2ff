import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from recording import Arrived, recording, reply

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.redaction import Secrets
from fleetmock_tooling.fuzz.reports.har import Har
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.wire import PROBE, Sent, Wire


class Undo:
    """A reading of the documentation in which every body is another one."""

    def undo(self, _: Sent, response: requests.Response) -> None:
        vars(response)["_content"] = b"undone"


def hostile(arrived: Arrived, handler: BaseHTTPRequestHandler) -> None:
    if arrived.path.startswith("/v9/gone"):
        handler.close_connection = True
        handler.connection.close()
    elif arrived.path.startswith("/v9/long"):
        reply(handler, 200, "x" * 100_000)
    else:
        echoed = {"Location": arrived.path, "Set-Cookie": "session=1"}
        reply(handler, 299, {"path": arrived.path, "said": arrived.headers.get("Authorization")}, echoed)


def entries_of(tmp_path: Path, document: dict[str, Any], secret: str, *paths: str, **request: Any) -> list[Any]:
    """What a HAR file has after these requests."""
    with recording(hostile) as server, Har(tmp_path / "a.har", Secrets([secret])) as har:
        wire = Wire(Routes(document, server.url + "/v9"), readings=Undo(), observers=[har])
        with wire.entered():
            for path in paths:
                try:
                    answer = requests.request("POST", server.url + path, timeout=5, allow_redirects=False, **request)
                    assert answer.content == b"undone"
                except requests.ConnectionError:
                    assert path == "/v9/gone"
    text = (tmp_path / "a.har").read_text()
    for form in (secret, quote(secret, safe=""), secret.encode().hex()):
        assert form not in text
    return list(json.loads(text)["log"]["entries"])


def test_it_has_what_went_over_the_wire(tmp_path: Path, toy_document: dict[str, Any], secret: str) -> None:
    (entry,) = entries_of(
        tmp_path, toy_document, secret, "/v9/devices?a=1&b=", data=b"body", headers={PROBE: "page-walk"}
    )
    assert entry["request"]["method"] == "POST"
    assert entry["request"]["queryString"] == [{"name": "a", "value": "1"}, {"name": "b", "value": ""}]
    assert entry["request"]["postData"]["text"] == "body"
    assert entry["response"]["status"] == 299
    assert json.loads(entry["response"]["content"]["text"])["path"] == "/v9/devices?a=1&b="
    assert entry["comment"] == "probe of page-walk"
    assert entry["time"] >= 0


def test_the_token_is_nowhere_and_other_credentials_are_not_either(
    tmp_path: Path, toy_document: dict[str, Any], secret: str
) -> None:
    headers = {"Authorization": f"Bearer {secret}", "Cookie": "session=1", "X-Other": quote(secret, safe="")}
    path = f"/v9/devices?t={quote(secret, safe='')}"
    (entry,) = entries_of(tmp_path, toy_document, secret, path, data=secret.encode(), headers=headers)
    sent = {each["name"]: each["value"] for each in entry["request"]["headers"]}
    came = {each["name"]: each["value"] for each in entry["response"]["headers"]}
    assert sent["Authorization"] == sent["Cookie"] == sent["X-Other"] == came["Set-Cookie"] == "[Filtered]"
    assert json.loads(entry["response"]["content"]["text"])["said"] == "Bearer [Filtered]"


def test_no_answer_is_an_entry_too(tmp_path: Path, toy_document: dict[str, Any], secret: str) -> None:
    (entry, _) = entries_of(tmp_path, toy_document, secret, "/v9/gone", "/v9/devices")
    assert entry["response"]["status"] == 0
    assert entry["comment"] == "ConnectionError"


def test_of_a_long_body_the_beginning_is_shown(tmp_path: Path, toy_document: dict[str, Any], secret: str) -> None:
    (entry,) = entries_of(tmp_path, toy_document, secret, "/v9/long", data=b"y" * 100_001)
    assert len(entry["request"]["postData"]["text"]) == len(entry["response"]["content"]["text"]) == 64 * 1024
    assert entry["request"]["postData"]["comment"] == "the beginning of 100001 bytes"
    assert entry["response"]["content"]["size"] == 100_002


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, secret: str) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(CannotRun, match=r"file/a\.har: .*--report-dir"),
        Har(tmp_path / "file" / "a.har", Secrets([secret])),
    ):
        pass
