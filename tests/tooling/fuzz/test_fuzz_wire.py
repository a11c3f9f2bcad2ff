import gzip
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import requests
from recording import Arrived, recording, reply
from requests.adapters import HTTPAdapter

from fleetmock_tooling.fuzz.reading import Limits
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.wire import PROBE, Answer, Observer, Refused, Sent, Wire


@dataclass
class Diary(Observer):
    lines: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def sent(self, sent: Sent) -> None:
        self.lines.append(f"sent {sent.number} {sent.operation} {sent.probe}")

    def refused(self, sent: Sent, reason: str) -> None:
        self.lines.append(f"refused {sent.number} {reason}")

    def answered(self, sent: Sent, answer: Answer) -> None:
        self.lines.append(f"answered {sent.number} {answer.status}")
        self.answers.append(answer)

    def unanswered(self, sent: Sent, error: BaseException) -> None:
        self.lines.append(f"unanswered {sent.number} {type(error).__name__}")


class NothingWithDelete:
    def admit(self, sent: Sent) -> None:
        if not self.allows(sent.request):
            raise Refused("no DELETE")

    def allows(self, request: Any) -> bool:
        return bool(request.method != "DELETE")


def fine(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
    reply(handler, 200, {"value": []}, {"X-Two": "1"})


def test_every_request_of_the_process_is_seen_with_its_operation(toy_document: dict[str, Any]) -> None:
    with recording(fine) as server:
        wire, diary = Wire(Routes(toy_document, server.url + "/v9")), Diary()
        wire.watch(diary)
        with wire.entered():
            requests.get(f"{server.url}/v9/devices?limit=1", headers={PROBE: "near-miss"}, timeout=5)
            requests.Session().put(f"{server.url}/v9/devices", timeout=5)
        requests.get(f"{server.url}/unseen", timeout=5)
    assert diary.lines == ["sent 1 GET /devices near-miss", "answered 1 200", "sent 2 None None", "answered 2 200"]
    assert PROBE not in {name.lower() for each in server.arrived for name in each.headers}
    assert diary.answers[0].json() == {"value": []}
    assert diary.answers[0].headers["x-two"] == "1"


def test_a_refused_request_does_not_leave(toy_document: dict[str, Any]) -> None:
    with recording(fine) as server:
        wire, diary = Wire(Routes(toy_document, server.url), NothingWithDelete()), Diary()
        wire.watch(diary)
        with wire.entered(), pytest.raises(Refused, match="no DELETE"):
            requests.delete(server.url, timeout=5)
        assert not wire.allows("DELETE", server.url)
        assert wire.allows("GET", server.url)
    assert diary.lines == ["refused 1 no DELETE"]
    assert server.arrived == []
    assert server.connections == 0


def test_one_wire_inside_another_sends_through_both(toy_document: dict[str, Any]) -> None:
    before = HTTPAdapter.send
    with recording(fine) as server:
        routes = Routes(toy_document, server.url)
        outer, inner = Wire(routes, NothingWithDelete()), Wire(routes)
        with outer.entered(), inner.entered(), pytest.raises(Refused):
            requests.delete(server.url, timeout=5)
    assert HTTPAdapter.send is before


def test_a_server_that_drips_is_given_up(toy_document: dict[str, Any]) -> None:
    def drip(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _piece in range(1000):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    with recording(drip) as server:
        wire = Wire(Routes(toy_document, server.url), limits=Limits(seconds=0.3))
        started = time.monotonic()
        with wire.entered(), pytest.raises(requests.ReadTimeout, match=r"more than 0.3 s"):
            requests.get(server.url, timeout=60)
        assert time.monotonic() - started < 5


def test_an_endless_answer_is_given_up(toy_document: dict[str, Any]) -> None:
    def pour(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    with recording(pour) as server:
        wire = Wire(Routes(toy_document, server.url), limits=Limits(size=200_000))
        with wire.entered(), pytest.raises(requests.exceptions.ChunkedEncodingError, match="longer than 200000 bytes"):
            requests.get(server.url, timeout=5)


def test_a_compressed_answer_is_read_as_what_it_means(toy_document: dict[str, Any]) -> None:
    def zipped(_: Arrived, handler: BaseHTTPRequestHandler) -> None:
        data = gzip.compress(b'{"a": 1}')
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    with recording(zipped) as server, Wire(Routes(toy_document, server.url)).entered():
        assert requests.get(server.url, timeout=5).json() == {"a": 1}


def test_connections_are_used_again(toy_document: dict[str, Any]) -> None:
    with recording(fine) as server, Wire(Routes(toy_document, server.url)).entered(), requests.Session() as session:
        for _ in range(3):
            session.get(server.url, timeout=5)
    assert server.connections == 1


@pytest.mark.parametrize(("resend", "times"), [(True, 2), (False, 1)])
def test_a_request_on_a_dropped_connection_is_sent_again_only_where_that_is_allowed(
    toy_document: dict[str, Any], *, resend: bool, times: int
) -> None:
    # The transport of schemathesis sends again; this is the call that the engine makes.
    import schemathesis  # noqa: PLC0415 - it takes a second

    def once(arrived: Arrived, handler: BaseHTTPRequestHandler) -> None:
        if arrived.method == "POST":
            handler.close_connection = True
            return
        reply(handler, 200, {"value": []})

    with recording(once) as server:
        schema = schemathesis.openapi.from_dict(toy_document)
        schema.config.update(base_url=server.url)
        wire = Wire(Routes(toy_document, server.url), limits=Limits(resend=resend))
        listing, creating = (schema[p][m] for p, m in (("/devices", "GET"), ("/devices/{device-id}/commands", "POST")))
        with wire.entered(), requests.Session() as session:
            listing.Case().call(session=session)
            case = creating.Case(path_parameters={"device-id": "dev-1"}, body={"kind": "lock"})
            with pytest.raises(requests.ConnectionError):
                case.call(session=session)
    assert [each.method for each in server.arrived] == ["GET"] + ["POST"] * times
