import asyncio
from typing import Any

import pytest

from fleetmock.apis.registry import APIS
from fleetmock.app import UnknownApi, create_app
from fleetmock.contract.exchange import Call
from fleetmock.fleet.fleet import Fleet
from fleetmock.settings import Settings

QUIET = Settings(log_format="off")


def ask(app: Any, path: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """One GET, in-process."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"authorization", b"Bearer fleetmock")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_an_unknown_api_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownApi, match=r"'nope'; there are msgraph, applivery-aosp, applivery-apple"):
        create_app(Settings(apis=("nope",)))


def test_one_seed_gives_one_world() -> None:
    first, second, third = (
        ask(create_app(Settings(seed=seed, log_format="off")), "/v1/organizations/acme/mdm/aosp/enterprise/devices")[2]
        for seed in (1, 1, 2)
    )
    assert first == second == third


def _breaking(answer: Any) -> Any:
    def handler(fleet: Fleet, call: Call) -> Any:  # noqa: ARG001 - a handler's signature
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handler


@pytest.mark.parametrize(
    "answer", [{"value": [{"name": "no id"}]}, {"value": None}, ZeroDivisionError("secret detail")]
)
def test_a_mock_that_breaks_its_contract_says_so(
    answer: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(APIS["msgraph"].handlers, "listDevices", _breaking(answer))
    status, headers, body = ask(create_app(QUIET), "/beta/me/devices")
    assert status == 500
    assert headers[b"fleetmock-fault"] == b"broken-contract"
    assert b"generalException" in body
    assert b"secret detail" not in body
    assert "listDevices" in caplog.text


def test_paths_below_no_api_are_answered_by_the_mock_itself() -> None:
    status, headers, body = ask(create_app(QUIET), "/v1.0/me/devices")
    assert (status, headers[b"content-type"]) == (404, b"application/problem+json")
    assert b"/beta and /v1" in body
