import asyncio
import socket
import time
from typing import Any

import pytest

from fleetmock.callbacks.sender import BadTarget, Sender, Sent, target


def post(url: str, *, seconds: float = 5.0, times: int = 1) -> Sent:
    """What came of the last of so many, on one loop after the other."""
    sender = Sender()
    for _ in range(times):
        sent = asyncio.run(sender.post(target(url), b'{"status":"x"}', seconds))
    return sent


def test_a_body_is_posted_as_json(receiver: Any) -> None:
    assert post(receiver.url("/200/hook?a=b")) == Sent(200, None)
    ((path, headers, body),) = receiver.got
    assert (path, body) == ("/200/hook?a=b", {"status": "x"})
    assert headers["content-type"] == "application/json"
    assert headers["host"] == f"127.0.0.1:{receiver.port}"


def test_a_redirect_is_not_followed(receiver: Any) -> None:
    for status in (301, 302, 307, 308):
        error = f"it answered {status}, and redirects are not followed"
        assert post(receiver.url(f"/{status}")) == Sent(status, error)
    assert [path for path, _, _ in receiver.got] == ["/301", "/302", "/307", "/308"]


def test_an_error_of_the_receiver_is_told(receiver: Any) -> None:
    assert post(receiver.url("/500")) == Sent(500, "it answered 500")
    assert len(receiver.got) == 1


def test_a_cookie_and_a_user_of_the_url_are_not_sent(receiver: Any) -> None:
    assert post(receiver.url().replace("//", "//user:secret@"), times=2) == Sent(204, None)
    assert [set(headers) & {"cookie", "authorization"} for _, headers, _ in receiver.got] == [set(), set()]


def test_a_receiver_that_is_not_there_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert post(f"http://127.0.0.1:{unused.getsockname()[1]}/") == Sent(None, "All connection attempts failed")


def test_a_receiver_that_never_comes_to_an_end_is_left(receiver: Any) -> None:
    began = time.monotonic()
    assert post(receiver.url("/slow"), seconds=0.3) == Sent(None, "no answer within 0.3 s")
    assert time.monotonic() - began < 3


def test_a_proxy_of_the_environment_is_not_asked(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert post(receiver.url()).error is None
    assert len(receiver.got) == 1


def test_localhost_is_this_machine_whatever_a_resolver_says(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Any]()
    look_up = socket.getaddrinfo

    def resolver(host: Any, *rest: Any, **options: Any) -> Any:
        asked.append(host)
        return look_up("192.0.2.1" if host == "localhost" else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    assert post(receiver.url(host="localhost")).error is None
    assert receiver.got[0][1]["host"] == f"localhost:{receiver.port}"
    assert "localhost" not in asked


def test_localhost_is_found_at_its_other_address() -> None:
    async def story() -> Sent:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            writer.close()

        try:
            server = await asyncio.start_server(answer, "::1", 0)
        except OSError:
            pytest.skip("no IPv6 on this machine")
        async with server:
            url = f"http://localhost:{server.sockets[0].getsockname()[1]}/"
            return await Sender().post(target(url), b"{}", 5)

    assert asyncio.run(story()) == Sent(204, None)


def test_a_url_that_cannot_be_read_is_no_target() -> None:
    with pytest.raises(BadTarget, match="its URL cannot be read"):
        target("http://[::1/")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "file://localhost/etc/passwd", "gopher://localhost/"])
def test_only_http_is_spoken(url: str) -> None:
    with pytest.raises(BadTarget, match="only http and https are called back"):
        target(url)


def test_so_many_are_sent_at_a_time_and_the_others_are_not_late_for_it(receiver: Any) -> None:
    async def story() -> list[Sent]:
        sender = Sender(limit=2)
        slow, fast = target(receiver.url("/slow")), target(receiver.url())
        sends = [asyncio.create_task(sender.post(each, b"{}", 0.3)) for each in (slow, slow, fast)]
        await asyncio.sleep(0.15)
        assert [path for path, _, _ in receiver.got] == ["/slow", "/slow"]
        return await asyncio.gather(*sends)

    assert [sent.status for sent in asyncio.run(story())] == [None, None, 204]
