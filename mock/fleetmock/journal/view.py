"""What an entry means to whoever looks at it: decoded, parsed and without secrets, each part when it is asked for."""

import re
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson

from fleetmock.fleet.clock import rfc3339_milliseconds
from fleetmock.journal import redact
from fleetmock.journal.entry import Entry
from fleetmock.journal.redact import MAX_DEPTH, Redactor, TooDeep

NOTHING: Final = object()  # a body that is not there, where None would be the JSON null
PARAMETER: Final = re.compile(r"{([^}]+)}")

Record = dict[str, Any]


class View:
    """One entry. Every text that comes out of it is fit to be shown, and what is matched is what is shown."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    @property
    def operation_id(self) -> str | None:
        return self.entry.operation

    @cached_property
    def path(self) -> str:
        return redact.plain(self.entry.path)

    @cached_property
    def query(self) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for name, value in _fields(self.entry.query):
            secret = redact.is_sensitive(name)
            values.setdefault(redact.plain(name), []).append(redact.REDACTED if secret else redact.plain(value))
        return values

    @cached_property
    def headers(self) -> dict[str, str]:
        """By their names in lower case."""
        return {
            name: redact.header(name, value.decode("latin-1"))
            for name, value in ((key.decode("latin-1").lower(), each) for key, each in self.entry.headers.items())
        }

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Those of the path."""
        names = PARAMETER.findall(self.entry.template or "")
        return {name: _decoded(text) for name, text in zip(names, self.entry.arguments, strict=False)}

    @cached_property
    def body(self) -> Any:
        """JSON where it is JSON, else text; NOTHING where there is none."""
        return self._shown(self.entry.body, self._sent)

    @cached_property
    def answer(self) -> Any:
        """The body of the answer."""
        return self._shown(self.entry.payload, self._answered)

    def shown(self, namespace: str) -> Record:
        """The entry as the control plane shows it."""
        entry = self.entry
        record: Record = {
            "id": entry.id,
            "sequence": entry.sequence,
            "namespace": namespace,
            "time": rfc3339_milliseconds(entry.moment),
            "receivedAt": rfc3339_milliseconds(entry.received),
            "durationMs": round(entry.took * 1000, 3),
            "method": entry.method,
            "path": self.path,
            "url": self._url(),
            "query": self.query,
            "headers": self.headers,
        }
        record |= _body(self.body, cut=entry.cut[0])
        if entry.api is not None:
            record["api"] = entry.api
        if entry.operation is not None:
            record["operationId"] = entry.operation
            record["parameters"] = self.parameters
        record["response"] = self._response()
        if entry.refusal is not None:
            record["refusal"] = self._refusal()
        if entry.fault is not None:
            record["fault"] = entry.fault
        record["notes"] = [self._redactor.text(each) for each in entry.notes]
        return record

    def _url(self) -> str:
        url = redact.plain(self.entry.url)
        query = self.entry.query
        return f"{url}?{redact.query(query.decode('latin-1'))}" if query else url

    def _response(self) -> Record:
        headers: dict[str, str] = {}
        for raw, value in self.entry.answer_headers:
            name = raw.decode("latin-1").lower()
            text = redact.header(name, value.decode("latin-1"))
            headers[name] = f"{headers[name]}, {text}" if name in headers else text
        return {"status": self.entry.status, "headers": headers} | _body(self.answer, cut=self.entry.cut[1])

    def _refusal(self) -> Record:
        refusal = self.entry.refusal
        assert refusal is not None  # noqa: S101 - asked by the only caller
        record: Record = {"condition": refusal.condition.name}
        if refusal.detail:
            record["detail"] = self._redactor.text(refusal.detail)
        record["problems"] = [
            {"place": each.place, "pointer": each.pointer, "reason": self._redactor.text(each.reason)}
            for each in refusal.problems
        ]
        return record

    @cached_property
    def _redactor(self) -> Redactor:
        """Knows the secrets of the request, which its answer may quote."""
        redactor, refusal = Redactor(), self.entry.refusal
        for name, value in _fields(self.entry.query):
            if redact.is_sensitive(name):
                redactor.learn_text(value)
        for each in (self._sent, self._answered):
            redactor.learn(each)
        for problem in refusal.problems if refusal else ():
            if redact.is_sensitive(problem.pointer):
                redactor.learn_text(problem.reason)
        return redactor

    @cached_property
    def _sent(self) -> Any:
        return _parsed(self.entry.body)

    @cached_property
    def _answered(self) -> Any:
        return _parsed(self.entry.payload)

    def _shown(self, raw: bytes, value: Any) -> Any:
        """The value that the bytes were parsed to, without secrets."""
        if value is NOTHING:
            return self._redactor.text(raw.decode("utf-8", "replace")) if raw else NOTHING
        return self._redactor.value(value)


def _parsed(raw: bytes) -> Any:
    """NOTHING for what is no JSON, or too deep to be looked into."""
    if not raw:
        return NOTHING
    try:
        value = orjson.loads(raw)
        # Counting brackets is cheap and an upper bound; only a suspicious body is walked.
        if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH:
            Redactor().learn(value)
    except (orjson.JSONDecodeError, TooDeep):
        return NOTHING
    return value


def _body(value: Any, *, cut: bool) -> Record:
    if value is NOTHING:
        return {}
    return {"body": value, "bodyTruncated": True} if cut else {"body": value}


def _fields(query: bytes) -> list[tuple[str, str]]:
    return parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="replace")


def _decoded(argument: str) -> str:
    """A path parameter that the router decoded; what was not UTF-8 is marked."""
    return redact.plain(argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
