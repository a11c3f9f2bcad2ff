"""Where the requests go."""

import ipaddress
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, urlsplit

import requests

from fleetmock_tooling.errors import CannotRun

_ANSWER_WITHIN = 10.0


def parse(url: str) -> SplitResult:
    """Raises CannotRun when `url` is not the plain address of an HTTP server."""
    try:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 0) >= 0
    except ValueError:
        plain = None
    if not plain:
        raise CannotRun(f"--url {url} is not an http:// or https:// address")
    if parts.username or parts.password:
        raise CannotRun("--url has a user name or password in it; give the token with --token")
    if parts.query or parts.fragment:
        raise CannotRun(f"--url {url} has a query or a fragment; give the root of the API only")
    return parts


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_remote(url: str) -> None:
    """Raises CannotRun when `url` leads off this machine."""
    if not is_loopback(url):
        raise CannotRun(
            f"{urlsplit(url).hostname} is not this machine. Fuzzing sends it your token with hundreds of valid and "
            "invalid requests, write methods too: POST creates real commands on real devices, and DELETE, PUT and "
            "PATCH are tried on every path. Say --allow-remote if that is what you want"
        )


def base_url(url: str, path: str) -> str:
    """`url` is the root or the root with the API's own base path; both lead to the latter."""
    bare = url.rstrip("/")
    return bare if path and urlsplit(bare).path.endswith(path) else bare + path


def refuse_foreign_path(url: str, paths: dict[str, str]) -> None:
    """Raises CannotRun when `url` ends with the base path of some of these APIs and not of the others.

    `paths` is the base path of each API.
    """
    end = urlsplit(url.rstrip("/")).path
    at_home = [api for api, path in paths.items() if path and end.endswith(path)]
    astray = [api for api in paths if api not in at_home]
    if at_home and astray:
        raise CannotRun(
            f"--url {url} is the base path of {', '.join(at_home)}, but not of {', '.join(astray)}; "
            "give the root, or name the APIs to fuzz"
        )


def refuse_bad_token(token: str) -> None:
    """Raises CannotRun for a token that cannot be sent, or that reports could not be cleaned of."""
    if not re.fullmatch(r"[!#-%(-;=?-\[\]-~]+", token):
        raise CannotRun("--token is empty or has characters that do not belong in a bearer token")


def check_reachable(url: str) -> None:
    """Raises CannotRun when nothing at `url` speaks HTTP. Any answer will do; the token is not sent."""
    try:
        requests.get(url, timeout=_ANSWER_WITHIN, allow_redirects=False, stream=True).close()
    except requests.RequestException as error:
        raise CannotRun(f"nothing answers at {url} ({_reason(error)}); is the server running?") from None


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "the TLS handshake failed"
    if isinstance(error, requests.Timeout):
        return f"no answer within {_ANSWER_WITHIN:.0f} s"
    refused = re.search(r"Connection refused|Name or service not known|No route to host", str(error))
    return refused.group().lower() if refused else type(error).__name__


@contextmanager
def past_proxies(url: str) -> Iterator[None]:
    """Keep requests to `url` away from what the environment would put between.

    A proxy that it names is left out when `url` is on this machine, and a password out of ~/.netrc never takes the
    place of the token.
    """
    changed = {"NETRC": os.devnull}
    if is_loopback(url):
        known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
        hosts = ",".join([*([known] if known else []), urlsplit(url).hostname or ""])
        changed |= {"NO_PROXY": hosts, "no_proxy": hosts}
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
