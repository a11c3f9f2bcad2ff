"""One POST with as little HTTP as possible: no redirect, proxy, cookie or second try; no answer's body is read."""

import asyncio
from typing import Final

import httpx

from fleetmock.callbacks.allowlist import LOCALHOST

SECONDS: Final = 5.0
# Looking `localhost` up would let whoever answers decide where it is.
LOCAL_ADDRESSES: Final = ("127.0.0.1", "::1")


class Sender:
    """`seconds` is what one POST may take from the first packet to the status of the answer."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        # A transport, not a client: what a client adds (redirects, cookies, the environment) is not wanted here.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._transport = httpx.AsyncHTTPTransport(trust_env=False, limits=limits)

    async def post(self, url: str, body: bytes) -> str | None:
        """What went wrong, as a piece of a sentence, or None."""
        try:
            async with asyncio.timeout(self._seconds):
                status = await self._status(httpx.URL(url), body)
        except TimeoutError:
            return f"no answer within {self._seconds:g} s"
        except httpx.TransportError as error:
            return str(error) or type(error).__name__
        if 300 <= status < 400:
            return f"it answered {status}, and redirects are not followed"
        return None if 200 <= status < 300 else f"it answered {status}"

    async def close(self) -> None:
        await self._transport.aclose()

    async def _status(self, url: httpx.URL, body: bytes) -> int:
        host = url.raw_host.decode("ascii")
        *others, last = LOCAL_ADDRESSES if host == LOCALHOST else (host,)
        for address in others:
            try:
                return await self._status_of(address, url, body)
            except httpx.ConnectError:
                continue
        return await self._status_of(last, url, body)

    async def _status_of(self, address: str, url: httpx.URL, body: bytes) -> int:
        request = httpx.Request(
            "POST",
            url.copy_with(host=address),
            headers={"host": url.netloc.decode("ascii"), "content-type": "application/json", "user-agent": "fleetmock"},
            content=body,
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await self._transport.handle_async_request(request)
        await response.aclose()
        return response.status_code
