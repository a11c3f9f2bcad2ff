import pytest

from fleetmock.callbacks.allowlist import AllowList, BadHost
from fleetmock.callbacks.sender import target

LOOPBACK = AllowList(["loopback"])


def refusal(allowed: AllowList, url: str) -> str | None:
    """Of the URL as it would be called."""
    found = target(url)
    return allowed.refusal(found.host, found.port)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.8.8.8:9/hook?x=1",
        "HTTPS://LocalHost/",
        "http://localhost:8080/",
        "http://[::1]:1/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://somebody@localhost/",
    ],
)
def test_loopback_is_every_address_of_this_machine(url: str) -> None:
    assert refusal(LOOPBACK, url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://128.0.0.1/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "http://localhost@example.org/",
        "http://localhost:80@example.org/",
        "http://127.0.0.1\\@example.org/",
        "http://example.org#@localhost/",
        "http://example.org?@localhost/",
        # Spellings that some resolver takes for this machine; none of them is needed.
        "http://localhost./",
        "http://a.localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::1%25lo]/",
        "http://%6cocalhost/",
        "http:///",
        "http://loopback/",
    ],
)
def test_loopback_is_nothing_else(url: str) -> None:
    assert refusal(LOOPBACK, url) == "the host is not on the list of --callbacks"


@pytest.mark.parametrize("url", ["http://127.0.0.1:0/", "http://127.0.0.1:65536/"])
def test_a_port_is_one(url: str) -> None:
    assert refusal(LOOPBACK, url) is not None


def test_a_list_of_nothing_allows_nothing() -> None:
    assert refusal(AllowList([]), "http://127.0.0.1/") is not None


@pytest.mark.parametrize(
    ("entry", "allowed", "refused"),
    [
        ("Hooks.Example.org", "http://hooks.example.ORG:81/", "http://other.hooks.example.org/"),
        ("hooks.example.org:8443", "https://hooks.example.org:8443/", "https://hooks.example.org/"),
        ("hooks.example.org:443", "https://hooks.example.org/", "http://hooks.example.org/"),
        ("hooks.example.org:80", "http://hooks.example.org/", "https://hooks.example.org/"),
        ("10.0.0.1", "http://10.0.0.1:5/", "http://10.0.0.10/"),
        ("[fd00:0::1]:80", "http://[fd00::1]/", "http://[fd00::1]:81/"),
        ("loopback:9000", "http://localhost:9000/", "http://localhost/"),
        ("127.0.0.1", "http://127.0.0.1/", "http://localhost/"),
    ],
)
def test_a_host_is_allowed_by_its_own_name_and_port(entry: str, allowed: str, refused: str) -> None:
    listed = AllowList(["elsewhere", entry])
    assert refusal(listed, allowed) is None
    assert refusal(listed, refused) is not None


@pytest.mark.parametrize(
    "entry",
    ["", "*", "*.example.org", "http://example.org", "example.org/", "a@b", "h:", "h:0", "h:65536", "::1", "[x]"],
)
def test_what_is_no_host_is_named(entry: str) -> None:
    with pytest.raises(BadHost, match="write loopback, HOST or"):
        AllowList([entry])


def test_the_hosts_are_told_as_they_were_given() -> None:
    assert AllowList(["Loopback", "hooks.example.org:81"]).hosts == ("Loopback", "hooks.example.org:81")
