import asyncio
import socket
import time
from typing import Any

import pytest

from fleetmock.callbacks.sender import Sender


def post(url: str, *, seconds: float = 5.0, times: int = 1) -> str | None:
    """What went wrong with the last of so many."""

    async def story() -> str | None:
        sender, problem = Sender(seconds), None
        for _ in range(times):
            problem = await sender.post(url, b'{"status":"x"}')
        await sender.close()
        return problem

    return asyncio.run(story())


def test_a_body_is_posted_as_json(receiver: Any) -> None:
    assert post(receiver.url("/200/hook?a=b")) is None
    ((path, headers, body),) = receiver.got
    assert (path, body) == ("/200/hook?a=b", {"status": "x"})
    assert headers["content-type"] == "application/json"
    assert headers["host"] == f"127.0.0.1:{receiver.port}"


def test_a_redirect_is_not_followed(receiver: Any) -> None:
    for status in (301, 302, 307, 308):
        assert post(receiver.url(f"/{status}")) == f"it answered {status}, and redirects are not followed"
    assert [path for path, _, _ in receiver.got] == ["/301", "/302", "/307", "/308"]


def test_an_error_of_the_receiver_is_told(receiver: Any) -> None:
    assert post(receiver.url("/500")) == "it answered 500"
    assert len(receiver.got) == 1


def test_a_cookie_and_a_user_of_the_url_are_not_sent(receiver: Any) -> None:
    assert post(receiver.url().replace("//", "//user:secret@"), times=2) is None
    assert [set(headers) & {"cookie", "authorization"} for _, headers, _ in receiver.got] == [set(), set()]


def test_a_receiver_that_is_not_there_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert post(f"http://127.0.0.1:{unused.getsockname()[1]}/") == "All connection attempts failed"


def test_a_receiver_that_never_comes_to_an_end_is_left(receiver: Any) -> None:
    began = time.monotonic()
    assert post(receiver.url("/slow"), seconds=0.3) == "no answer within 0.3 s"
    assert time.monotonic() - began < 3


def test_a_proxy_of_the_environment_is_not_asked(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert post(receiver.url()) is None
    assert len(receiver.got) == 1


def test_localhost_is_this_machine_whatever_a_resolver_says(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Any]()
    look_up = socket.getaddrinfo

    def resolver(host: Any, *rest: Any, **options: Any) -> Any:
        asked.append(host)
        return look_up("192.0.2.1" if host == "localhost" else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    assert post(receiver.url(host="localhost")) is None
    assert receiver.got[0][1]["host"] == f"localhost:{receiver.port}"
    assert "localhost" not in asked


def test_localhost_is_found_at_its_other_address() -> None:
    async def story() -> str | None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            writer.close()

        try:
            server = await asyncio.start_server(answer, "::1", 0)
        except OSError:
            pytest.skip("no IPv6 on this machine")
        async with server:
            return await Sender().post(f"http://localhost:{server.sockets[0].getsockname()[1]}/", b"{}")

    assert asyncio.run(story()) is None
