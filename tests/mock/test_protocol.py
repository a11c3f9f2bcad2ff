"""What the HTTP parser refuses is answered by the vendor too."""

import json
import socket
from urllib.parse import urlsplit

import pytest
from kit import Mock


def exchange(mock: Mock, raw: bytes) -> tuple[int, dict[str, str], bytes]:
    address = urlsplit(mock.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        connection.sendall(raw)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines), body


def test_an_unknown_method_gets_its_405(mock: Mock) -> None:
    status, headers, body = exchange(mock, b"FROB /beta/me/devices HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (status, headers["allow"], headers["connection"]) == (405, "get", "close")
    assert int(headers["content-length"]) == len(body)
    assert json.loads(body)["error"]["code"] == "notAllowed"


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"GET /beta/me/devices HTTP/1.1\r\nHost : x\r\n bad\r\n\r\n", 400, "BadRequest"),
        (b"GET /beta/me/devices HTTP/9.9\r\nHost: x\r\n\r\n", 400, "BadRequest"),
        (b"FROB /v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404, 1002),
        (b"GET /v1/organizations/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", 404, 1002),
    ],
)
def test_malformed_http_gets_an_error_of_the_vendor(mock: Mock, raw: bytes, status: int, code: object) -> None:
    answered, headers, body = exchange(mock, raw)
    assert answered == status
    assert "json" in headers["content-type"]
    assert json.loads(body).get("error", {}).get("code") == code


def test_what_is_not_http_at_all_gets_an_answer_as_well(mock: Mock) -> None:
    status, headers, _ = exchange(mock, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert headers["date"].endswith("gmt")
