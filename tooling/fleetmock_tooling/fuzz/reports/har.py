"""Every request and its answer as a HAR file, those of the checks' own probes included."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import harfile
from schemathesis.config import OutputConfig
from schemathesis.core.output.sanitization import sanitize_value

from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.redaction import Secrets
from fleetmock_tooling.fuzz.reports.writing import writing
from fleetmock_tooling.fuzz.wire import Answer, Observer, Sent

_HTTP = "HTTP/1.1"
_NONE = harfile.Response(status=0, statusText="", httpVersion="")
_SANITIZATION = OutputConfig().sanitization
# Of a longer body the beginning is shown: some probes send a megabyte each.
_SHOWN = 64 * 1024


class Har(Observer):
    """Watches the wire and keeps what happened until `flush`, which the one who runs the engine calls now and then.

    Answers are shown as they came, also those in which a known reading of the documentation is undone afterwards.

    Raises CannotRun when the file cannot be written, but never from inside a request.
    """

    def __init__(self, path: Path, secrets: Secrets) -> None:
        self._path = path
        self._secrets = secrets
        self._pending: list[dict[str, Any]] = []
        # Requests carry monotonic times; a report wants those of the calendar.
        self._epoch = time.time() - time.monotonic()

    def __enter__(self) -> Self:
        with writing(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._context = harfile.open(self._path)
            self._file = self._context.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.flush()
        with writing(self._path):
            self._context.__exit__(None, None, None)

    def flush(self) -> None:
        pending, self._pending = self._pending, []
        with writing(self._path):
            for entry in pending:
                self._file.add_entry(**entry)

    def received(self, sent: Sent, answer: Answer) -> None:
        self._add(sent, self._response(answer), answer.at - sent.at)

    def unanswered(self, sent: Sent, error: BaseException) -> None:
        self._add(sent, _NONE, 0.0, type(error).__name__)

    def _add(self, sent: Sent, response: harfile.Response, seconds: float, trouble: str = "") -> None:
        took = round(seconds * 1000, 2)
        notes = [f"probe of {sent.probe}" if sent.probe else "", trouble]
        self._pending.append(
            {
                "startedDateTime": datetime.fromtimestamp(sent.at + self._epoch, UTC),
                "time": took,
                "request": self._request(sent),
                "response": response,
                "timings": harfile.Timings(send=0, wait=took, receive=0),
                "comment": ", ".join(filter(None, notes)) or None,
            }
        )

    def _request(self, sent: Sent) -> harfile.Request:
        request = sent.request
        url = self._secrets.redact(request.url)
        query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
        return harfile.Request(
            method=request.method,
            url=url,
            httpVersion=_HTTP,
            headers=self._headers(request.headers),
            queryString=[harfile.Record(name, value) for name, value in query],
            postData=None if request.body is None else self._posted(request, request.body),
            bodySize=len(request.body or b""),
        )

    def _posted(self, request: Request, body: bytes) -> harfile.PostData:
        mime = request.header("content-type") or ""
        return harfile.PostData(mimeType=mime, text=self._text(body), comment=_cut(body))

    def _response(self, answer: Answer) -> harfile.Response:
        content = harfile.Content(
            size=len(answer.body),
            mimeType=answer.headers.get("content-type", ""),
            text=self._text(answer.body),
            comment=_cut(answer.body),
        )
        return harfile.Response(
            status=answer.status,
            statusText=_phrase(answer.status),
            httpVersion=_HTTP,
            headers=self._headers(answer.headers),
            content=content,
            redirectURL=self._secrets.redact(answer.headers.get("location", "")),
            bodySize=len(answer.body),
        )

    def _headers(self, headers: Mapping[str, str]) -> list[harfile.Record]:
        """Without credentials of any kind, ours or not."""
        shown = dict(headers)
        sanitize_value(shown, config=_SANITIZATION)
        return [harfile.Record(name, self._secrets.redact(value)) for name, value in shown.items()]

    def _text(self, body: bytes) -> str:
        # Cut after the cleaning, which would not know the first half of a token.
        return self._secrets.redact(body.decode("utf-8", "replace"))[:_SHOWN]


def _cut(body: bytes) -> str | None:
    return f"the beginning of {len(body)} bytes" if len(body) > _SHOWN else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
