"""POSTs with as little HTTP as possible: no redirect, proxy or cookie; no answer's body is read.

The only module that knows the library that does it, which takes too long to import for a mock that calls nobody back.
"""

import asyncio
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

import httpx

from fleetmock.callbacks.allowlist import LOCALHOST

# At the same time, in the whole process; each is a socket.
SENDS: Final = 256
PORTS: Final = {"http": 80, "https": 443}
# Looking `localhost` up would let whoever answers decide where it is.
LOCAL_ADDRESSES: Final = ("127.0.0.1", "::1")


class BadTarget(Exception):
    """Nothing can be sent to a URL; the message is a piece of a sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads, read once: what is allowed is what is called."""

    url: httpx.URL
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The receiver's status, if there was one; and what went wrong, as a piece of a sentence, if something did."""

    status: int | None
    error: str | None


def target(text: str) -> Target:
    """Raises BadTarget."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise BadTarget("its URL cannot be read") from None
    if url.scheme not in PORTS:
        raise BadTarget("only http and https are called back")
    return Target(url, url.raw_host.decode("ascii"), PORTS[url.scheme] if url.port is None else url.port)


class Sender:
    """One for all namespaces: they share its certificates, and its `limit` of POSTs at the same time."""

    def __init__(self, limit: int = SENDS) -> None:
        self._limit = limit
        self._slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    async def post(self, target: Target, body: bytes, seconds: float) -> Sent:
        """`seconds` is what it may take from the first packet to the status of the answer."""
        async with self._slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._limit)):
            try:
                async with asyncio.timeout(seconds):
                    status = await self._status(target, body)
            except TimeoutError:
                return Sent(None, f"no answer within {seconds:g} s")
            except httpx.TransportError as error:
                return Sent(None, str(error) or type(error).__name__)
        if 300 <= status < 400:
            return Sent(status, f"it answered {status}, and redirects are not followed")
        return Sent(status, None if 200 <= status < 300 else f"it answered {status}")

    @cached_property
    def _trusted(self) -> object:
        """The certificates of public authorities; reading them takes longer than a POST."""
        return httpx.create_ssl_context(trust_env=False)

    async def _status(self, target: Target, body: bytes) -> int:
        *others, last = LOCAL_ADDRESSES if target.host == LOCALHOST else (target.host,)
        for address in others:
            try:
                return await self._status_of(address, target, body)
            except httpx.ConnectError:
                continue
        return await self._status_of(last, target, body)

    async def _status_of(self, address: str, target: Target, body: bytes) -> int:
        request = httpx.Request(
            "POST",
            target.url.copy_with(host=address),
            headers={
                "host": target.url.netloc.decode("ascii"),
                "content-type": "application/json",
                "user-agent": "fleetmock",
            },
            content=body,
            extensions={"sni_hostname": target.host},
        )
        # A transport, not a client: what a client adds (redirects, cookies, the environment) is not wanted here. One of
        # its own, because a connection is not used twice and a transport belongs to one loop.
        async with httpx.AsyncHTTPTransport(verify=self._trusted, trust_env=False) as transport:  # type: ignore[arg-type]
            response = await transport.handle_async_request(request)
            await response.aclose()
            return response.status_code
