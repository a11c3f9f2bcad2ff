"""One request of the journal: packed into one bytes value when it was answered, unpacked when somebody looks.

A ring of objects as the request path had them costs every request far more than packing them: by the time that they are
let go they have left the caches, each of some thirty, and the next request is made of what they leave behind.
"""

import marshal
import time
from typing import Any, Final, NamedTuple

from fleetmock.contract.exchange import Exchange, Headers, Reply
from fleetmock.errors import Condition, Problem, Refusal

# What an entry takes beside what it is packed to: the bytes object, its place in the ring, what the allocator adds.
OVERHEAD: Final = 64
MAX_TARGET: Final = 8192
MAX_HEADERS: Final = 100
MAX_HEADER: Final = 4096
# The newest form without references to what came before, which take half as long again to write.
MARSHAL: Final = 2

# Place, pointer and reason of each; condition and detail before them.
PackedProblems = tuple[tuple[str, str, str], ...]
PackedRefusal = tuple[str, str, PackedProblems]


class Entry(NamedTuple):
    """One request and its answer.

    `id` is the request's, `path` the one without the prefix that names a namespace, `arguments` the path's parameters
    as the operation's `template` names them. `api` is None below no base path, `operation` and `template` when no
    operation took the request. `answer_headers` and `payload` are the answer's. `cut` says whether the bodies, of
    request and answer, are only the beginnings of what they were. `fault` is as the control plane shows it. `moment` is
    in seconds since 1970 by the namespace's clock, `received` by the machine's; `took` is in seconds. `sequence` counts
    the requests of a namespace from 1, and `size` is what the entry takes, in bytes.
    """

    id: str
    method: str
    origin: str
    raw_path: str
    path: str
    query: bytes
    headers: dict[bytes, bytes]
    body: bytes
    arguments: list[str]
    api: str | None
    operation: str | None
    template: str | None
    moment: float
    received: float
    took: float
    status: int
    answer_headers: Headers
    payload: bytes
    packed_refusal: PackedRefusal | None
    fault: dict[str, Any] | None
    notes: tuple[str, ...]
    cut: tuple[bool, bool]
    sequence: int
    size: int

    @property
    def is_unmatched(self) -> bool:
        """No operation took the request."""
        return self.operation is None

    @property
    def url(self) -> str:
        """Absolute, without its query."""
        return self.origin + self.raw_path

    @property
    def refusal(self) -> Refusal | None:
        """Why it was refused."""
        if self.packed_refusal is None:
            return None
        name, detail, problems = self.packed_refusal
        return Refusal(Condition[name], detail, problems=tuple(Problem(*each) for each in problems))


def unpack(packed: bytes, sequence: int) -> Entry:
    fields = marshal.loads(packed)  # noqa: S302 - written by this process, into its own memory
    return Entry._make((*fields, sequence, size_of(packed)))


def size_of(packed: bytes) -> int:
    return OVERHEAD + len(packed)


def pack(exchange: Exchange, reply: Reply, payload: bytes, body_limit: int) -> bytes:
    """To be called right after the answer was sent."""
    sent, sent_at = time.perf_counter(), time.time()
    took = sent - exchange.started
    operation, refusal, fault = exchange.operation, exchange.refusal, exchange.fault
    fields: tuple[Any, ...] = (
        exchange.request_id,
        exchange.method,
        exchange.origin,
        exchange.raw_path,
        exchange.path,
        exchange.query,
        exchange.headers,
        exchange.body,
        exchange.arguments,
        exchange.api,
        operation.id if operation else None,
        operation.template if operation else None,
        exchange.moment,
        sent_at - took,
        took,
        reply.status,
        reply.headers,
        payload,
        _packed(refusal) if refusal else None,
        fault.shown() if fault else None,
        exchange.notes,
        (False, False),
    )
    packed = marshal.dumps(fields, MARSHAL)
    if len(packed) > body_limit:
        packed = marshal.dumps(_shortened(Entry._make((*fields, 0, 0)), body_limit), MARSHAL)
    return packed


def _packed(refusal: Refusal) -> PackedRefusal:
    problems = tuple((each.place, each.pointer, each.reason) for each in refusal.problems)
    return refusal.condition.name, refusal.detail, problems


def _shortened(entry: Entry, body_limit: int) -> tuple[Any, ...]:
    """The fields without what is longer than anybody should make a journal keep."""
    headers = list(entry.headers.items())[:MAX_HEADERS]
    refusal = entry.packed_refusal
    shortened = entry._replace(
        raw_path=entry.raw_path[:MAX_TARGET],
        path=entry.path[:MAX_TARGET],
        query=entry.query[:MAX_TARGET],
        headers={name[:MAX_HEADER]: value[:MAX_HEADER] for name, value in headers},
        body=entry.body[:body_limit],
        arguments=[each[:MAX_TARGET] for each in entry.arguments],
        payload=entry.payload[:body_limit],
        packed_refusal=refusal and (refusal[0], refusal[1][:MAX_TARGET], _cut_problems(refusal[2])),
        notes=tuple(each[:MAX_HEADER] for each in entry.notes[:MAX_HEADERS]),
        cut=(len(entry.body) > body_limit, len(entry.payload) > body_limit),
    )
    return tuple(shortened)[:-2]


def _cut_problems(problems: PackedProblems) -> PackedProblems:
    return tuple(
        (place, pointer[:MAX_HEADER], reason[:MAX_HEADER]) for place, pointer, reason in problems[:MAX_HEADERS]
    )
