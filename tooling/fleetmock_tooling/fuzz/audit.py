"""A line for each request, written before the request goes out and after its answer has come."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.redaction import Secrets
from fleetmock_tooling.fuzz.wire import Answer, Observer, Sent


class Audit(Observer):
    """JSON lines without headers and bodies; tokens in URLs are masked."""

    def __init__(self, file: TextIO, api: str, secrets: Secrets) -> None:
        self._file = file
        self._api = api
        self._secrets = secrets

    def sent(self, sent: Sent) -> None:
        self._write("sent", sent, method=sent.request.method, url=sent.request.url, operation=sent.operation)

    def refused(self, sent: Sent, reason: str) -> None:
        self._write("refused", sent, method=sent.request.method, url=sent.request.url, reason=reason)

    def answered(self, sent: Sent, answer: Answer) -> None:
        self._write("answered", sent, status=answer.status, seconds=round(answer.at - sent.at, 3))

    def unanswered(self, sent: Sent, error: BaseException) -> None:
        self._write("unanswered", sent, error=type(error).__name__)

    def _write(self, event: str, sent: Sent, **facts: Any) -> None:
        head = {"at": datetime.now(UTC).isoformat(), "api": self._api, "event": event, "number": sent.number}
        origin = {"check": sent.probe} if sent.probe else {}
        self._file.write(self._secrets.redact(json.dumps({**head, **origin, **facts})) + "\n")


@contextmanager
def audit_file(path: Path | None) -> Iterator[TextIO | None]:
    """Opened to be added to, line by line; None for no path. Raises CannotRun when it cannot be written."""
    if path is None:
        yield None
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise CannotRun(f"cannot write the audit log {path}: {error.strerror}; choose another --audit-log") from error
    with file:
        yield file
