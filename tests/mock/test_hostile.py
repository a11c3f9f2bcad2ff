"""Hostile requests get an error of the vendor: never a 500, never a trace, never silence."""

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit import Mock

GRAPH = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"
APPLE = "/v1/organizations/acme/mdm/apple/enterprise/commands/device/C39XK1ABCDEF"
AOSP = "/v1/organizations/acme/mdm/aosp/enterprise/devices/507f1f77bcf86cd799439021/commands"
JSON = {"content-type": "application/json"}


def is_refused(response: httpx.Response) -> bool:
    return (
        400 <= response.status_code < 500 and "error" in response.json() and "fleetmock-fault" not in response.headers
    )


@pytest.mark.parametrize("path", [GRAPH, APPLE, AOSP])
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"\xff\xfe", b"\x00", b'{"type":null,"RequestType":null,"command":null}', b"[" * 100_000],
)
def test_bad_bodies(mock: Mock, path: str, body: bytes) -> None:
    assert is_refused(mock.client.post(path, content=body, headers=JSON))


@pytest.mark.parametrize("path", [GRAPH, APPLE, AOSP])
def test_ten_megabytes_are_too_many(mock: Mock, path: str) -> None:
    response = mock.client.post(path, content=b"x" * 10_000_000, headers=JSON)
    assert response.status_code == 413
    assert is_refused(response)


@pytest.mark.parametrize("path", [GRAPH, APPLE, AOSP])
def test_another_charset_is_not_supported(mock: Mock, path: str) -> None:
    response = mock.client.post(path, content=b"{}", headers={"content-type": "application/json; charset=utf-16"})
    assert response.status_code == 415
    assert is_refused(response)


@pytest.mark.parametrize(
    "path", ["/beta/me/devices/" + "x" * 9000, "/v1/organizations/" + "x" * 9000, "/beta/me/devices?x=" + "y" * 9000]
)
def test_overlong_paths_and_queries(mock: Mock, path: str) -> None:
    response = mock.client.get(path)
    assert response.status_code in {404, 414}
    assert is_refused(response)


@pytest.mark.parametrize(
    "path", ["/beta/me/devices/%00/commands", "/beta/me/devices/%ff/commands", f"{APPLE}/%ff", "/beta/%zz"]
)
def test_strange_escapes(mock: Mock, path: str) -> None:
    assert is_refused(mock.client.get(path))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "OPTIONS", "FROB", "QUERY"])
def test_unknown_methods(mock: Mock, method: str) -> None:
    response = mock.client.request(method, GRAPH)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")
    assert is_refused(response)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from([GRAPH, APPLE, AOSP]), body=st.binary(max_size=200), token=st.text("abc =\t", max_size=20))
def test_any_bytes(mock: Mock, path: str, body: bytes, token: str) -> None:
    for headers in (JSON, JSON | {"authorization": token.strip()}):
        assert is_refused(mock.client.post(path, content=body, headers=headers))
