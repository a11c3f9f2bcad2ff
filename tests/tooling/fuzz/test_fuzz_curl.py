import os
import subprocess

import pytest

from fleetmock_tooling.fuzz.curl import Request, command

TOKEN = "abc.def"
URL = "http://127.0.0.1:1/v9/a"


def run_in_shell(line: str) -> tuple[list[str], bytes]:
    """What a POSIX shell would give to curl: its arguments and its standard input."""
    shell = 'curl() { printf "%s\\0" "$@"; printf "end\\0"; cat; }\n' + line
    out = subprocess.run(
        ["sh", "-c", shell], stdin=subprocess.DEVNULL, capture_output=True, check=True,
        env={**os.environ, "FLEETMOCK_TOKEN": "from-env"},
    ).stdout  # fmt: skip
    arguments, _, stdin = out.partition(b"\0end\0")
    return arguments.decode().split("\0"), stdin


def test_the_token_is_taken_from_the_environment() -> None:
    request = Request("GET", URL, {"Authorization": f"Bearer {TOKEN}", "User-Agent": "x"}, None)
    line = command(request, TOKEN)
    assert TOKEN not in line
    arguments, _ = run_in_shell(line)
    assert arguments == [
        "--path-as-is", "--globoff", "-X", "GET", "-H", "Authorization: Bearer from-env", URL,
    ]  # fmt: skip


def test_another_authorization_is_sent_as_it_was() -> None:
    request = Request("GET", URL, {"Authorization": "Bearer $wrong", "X-Empty": ""}, None)
    arguments, _ = run_in_shell(command(request, TOKEN))
    assert "Authorization: Bearer $wrong" in arguments
    assert "X-Empty;" in arguments


@pytest.mark.parametrize("body", [b"", b"{}", b"it's @ $HOME `x`", b'{"a": "\xc3\xa9"}', b"\x00\xff\n\n", b"%s\\0"])
def test_a_body_survives_the_shell_byte_for_byte(body: bytes) -> None:
    line = command(Request("POST", URL, {"Content-Type": "application/json"}, body), TOKEN)
    arguments, stdin = run_in_shell(line)
    if "--data-binary" in arguments:
        assert stdin == body
    else:
        assert arguments[arguments.index("--data-raw") + 1].encode() == body


def test_a_body_without_a_type_gets_none_from_curl() -> None:
    arguments, _ = run_in_shell(command(Request("POST", URL, {}, b"x"), TOKEN))
    assert arguments[arguments.index("-H") + 1] == "Content-Type:"


def test_an_address_is_left_alone_by_shell_and_curl() -> None:
    url = "http://127.0.0.1:1/v9/a'b/../[c]?x={1}&y=$z"
    arguments, _ = run_in_shell(command(Request("GET", url, {}, None), TOKEN))
    assert arguments[-1] == url
    assert {"--path-as-is", "--globoff"} <= set(arguments)
