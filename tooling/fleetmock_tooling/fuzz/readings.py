"""Other readings of the vendors' pages: an endpoint that follows one the ledger knows has not broken the contract.

Its answers are brought into the form of the specification before anything judges them, and what was met is noted. That
an answer follows a reading is known only when the mock's own rewriter makes this very answer out of the undone one, so
one property that is spelled wrongly is no reading.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import orjson
import requests

from fleetmock.apis.variants.registry import VARIANTS
from fleetmock.apis.variants.rewrite import Rewrite, combined
from fleetmock.contract.exchange import Reply
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.undo import READINGS, Context, Reading
from fleetmock_tooling.fuzz.wire import Sent, plain_request

DRIFT = "doc-drift"


@dataclass(slots=True)
class Readings:
    """The readings of one API; undoes them on the wire and remembers which it met, and where."""

    api: str
    routes: Routes
    met: dict[tuple[str, str], Finding] = field(default_factory=dict)
    _types: dict[str, Any] = field(default_factory=dict)

    def undo(self, sent: Sent, response: requests.Response) -> None:
        reply = _reply(response)
        operation = self.routes.find(sent.request.method, sent.request.url)
        if reply is None:
            return
        context = Context(operation, sent.request, response.headers, self._types)
        chosen, undone = self._undone(context, reply)
        context.remember(undone)
        for each in chosen:
            self._note(each, sent, response)
        if chosen:
            _put(response, undone)

    def findings(self) -> list[Finding]:
        return list(self.met.values())

    def judge(self, finding: Finding) -> Finding:
        """DRIFT for an invalid request that was accepted because the endpoint reads it in another way."""
        reading = self._reads_otherwise(finding) if finding.check == "negative_data_rejection" else None
        if reading is None:
            return finding
        title = f"Under {self._name(reading)} the invalid request says something else"
        return replace(finding, outcome=Outcome.DRIFT, title=title, rule=reading.entry)

    def _reads_otherwise(self, finding: Finding) -> Reading | None:
        body = _json(finding.requests[-1].body) if finding.requests else None
        met = {entry for _, entry in self.met}
        candidates = (each for each in READINGS.get(self.api, ()) if each.entry in met)
        return next((each for each in candidates if self._rewrite(each).body(body) != body), None)

    def _name(self, reading: Reading) -> str:
        return f"{self.api}.{reading.variant}={reading.value}"

    def _rewrite(self, reading: Reading) -> Rewrite:
        return next(each for each in VARIANTS[self.api] if each.name == reading.variant).others[reading.value]

    def _undone(self, context: Context, reply: Reply) -> tuple[Sequence[Reading], Reply]:
        for wanted in _candidates(context, reply, READINGS.get(self.api, ())):
            undone = _undo_all(context, reply, wanted)
            if self._again(context, undone, wanted) == (reply.status, reply.body):
                return wanted, undone
        return (), reply

    def _again(self, context: Context, undone: Reply, wanted: Sequence[Reading]) -> tuple[int, Any]:
        """What the mock would answer with these variants; they are applied in the order of its registry."""
        rewrite = combined([self._rewrite(each) for each in wanted])
        try:
            answer = rewrite.answer(context.operation_id, undone) if rewrite else undone
        except (KeyError, TypeError, AttributeError, ValueError):
            # The rewriters expect valid answers; this one is broken in some other way.
            return 0, None
        return answer.status, answer.body

    def _note(self, reading: Reading, sent: Sent, response: requests.Response) -> None:
        operation = sent.operation or "other paths"
        name = self._name(reading)
        self.met.setdefault(
            (operation, reading.entry),
            Finding(
                operation,
                DRIFT,
                f"Answers follow {name}, another reading of the documentation",
                f"The entry {reading.entry} of the ledger (specs/divergences.yaml) knows it. Everything else was "
                "checked as if the answer had the form of the specification. --doc-drift fail counts it as a failure.",
                (plain_request(response.request),),
                outcome=Outcome.DRIFT,
                severity="low",
                rule=reading.entry,
            ),
        )


def _candidates(context: Context, reply: Reply, known: Iterable[Reading]) -> Iterator[Sequence[Reading]]:
    """Combinations of the readings that this answer could follow, the largest first."""
    possible, current = [], reply
    for each in reversed(list(known)):
        undone = each.undo(context, current)
        if undone is not None:
            possible.append(each)
            current = undone
    possible.reverse()
    for size in range(len(possible), 0, -1):
        yield from combinations(possible, size)


def _undo_all(context: Context, reply: Reply, wanted: Sequence[Reading]) -> Reply:
    for each in reversed(wanted):
        reply = each.undo(context, reply) or reply
    return reply


def _reply(response: requests.Response) -> Reply | None:
    """None for a body that is neither absent nor JSON."""
    if not response.content:
        return Reply(response.status_code, [], None)
    body = _json(response.content)
    return None if body is None else Reply(response.status_code, [], body)


def _json(content: bytes | None) -> Any:
    """None for what is no JSON, or nothing."""
    try:
        return orjson.loads(content or b"")
    except ValueError:
        return None


def _put(response: requests.Response, reply: Reply) -> None:
    content = b"" if reply.body is None else orjson.dumps(reply.body)
    response.status_code = reply.status
    headers = {"Content-Length": str(len(content))}
    if reply.body is not None and "content-type" not in response.headers:
        headers["Content-Type"] = "application/json"
    response.headers.update(headers)
    # schemathesis takes the headers from here.
    response.raw.headers.update(headers)
    response.raw.headers.discard("Content-Encoding")
    vars(response)["_content"] = content
