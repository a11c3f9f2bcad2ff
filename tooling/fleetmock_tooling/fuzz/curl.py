"""A request as a shell command that sends it again."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

PLACEHOLDER = "$FLEETMOCK_TOKEN"
# What every client adds by itself, and the marks schemathesis leaves.
_NOISE = {
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "transfer-encoding",
    "user-agent",
    "x-schemathesis-testcaseid",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What was sent, byte for byte; header names as sent, one value each."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers.items() if key.lower() == name), None)


def command(request: Request, token: str) -> str:
    """A POSIX shell line that repeats `request`; the token stands in it as $FLEETMOCK_TOKEN."""
    # Without these two, curl tidies /../ away and takes [ and { for patterns.
    words = ["curl --path-as-is --globoff -X", shlex.quote(request.method)]
    for name, value in request.headers.items():
        if name.lower() not in _NOISE:
            words += ["-H", _header(name, value, token)]
    if request.body is not None and request.header("content-type") is None:
        words += ["-H", "'Content-Type:'"]
    return _with_body(" ".join(words), request.body, shlex.quote(request.url))


def _header(name: str, value: str, token: str) -> str:
    if value == f"Bearer {token}":
        return f'"{name}: Bearer {PLACEHOLDER}"'
    # A colon would drop the header; the semicolon is curl's way to send it empty.
    return shlex.quote(f"{name}: {value}" if value else f"{name};")


def _with_body(line: str, body: bytes | None, url: str) -> str:
    if body is None:
        return f"{line} {url}"
    if body.isascii() and body.decode("ascii").isprintable():
        return f"{line} --data-raw {shlex.quote(body.decode('ascii'))} {url}"
    octal = "".join(f"\\{byte:03o}" for byte in body)
    return f"printf '{octal}' | {line} --data-binary @- {url}"
