import time

import httpx
import pytest
from asked import APPLE, COMMANDS, LAUNCH, SURFACE, Asked
from hypothesis import given, settings
from hypothesis import strategies as st
from kit import NOON

from fleetmock.contract.exchange import Exchange, Reply
from fleetmock.errors import Condition, Refusal
from fleetmock.journal import pattern
from fleetmock.journal.entry import MAX_HEADER, MAX_HEADERS, MAX_TARGET, OVERHEAD
from fleetmock.journal.journal import Journal
from fleetmock.journal.nearest import Nearest
from fleetmock.journal.pattern import Pattern

EVERY = Pattern()


@pytest.fixture
def asked() -> Asked:
    return Asked()


def exchange(body: bytes = b"", path: str = "/x", query: bytes = b"", **headers: bytes) -> Exchange:
    fields = [(name.encode(), value) for name, value in headers.items()]
    made = Exchange({"method": "GET", "path": path, "query_string": query, "headers": fields})
    made.body, made.request_id, made.moment = body, "id", 0.0
    return made


def journal(limit: int = 10, body_limit: int = 100, budget: int = 1_000_000) -> Journal:
    return Journal("x", Nearest({}), limit, body_limit, budget)


def record(into: Journal, *, payload: bytes = b"", request: Exchange | None = None) -> None:
    into.record(request or exchange(), Reply(200, [], None), payload)


def test_every_answer_is_recorded_in_order(asked: Asked) -> None:
    asked("GET", "/beta/me/devices")
    asked("POST", COMMANDS, json=LAUNCH)
    asked("GET", "/nowhere")
    asked("GET", "/beta/me/devices", headers={"authorization": ""})
    found = asked.journal.find(EVERY)
    assert [each.sequence for each in found] == [1, 2, 3, 4]
    assert [each.status for each in found] == [200, 201, 404, 401]
    assert [each.is_unmatched for each in found] == [False, False, True, False]


def test_namespaces_have_a_journal_each(asked: Asked) -> None:
    asked("GET", "/ns/one/beta/me/devices")
    asked("GET", "/beta/me/devices", headers={"fleetmock-namespace": "two"})
    assert len(asked.journal) == 0
    for name in ("one", "two"):
        assert [each.path for each in asked.app.namespaces.get(name).journal.find(EVERY)] == ["/beta/me/devices"]


def test_a_reset_begins_a_new_journal(asked: Asked) -> None:
    asked("GET", "/beta/me/devices")
    asked.app.namespaces.reset("default")
    assert len(asked.journal) == 0
    asked("GET", "/beta/me/devices")
    assert asked.last.sequence == 1


def test_one_is_found_by_its_id(asked: Asked) -> None:
    sent = asked("POST", COMMANDS, json=LAUNCH).headers["request-id"]
    asked("GET", "/beta/me/devices")
    found = asked.journal.get(sent)
    assert found is not None
    assert found.sequence == 1
    assert asked.journal.get("nope") is None


def test_the_oldest_make_room_and_are_counted() -> None:
    filled = journal(limit=3)
    for _ in range(5):
        record(filled)
    assert [each.sequence for each in filled.find(EVERY)] == [3, 4, 5]
    assert filled.dropped == 2
    assert [each.sequence for each in filled.find(EVERY)[-2:]] == [4, 5]


def test_clearing_keeps_the_count_of_requests() -> None:
    filled = journal(limit=2)
    for _ in range(3):
        record(filled)
    assert filled.clear() == 2
    assert (len(filled), filled.dropped) == (0, 0)
    record(filled)
    assert [each.sequence for each in filled.find(EVERY)] == [4]


def test_a_journal_of_none_keeps_none() -> None:
    filled = journal(limit=0)
    for _ in range(3):
        record(filled)
    assert (len(filled), filled.find(EVERY), filled.get("id"), filled.dropped) == (0, [], None, 3)


def test_memory_is_what_limits_it_first() -> None:
    filled = journal(limit=1000, body_limit=50_000, budget=100_000)
    for _ in range(100):
        record(filled, payload=b"x" * 20_000)
    assert len(filled) == 100_000 // filled.find(EVERY)[-1].size
    assert filled.find(EVERY)[-1].size > 20_000 + OVERHEAD
    assert filled.dropped == 100 - len(filled)


def test_one_that_is_too_large_for_the_budget_is_still_there() -> None:
    filled = journal(body_limit=50_000, budget=1000)
    record(filled, payload=b"x" * 20_000)
    assert len(filled) == 1


def test_long_bodies_are_cut() -> None:
    filled = journal(body_limit=100)
    record(filled, payload=b"y" * 5000, request=exchange(b"x" * 4000))
    (entry,) = filled.find(EVERY)
    assert (entry.body, entry.payload, entry.cut) == (b"x" * 100, b"y" * 100, (True, True))
    record(filled, payload=b"y" * 5000, request=exchange(b"x" * 100))
    assert filled.find(EVERY)[-1].cut == (False, True)


def test_nothing_that_a_client_sends_is_kept_at_any_length() -> None:
    filled = journal(body_limit=100)
    long = exchange(path="/" + "p" * 100_000, query=b"q" * 100_000, head=b"h" * 100_000)
    long.arguments = ["a" * 100_000]
    long.headers |= {b"n" * 100_000: b"", **{str(number).encode(): b"" for number in range(1000)}}
    record(filled, request=long)
    (entry,) = filled.find(EVERY)
    assert len(entry.raw_path) == len(entry.path) == len(entry.query) == MAX_TARGET
    assert entry.arguments == ["a" * MAX_TARGET]
    assert len(entry.headers) == MAX_HEADERS
    assert entry.headers[b"head"] == b"h" * MAX_HEADER
    assert max(map(len, entry.headers)) == MAX_HEADER
    assert entry.size < 100_000


def test_a_request_that_is_recorded_stays_as_it_was() -> None:
    filled, long = journal(body_limit=100), exchange(b"x" * 4000)
    record(filled, request=long)
    assert len(long.body) == 4000


def test_an_entry_is_what_was_asked_and_answered(asked: Asked) -> None:
    answer = asked("POST", f"/ns/one{COMMANDS}?a=1", json={"type": 7}, headers={"prefer": "fault=latency;ms=1, odd=1"})
    (entry,) = asked.app.namespaces.get("one").journal.find(EVERY)
    assert (entry.method, entry.raw_path, entry.path, entry.query) == ("POST", f"/ns/one{COMMANDS}", COMMANDS, b"a=1")
    assert (entry.url, entry.headers[b"authorization"]) == (f"http://mock.test/ns/one{COMMANDS}", b"Bearer fleetmock")
    assert (entry.body, entry.arguments) == (b'{"type":7}', [SURFACE.rpartition("/")[2]])
    assert (entry.api, entry.operation, entry.template) == (
        "msgraph",
        "createCommand",
        "/me/devices/{device-id}/commands",
    )
    assert (entry.moment, entry.id) == (NOON, answer.headers["request-id"])
    assert (entry.status, entry.payload, dict(entry.answer_headers)[b"content-type"]) == (
        400,
        answer.content,
        b"application/json",
    )
    assert entry.refusal is not None
    assert entry.refusal.condition is Condition.INVALID_REQUEST
    assert entry.refusal.problems[0].pointer == "/type"
    assert (entry.fault, len(entry.notes)) == (None, 2)
    assert 0 < entry.took < 60
    assert time.time() - 60 < entry.received < time.time()


def test_an_entry_knows_the_fault_that_was_met(asked: Asked) -> None:
    asked("GET", COMMANDS, headers={"prefer": "fault=throttle"})
    assert asked.last.fault is not None
    assert asked.last.fault["kind"] == "throttle"


def test_a_namespace_that_is_dropped_lets_go_of_its_requests(asked: Asked) -> None:
    """The memory is wanted at once, whoever still knows the namespace."""
    asked("GET", "/ns/one/beta/me/devices")
    dropped = asked.app.namespaces.get("one").journal
    asked.app.namespaces.drop("one")
    assert len(dropped) == 0


def test_a_look_that_takes_too_long_is_refused(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked("GET", "/beta/me/devices")
    monkeypatch.setattr(pattern, "PATIENCE", -1.0)
    with pytest.raises(Refusal, match="UNPROCESSABLE"):
        asked.journal.count(EVERY)


@settings(max_examples=50, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 5000), max_size=40),
    limit=st.integers(1, 10),
    budget=st.integers(1, 30_000),
)
def test_the_limits_hold_whatever_comes(sizes: list[int], limit: int, budget: int) -> None:
    filled = journal(limit, body_limit=2000, budget=budget)
    for number, size in enumerate(sizes, 1):
        record(filled, payload=b"x" * size)
        entries = filled.find(EVERY)
        assert 1 <= len(entries) <= limit
        assert len(entries) == 1 or sum(each.size for each in entries) <= budget
        assert [each.sequence for each in entries] == list(range(number - len(entries) + 1, number + 1))
        assert filled.dropped + len(entries) == number


def test_answers_that_a_fault_breaks_are_recorded(asked: Asked) -> None:
    with pytest.raises((ConnectionError, httpx.TransportError)):
        asked("POST", APPLE, json={"RequestType": "DeviceLock"}, headers={"prefer": "fault=reset"})
    assert asked.last.operation == "createCommand"
