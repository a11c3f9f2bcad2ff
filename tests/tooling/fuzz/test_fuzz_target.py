import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz import target

ServeToy = Callable[..., tuple[str, Any]]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("127.0.0.1:4010", "not an http"),
        ("ftp://127.0.0.1", "not an http"),
        ("http://", "not an http"),
        ("http://127.0.0.1:99999", "not an http"),
        ("http://[::1", "not an http"),
        ("http://me:pw@127.0.0.1", "user name"),
        ("http://127.0.0.1/v1?x=1", "query"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(url: str, why: str) -> None:
    with pytest.raises(CannotRun, match=why):
        target.parse(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "api.localhost", "[::1]"])
def test_this_machine_may_be_fuzzed(host: str) -> None:
    target.refuse_remote(f"http://{host}:4010/v1")


@pytest.mark.parametrize("host", ["graph.microsoft.com", "10.0.0.1", "192.168.7.8", "localhost.evil.example"])
def test_another_machine_is_refused_and_told_what_would_be_sent(host: str) -> None:
    with pytest.raises(CannotRun, match=r"POST creates real commands.*--allow-remote"):
        target.refuse_remote(f"https://{host}/v1")


def test_the_base_path_is_added_once() -> None:
    assert target.base_url("http://127.0.0.1:1", "/v1") == "http://127.0.0.1:1/v1"
    assert target.base_url("http://127.0.0.1:1/", "/v1") == "http://127.0.0.1:1/v1"
    assert target.base_url("http://127.0.0.1:1/v1/", "/v1") == "http://127.0.0.1:1/v1"
    assert target.base_url("http://127.0.0.1:1/proxy", "/v1") == "http://127.0.0.1:1/proxy/v1"
    assert target.base_url("http://127.0.0.1:1", "") == "http://127.0.0.1:1"


def test_the_base_path_of_one_api_is_no_root_for_another() -> None:
    paths = {"a": "/v1", "b": "/v1", "c": "/beta"}
    with pytest.raises(CannotRun, match=r"base path of a, b, but not of c"):
        target.refuse_foreign_path("http://127.0.0.1:1/v1", paths)
    target.refuse_foreign_path("http://127.0.0.1:1/", paths)
    target.refuse_foreign_path("http://127.0.0.1:1/v1", {"a": "/v1", "b": "/v1"})


@pytest.mark.parametrize("token", ["", "a b", "a\nb", 'a"b', "a&b", "é"])
def test_a_token_that_no_header_can_carry_is_refused(token: str) -> None:
    with pytest.raises(CannotRun, match="--token"):
        target.refuse_bad_token(token)


@pytest.mark.parametrize("token", ["fleetmock", "eyJ0.eyJ1-_/+==", "1|laravel~"])
def test_tokens_as_they_are_in_the_wild_are_taken(token: str) -> None:
    target.refuse_bad_token(token)


def test_a_server_that_answers_anything_is_there(serve_toy: ServeToy) -> None:
    root, toy = serve_toy("refuses-token")
    target.check_reachable(f"{root}/v9")
    assert toy.authorizations == [None]


def test_a_port_nobody_listens_on_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        with pytest.raises(CannotRun, match=f"nothing answers at {url} .connection refused"):
            target.check_reachable(url)


def test_a_proxy_is_not_asked_for_this_machine(serve_toy: ServeToy, monkeypatch: pytest.MonkeyPatch) -> None:
    root, _ = serve_toy()
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(requests.exceptions.ProxyError):
        requests.get(root, timeout=5)
    with target.past_proxies(root):
        assert requests.get(root, timeout=5).status_code == 404
    assert "no_proxy" not in os.environ


def test_a_proxy_stays_in_use_for_another_machine() -> None:
    before = os.environ.get("NO_PROXY")
    with target.past_proxies("https://graph.microsoft.com"):
        assert os.environ.get("NO_PROXY") == before


def test_a_password_in_netrc_does_not_take_the_place_of_the_token(
    serve_toy: ServeToy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    root, toy = serve_toy()
    headers = {"Authorization": "Bearer abc"}
    requests.get(root, headers=headers, timeout=5)
    with target.past_proxies(root):
        requests.get(root, headers=headers, timeout=5)
    assert [str(each).partition(" ")[0] for each in toy.authorizations] == ["Basic", "Bearer"]
    assert os.environ["NETRC"] == str(tmp_path / "netrc")
