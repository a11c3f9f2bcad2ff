import pytest
from kit import NOON

from fleetmock.app import create_app
from fleetmock.contract.exchange import Exchange
from fleetmock.fleet.clock import Clock
from fleetmock.settings import Settings

NAMESPACE = create_app(Settings(log_format="off"), Clock(frozen_at=NOON)).namespace
GUID = b"AAAAAAAA-0000-4000-8000-00000000000a"


def exchange(*headers: tuple[bytes, bytes], server: tuple[str, int] = ("10.0.0.1", 81)) -> Exchange:
    scope = {
        "method": "GET",
        "path": "/a/b",
        "raw_path": b"/a%2Fb",
        "query_string": b"x=1",
        "scheme": "http",
        "server": server,
        "headers": list(headers),
    }
    found = Exchange(scope)
    found.enter(NAMESPACE)
    return found


def test_urls_are_as_the_client_wrote_them() -> None:
    assert exchange((b"host", b"mock.test:4010")).url == "http://mock.test:4010/a%2Fb"
    assert exchange((b"host", b"[::1]:4010")).origin == "http://[::1]:4010"


def test_without_a_usable_host_the_socket_is_named() -> None:
    for headers in ([], [(b"host", b"")], [(b"host", b'evil"><\x7f')], [(b"host", b"a/b")], [(b"host", b"a" * 256)]):
        assert exchange(*headers).origin == "http://10.0.0.1:81"
    assert exchange(server=("::1", 81)).origin == "http://[::1]:81"


@pytest.mark.parametrize(
    ("said", "scheme"),
    [(b"https", "https"), (b"HTTPS", "https"), (b"https, http", "https"), (b"http", "http"), (b"javascript", "http")],
)
def test_a_proxy_that_ends_tls_says_so(said: bytes, scheme: str) -> None:
    assert exchange((b"host", b"a.test"), (b"x-forwarded-proto", said)).origin == f"{scheme}://a.test"


def test_several_lines_of_a_header_are_one_list() -> None:
    found = exchange((b"prefer", b"code=404"), (b"host", b"mock.test"), (b"prefer", b"delay=5"))
    assert (found.headers[b"prefer"], found.ambiguous) == (b"code=404, delay=5", "")
    found = exchange((b"prefer", b"a"), (b"authorization", b"Bearer a"), (b"authorization", b"Bearer b"))
    assert (found.headers[b"authorization"], found.ambiguous) == (b"Bearer b", "authorization")


def test_the_clients_own_request_id_is_kept_when_it_is_a_guid() -> None:
    assert exchange((b"client-request-id", GUID)).client_request_id == GUID.decode()


def test_any_other_client_request_id_is_replaced() -> None:
    for sent in (b"7", b"", GUID + b"\r\nx: y"):
        assert (made := exchange((b"client-request-id", sent))).client_request_id == made.request_id != sent.decode()
