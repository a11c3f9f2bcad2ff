"""Who may use the control plane, and in what shape it says no."""

from collections.abc import Iterator

import httpx
import pytest
from control_kit import Control

from fleetmock.app import control_gate, create_app
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

TOKEN = "let-me-in"


@pytest.fixture
def guarded() -> Iterator[httpx.Client]:
    settings = Settings(port=0, log_format="off", control_token=TOKEN)
    with (
        ThreadedServer(settings, create_app(settings)) as server,
        httpx.Client(base_url=f"{server.url}/__admin", timeout=10) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("authorization", "kind"),
    [(None, "no-token"), ("Bearer fleetmock", "bad-token"), ("Bearer let-me", "bad-token"), ("Basic x", "no-token")],
)
def test_with_a_token_nobody_gets_in_without_it(guarded: httpx.Client, authorization: str | None, kind: str) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    response = guarded.post("/reset", headers=headers)
    assert (response.status_code, response.json()["type"]) == (401, f"urn:fleetmock:problem:{kind}")
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.headers["content-type"] == "application/problem+json"


def test_with_a_token_everybody_gets_in_who_has_it(guarded: httpx.Client) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "origin": "https://somewhere.example"}
    assert guarded.get("/devices", headers=headers).status_code == 200


def test_the_control_token_is_no_token_of_a_vendor(guarded: httpx.Client) -> None:
    url = str(guarded.base_url).replace("/__admin/", "/beta/me/devices")
    assert guarded.get(url, headers={"authorization": f"Bearer {TOKEN}"}).status_code == 401


@pytest.mark.parametrize("path", ["/health", "/version"])
def test_probes_need_no_token(guarded: httpx.Client, path: str) -> None:
    assert guarded.get(path).status_code == 200


@pytest.mark.parametrize("headers", [{"origin": "https://somewhere.example"}, {"host": "rebound.example"}])
def test_without_a_token_pages_of_others_stay_outside(control: Control, headers: dict[str, str]) -> None:
    response = control.client.post("/__admin/reset", headers=headers)
    assert (response.status_code, response.json()["type"]) == (403, "urn:fleetmock:problem:forbidden")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.1", "::", "mock.example"])  # noqa: S104 - nobody listens there
def test_where_others_can_reach_it_there_is_always_a_token(host: str) -> None:
    assert control_gate(Settings(host=host)).mode == "strict"
    assert control_gate(Settings(host="127.0.0.1")).mode == "open"


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/nowhere", 404, "unknown-route"),
        ("PUT", "/clock", 405, "method-not-allowed"),
        ("GET", f"/devices?api={'x' * 9000}", 414, "uri-too-long"),
    ],
)
def test_what_no_operation_takes_is_a_problem_too(
    control: Control, method: str, path: str, status: int, kind: str
) -> None:
    response = control.client.request(method, f"/__admin{path}")
    problem = response.json()
    assert (response.status_code, problem["status"], problem["type"]) == (
        status,
        status,
        f"urn:fleetmock:problem:{kind}",
    )
    assert response.headers["content-type"] == "application/problem+json"
    assert status != 405 or response.headers["allow"] == "GET"


def test_bodies_are_json_of_a_bearable_size(control: Control) -> None:
    text = control.client.post("/__admin/clock/advance", content="seconds=90")
    assert (text.status_code, text.json()["type"]) == (415, "urn:fleetmock:problem:unsupported-media-type")
    large = control.client.post("/__admin/requests/count", json={"path": "x" * 2**20})
    assert (large.status_code, large.json()["type"]) == (413, "urn:fleetmock:problem:body-too-large")
    broken = control.client.post(
        "/__admin/clock/advance", content='{"seconds"', headers={"content-type": "application/json"}
    )
    assert (broken.status_code, broken.json()["errors"][0]["pointer"]) == (400, "#")


def test_an_answer_without_a_body_has_no_type_and_none_is_kept(control: Control) -> None:
    response = control.client.post("/__admin/reset")
    assert (response.status_code, response.content) == (204, b"")
    assert "content-type" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_a_namespace_has_its_own_control_plane_by_prefix_and_by_header(control: Control) -> None:
    control.client.post("/ns/gw1/__admin/clock/advance", json={"seconds": 60}).raise_for_status()
    by_header = control.client.get("/__admin/clock", headers={"fleetmock-namespace": "gw1"}).json()["time"]
    assert by_header == "2026-09-21T14:14:20.000Z"
    assert control.get("/clock")["time"] == "2026-09-21T14:13:20.000Z"
