"""What is said of a request that was refused, by a mock or by whoever else is there."""

import httpx
import pytest

from fleetmock.kit.connection import Connection, ControlError
from fleetmock_contracts.clients.control import Client

ITEM = {"in": "body", "pointer": "#/seconds", "detail": "is missing"}


def refusal(response: httpx.Response) -> ControlError:
    transport = httpx.MockTransport(lambda _: response)
    with httpx.Client(base_url="http://mock", transport=transport) as client, pytest.raises(ControlError) as refused:
        Client(Connection(client)).get_clock()
    return refused.value


def test_a_problem_says_what_is_wrong_and_where() -> None:
    error = refusal(httpx.Response(400, json={"title": "Bad Request", "detail": "both", "errors": [ITEM]}))
    assert (error.status, str(error)) == (400, "400 Bad Request; body #/seconds: is missing")
    assert error.problem["errors"] == [ITEM]


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (
            httpx.Response(404, json={"title": "Not Found", "detail": "It is not there."}),
            "404 Not Found; It is not there.",
        ),
        (httpx.Response(422, json={"detail": [{"loc": 1}]}), "422; [{'loc': 1}]"),
        (httpx.Response(400, json={"errors": [{}], "detail": "x"}), "400; x"),
        (httpx.Response(400, json={"errors": "all"}), "400"),
        (httpx.Response(404, json=[1]), "404; [1]"),
        (httpx.Response(500, content=b"{", headers={"content-type": "application/problem+json"}), "500; {"),
        (httpx.Response(502, content=b"<html>"), "502; <html>"),
        (httpx.Response(503), "503"),
    ],
)
def test_whatever_is_answered_can_be_told(response: httpx.Response, message: str) -> None:
    assert str(refusal(response)) == message
