"""Reading an answer in bounded time and space."""

import time
from dataclasses import dataclass
from typing import Any

import requests
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` is both the longest silence and, with the headers in hand, the longest an answer may take.

    `resend`: whether schemathesis may send a request again whose connection was dropped.
    """

    seconds: float = 30.0
    size: int = 16 * 1024 * 1024
    resend: bool = True

    def tightened(self, timeout: Any) -> float:
        """The timeout that was asked for, unless it is longer or more than a number."""
        return min(timeout, self.seconds) if isinstance(timeout, int | float) else self.seconds


def read(response: requests.Response, limits: Limits, started: float) -> None:
    """Read the whole body into the response.

    `requests` would wait for the next piece as long as for the first, so a server that drips could hold it for ever.

    Raises the errors of `requests`.
    """
    try:
        body = _body(response, limits, started)
    except ReadTimeoutError:
        raise _late(response, limits) from None
    except DecodeError as error:
        raise requests.exceptions.ContentDecodingError(error, request=response.request) from error
    except HTTPError as error:
        raise requests.exceptions.ChunkedEncodingError(error, request=response.request) from error
    else:
        # What `requests` itself notes once it has read a body.
        vars(response).update(_content=body, _content_consumed=True)
    finally:
        response.close()


def _body(response: requests.Response, limits: Limits, started: float) -> bytes:
    pieces, size = [], 0
    while piece := response.raw.read1(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > limits.size:
            raise requests.exceptions.ChunkedEncodingError(
                f"the answer is longer than {limits.size} bytes", request=response.request
            )
        if time.monotonic() - started > limits.seconds:
            raise _late(response, limits)
    return b"".join(pieces)


def _late(response: requests.Response, limits: Limits) -> requests.ReadTimeout:
    return requests.ReadTimeout(f"the answer took more than {limits.seconds:g} s", request=response.request)
