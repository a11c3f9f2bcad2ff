import re

import pytest

from fleetmock.contract.exchange import Exchange
from fleetmock.errors import Condition, Problem, Refusal
from fleetmock.fleet.clock import Clock
from fleetmock.fleet.fleet import Fleet
from fleetmock.fleet.ids import Ids
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.world import World
from fleetmock.vendors.applivery import Applivery
from fleetmock.vendors.control import Control
from fleetmock.vendors.graph import Graph

CLOCK = Clock(frozen_at=1_770_724_860.0)
FLEET = Fleet(CLOCK, Ids(0, CLOCK), MemoryStore(), World([], []), {})
EXCHANGE = Exchange({"method": "GET", "path": "/", "query_string": b"", "headers": []})
EXCHANGE.request_id = EXCHANGE.client_request_id = "id-of-request"
PROBLEMS = (Problem("body", "/a", "is odd"), Problem("query", "q", "is even"))


def test_graph_says_what_is_wrong_in_its_message() -> None:
    reply = Graph().refuse(Refusal(Condition.INVALID_REQUEST, problems=PROBLEMS), EXCHANGE, FLEET)
    assert reply.status == 400
    assert reply.body["error"] == {
        "code": "BadRequest",
        "message": "body /a: is odd; query q: is even",
        "innerError": {
            "date": "2026-02-10T12:01:00",
            "request-id": "id-of-request",
            "client-request-id": "id-of-request",
        },
    }


def test_applivery_keeps_its_message_and_says_it_in_data() -> None:
    reply = Applivery().refuse(Refusal(Condition.INVALID_REQUEST, problems=PROBLEMS), EXCHANGE, FLEET)
    assert reply.body["error"]["message"] == "Invalid input"
    assert reply.body["error"]["data"]["problems"][0] == {"in": "body", "pointer": "/a", "reason": "is odd"}


def test_the_control_plane_answers_in_problem_details() -> None:
    refusal = Refusal(Condition.INVALID_REQUEST, problems=(*PROBLEMS, Problem("body", "", "is not JSON")))
    reply = Control().refuse(refusal, EXCHANGE, FLEET)
    assert dict(reply.headers)[b"content-type"] == b"application/problem+json"
    assert reply.body == {
        "type": "urn:fleetmock:problem:invalid-request",
        "title": "Bad Request",
        "status": 400,
        "detail": "body /a: is odd; query q: is even; body: is not JSON",
        "errors": [
            {"in": "body", "pointer": "#/a", "detail": "is odd"},
            {"in": "query", "pointer": "#/q", "detail": "is even"},
            {"in": "body", "pointer": "#", "detail": "is not JSON"},
        ],
    }


def test_a_problem_without_a_sentence_gets_one() -> None:
    body = Control().refuse(Refusal(Condition.BAD_TOKEN), EXCHANGE, FLEET).body
    assert (body["detail"], "errors" in body) == ("This is not the control token.", False)


@pytest.mark.parametrize("vendor", [Graph(), Applivery()])
def test_headers_of_http_come_with_the_errors_that_need_them(vendor: Graph | Applivery) -> None:
    refused = vendor.refuse(Refusal(Condition.METHOD_NOT_ALLOWED, allow=("GET", "POST")), EXCHANGE, FLEET)
    assert dict(refused.headers)[b"allow"] == b"GET, POST"
    throttled = vendor.refuse(Refusal(Condition.THROTTLED, retry_after=7), EXCHANGE, FLEET)
    assert dict(throttled.headers)[b"retry-after"] == b"7"


def test_only_graphs_401_has_a_challenge() -> None:
    refusal = Refusal(Condition.NO_TOKEN)
    assert re.match(rb"Bearer ", dict(Graph().refuse(refusal, EXCHANGE, FLEET).headers)[b"www-authenticate"])
    assert b"www-authenticate" not in dict(Applivery().refuse(refusal, EXCHANGE, FLEET).headers)
