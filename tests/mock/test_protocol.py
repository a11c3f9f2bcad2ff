"""HTTP on the wire: what the parser refuses is answered by the vendor too, and half a request does nothing."""

import json
import select
import socket
from contextlib import closing, suppress
from urllib.parse import urlsplit

import pytest
from kit import Mock

from fleetmock.protocol import MAX_HEAD

COMMANDS = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands"
BODY = b'{"type":"LaunchUri","payload":{"uri":"http://bing.com"}}'
GOOD = b"Authorization: Bearer fleetmock\r\n"
HOST = b"Host: mock.test\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
JSON = b"Content-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
POST = b"POST " + COMMANDS.encode() + b" HTTP/1.1\r\n" + HOST
ENDLESS = 500 * MAX_HEAD  # far more than the system's own buffers take
WHOLE_CHUNK = b"%x\r\n%s\r\n" % (len(BODY), BODY)


def send(mock: Mock, *packets: bytes, wait: bool = True) -> bytes:
    """Everything that comes back until the mock closes the connection, or, without `wait`, nothing."""
    address = urlsplit(mock.url)
    with closing(socket.create_connection((address.hostname, address.port), timeout=5)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        received = b""
        for packet in packets:
            connection.sendall(packet)
        while wait and (chunk := connection.recv(65536)):
            received += chunk
    return received


def exchange(mock: Mock, *packets: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = send(mock, *packets).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines), body


def created(mock: Mock) -> int:
    """How many commands there are beyond the two of the world."""
    count = mock.client.get(f"{COMMANDS}?$count=true&$top=1").json()["@odata.count"]
    return int(count) - 2


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
        (b"GET /beta/me/devices?x=\xc3\xa4 HTTP/1.1\r\nHost : x\r\n bad\r\n\r\n", 400, "BadRequest"),
        (b"FROB http://mock.test/beta/me/devices HTTP/1.1\r\nHost: x\r\n\r\n", 405, "notAllowed"),
        (b"FROB /v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404, 1002),
        (b"GET /v1/organizations/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", 404, 1002),
    ],
)
def test_malformed_http_gets_an_error_of_the_vendor(mock: Mock, raw: bytes, status: int, code: object) -> None:
    answered, headers, body = exchange(mock, raw)
    assert answered == status
    assert "json" in headers["content-type"]
    assert json.loads(body).get("error", {}).get("code") == code


def test_a_bad_header_in_a_later_packet_is_answered_by_the_vendor_as_well(mock: Mock) -> None:
    status, _, body = exchange(mock, b"GET /beta/me/devices HTTP/1.1\r\nHost: x\r\n", b" : bad\r\n: \r\n\r\n")
    assert (status, json.loads(body)["error"]["code"]) == (400, "BadRequest")


def test_what_is_not_http_at_all_gets_an_answer_as_well(mock: Mock) -> None:
    status, headers, _ = exchange(mock, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert headers["date"].endswith("gmt")


def test_a_malformed_head_gets_no_body(mock: Mock) -> None:
    status, _, body = exchange(mock, b"HEAD /beta/me/devices HTTP/1.1\r\nHost : x\r\n bad\r\n\r\n")
    assert (status, body) == (405, b"")


@pytest.mark.parametrize("begin", [POST, b"GET /beta/me/devices?", b""])
def test_a_head_without_an_end_is_not_read_for_ever(mock: Mock, begin: bytes) -> None:
    address = urlsplit(mock.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(begin)
        sent = 0
        with suppress(ConnectionError):  # the mock stopped reading
            while sent < ENDLESS and not select.select([line], [], [], 0)[0]:
                sent += line.send(b"X-Filler: 1\r\n" * 1000 if begin == POST else b"x" * 10_000)
    assert sent < ENDLESS


@pytest.mark.parametrize("behind", [b"0\r\n", WHOLE_CHUNK + b"0\r\nX-Long: ", WHOLE_CHUNK + b"1;extension="])
def test_trailers_without_an_end_are_not_read_for_ever(mock: Mock, behind: bytes) -> None:
    address = urlsplit(mock.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(POST + GOOD + JSON + CHUNKED + b"\r\n" + behind)
        sent = 0
        with suppress(ConnectionError):  # the mock stopped reading
            while sent < ENDLESS and not select.select([line], [], [], 0)[0]:
                sent += line.send(b"x" * 10_000 if behind[-2:] != b"\r\n" else b"X-Filler: 1\r\n" * 1000)
    assert sent < ENDLESS
    assert created(mock) == 0


def test_a_large_body_in_one_chunk_is_no_large_trailer(mock: Mock) -> None:
    body = b'{"type":"LaunchUri","payload":{"uri":"http://bing.com"},"x":"%s"}' % (b"x" * 4 * MAX_HEAD)
    chunk = b"%x\r\n%s\r\n" % (len(body), body)
    pieces = [chunk[at : at + 30_000] for at in range(0, len(chunk), 30_000)]
    head = POST + GOOD + JSON + CHUNKED + b"Connection: close\r\n\r\n"
    assert send(mock, head, *pieces, b"0\r\n\r\n").startswith(b"HTTP/1.1 201 ")


def test_a_large_head_is_refused_by_the_vendor(mock: Mock) -> None:
    address, filler = urlsplit(mock.url), b"X-Filler: %s\r\n" % (b"x" * 1000)
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(POST + GOOD)
        while not select.select([line], [], [], 0.2)[0]:  # whoever sends more than is read gets a reset, and no answer
            line.sendall(filler * 10)
        head, _, body = line.recv(65536).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert "65536 bytes" in json.loads(body)["error"]["message"]
    fitting = send(mock, POST + GOOD + JSON + LENGTH + filler * 50 + b"Connection: close\r\n\r\n" + BODY)
    assert fitting.startswith(b"HTTP/1.1 201 ")


def test_many_small_heads_are_no_large_one(mock: Mock) -> None:
    """What is read in one piece is the end of one, many whole ones, and the beginning of another."""
    asked = b"GET /beta/me/devices HTTP/1.1\r\n" + HOST + GOOD + b"\r\n"
    count = 10 * MAX_HEAD // len(asked)
    last = asked.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    assert send(mock, asked * count + last).count(b"HTTP/1.1 200 OK") == count + 1


def test_a_large_body_is_no_large_head(mock: Mock) -> None:
    body = b'{"type":"LaunchUri","payload":{"uri":"http://bing.com/%s"}}' % (b"x" * 200_000)
    head = POST + GOOD + JSON + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    assert b"more than" not in send(mock, head, *[body[at : at + 30_000] for at in range(0, len(body), 30_000)])


def test_an_answer_without_a_body_does_not_wait_for_one(mock: Mock) -> None:
    """The connection stays open, and nothing else comes on it that the head could go out with."""
    address = urlsplit(mock.url)
    with socket.create_connection((address.hostname, address.port), timeout=2) as line:
        line.sendall(b"HEAD /beta/me/devices HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 405 ")


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: 500\r\n\r\n" + BODY,
        CHUNKED + b"\r\n" + WHOLE_CHUNK,
    ],
)
def test_a_truncated_request_creates_nothing(mock: Mock, rest: bytes) -> None:
    send(mock, POST + GOOD + JSON + rest, wait=False)
    assert created(mock) == 0


def test_a_body_that_goes_wrong_creates_nothing(mock: Mock) -> None:
    status, _, _ = exchange(mock, POST + GOOD + JSON + CHUNKED + b"\r\n" + WHOLE_CHUNK, b"zz\r\n")
    assert (status, created(mock)) == (400, 0)


def test_a_good_request_is_answered_whatever_comes_after_it(mock: Mock) -> None:
    status, headers, _ = exchange(mock, POST + GOOD + JSON + LENGTH + b"\r\n" + BODY + b"\x00bad\r\n\r\n")
    assert (status, headers["connection"], created(mock)) == (201, "close", 1)


@pytest.mark.parametrize(("header", "status"), [(b"", 401), (GOOD, 201)])
def test_trailers_are_no_headers(mock: Mock, header: bytes, status: int) -> None:
    trailers = b"0\r\nAuthorization: Bearer fleetmock\r\nContent-Type: text/plain\r\n\r\n"
    packet = POST + header + JSON + CHUNKED + b"Connection: close\r\n\r\n" + WHOLE_CHUNK + trailers
    assert exchange(mock, packet)[0] == status


@pytest.mark.parametrize("twice", [GOOD + b"Authorization: Bearer other\r\n", GOOD + HOST, GOOD + JSON])
def test_a_header_that_may_stand_once_must_not_stand_twice(mock: Mock, twice: bytes) -> None:
    status, _, body = exchange(mock, POST + JSON + twice + LENGTH + b"Connection: close\r\n\r\n" + BODY)
    assert status == 400
    assert "must not be given twice" in json.loads(body)["error"]["message"]
    assert created(mock) == 0


def test_an_offer_of_another_protocol_is_declined_without_losing_the_body(mock: Mock) -> None:
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    address = urlsplit(mock.url)
    with closing(socket.create_connection((address.hostname, address.port), timeout=5)) as connection:
        connection.sendall(POST + GOOD + JSON + LENGTH + offer + b"\r\n" + BODY)
        assert connection.recv(65536).startswith(b"HTTP/1.1 201 ")
