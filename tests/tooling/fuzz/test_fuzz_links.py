"""Links as the fuzzer follows them: to what was created, to what takes it back, and each at least once."""

from typing import Any

import pytest
import requests
from kit import Mock

import fleetmock_contracts
from fleetmock.contract.examples import Described, operations
from fleetmock_tooling.fuzz.chase import Chase
from fleetmock_tooling.fuzz.created import Created, creates, take_back
from fleetmock_tooling.fuzz.finding import Outcome
from fleetmock_tooling.fuzz.linked import Linked
from fleetmock_tooling.fuzz.links import fill, leads, parameters_of
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.wire import Wire

ORG = "507f1f77bcf86cd799439012"
DEVICE = "507f1f77bcf86cd799439014"
OTHER = "507f1f77bcf86cd799439016"
APPLE = f"/organizations/{ORG}/mdm/apple/enterprise/commands/device"
HEADERS = {"Authorization": "Bearer fleetmock"}


def operation(api: str, name: str) -> tuple[Any, Described]:
    document = fleetmock_contracts.load(api)
    return document, next(each for each in operations(document) if each.id == name)


def test_a_link_into_the_first_item_leads_to_all() -> None:
    document, create = operation("applivery-apple", "createCommands")
    body = {"data": [{"id": "c1", "targetId": "t1"}, {"id": "c2", "targetId": "t2"}]}
    found = leads(document, create, 200, {"organizationId": "o/1", "targetType": "device"}, body)
    paths = [(each.id, path) for each, path in found]
    base = "/organizations/o%2F1/mdm/apple/enterprise/commands/device"
    assert ("cancelCommand", f"{base}/t1/c1/cancel") in paths
    assert ("cancelCommand", f"{base}/t2/c2/cancel") in paths
    assert len(paths) == 4


@pytest.mark.parametrize("body", [None, [], {}, {"data": []}, {"data": [{}]}, {"data": [{"id": None}]}, "x", 7])
def test_an_answer_without_the_ids_leads_nowhere(body: Any) -> None:
    document, create = operation("applivery-apple", "createCommands")
    assert list(leads(document, create, 200, {"organizationId": "o", "targetType": "device"}, body)) == []
    assert list(leads(document, create, 404, {"organizationId": "o", "targetType": "device"}, body)) == []


def test_the_parameters_of_a_url_are_read_back() -> None:
    _, get = operation("msgraph", "getCommand")
    values = {"device-id": "a b/c", "command-id": "%é"}
    url = "http://h/beta" + fill(get.template, values)
    assert parameters_of(get, "http://h/beta/", url) == values
    assert parameters_of(get, "http://h/beta", "http://h/beta/other") == {}


def test_the_operation_of_a_url_is_the_most_literal_one() -> None:
    document = {
        "paths": {
            "/a/{x}": {"get": {"operationId": "any", "responses": {}}},
            "/a/b": {"get": {"operationId": "b", "responses": {}}},
        }
    }
    routes = Routes(document, "http://h:80/v1/")
    assert routes.label("get", "http://h/v1/a/b?x=1") == "GET /a/b"
    assert routes.label("GET", "http://H/v1/a/c%2Fd") == "GET /a/{x}"
    for url in ("http://h/v1/a/b/c", "http://h/v1/a/", "http://h:81/v1/a/b", "https://h/v1/a/b", "http://h/a/b"):
        assert routes.label("GET", url) is None
    assert routes.label("POST", "http://h/v1/a/b") is None


def test_what_was_created_is_remembered_with_what_takes_it_back(mock: Mock) -> None:
    document, cancel = operation("applivery-apple", "cancelCommand")
    base_url = f"{mock.url}/v1"
    routes = Routes(document, base_url)
    created = Created(document, base_url, routes)
    wire = Wire(routes)
    wire.watch(created)
    with wire.entered():
        body = {"command": {"RequestType": "DeviceLock"}, "targetIds": [DEVICE, OTHER]}
        made = requests.post(base_url + APPLE, json=body, headers=HEADERS, timeout=5).json()["data"]
        requests.post(base_url + APPLE, json={}, headers=HEADERS, timeout=5)
        urls = [f"{base_url}{APPLE}/{each['targetId']}/{each['id']}" for each in made]
        assert created.cancels == [("POST", f"{url}/cancel") for url in urls]
        assert created.lasting == []
        assert not creates(cancel)
        gone = ("POST", f"{urls[0][:-1]}0/cancel")
        (wrong,) = take_back([*created.cancels, gone], "fleetmock", 5)
    assert wrong.endswith(("answered 404", "answered 400"))
    for url in urls:
        assert requests.get(url, headers=HEADERS, timeout=5).json()["data"]["status"] == "Cancel"


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_a_chase_follows_every_link(mock: Mock, api: str) -> None:
    document = fleetmock_contracts.load(api)
    base_url = mock.url + ("/beta" if api == "msgraph" else "/v1")
    routes = Routes(document, base_url)
    linked, wire = Linked(document, base_url, routes), Wire(routes)
    wire.watch(linked)
    labels = {f"{each.method} {each.template}" for each in operations(document)}
    before = list(linked.unfollowed(labels))
    with wire.entered():
        Chase(document, base_url, wire, linked, "fleetmock", 5).run()
    after = list(linked.unfollowed(labels))
    assert len(before) > 3
    assert {each.outcome for each in before} == {Outcome.INCONCLUSIVE}
    # The answer of a command exists only after a while, and this clock stands still.
    late = {"201 getResponsePayload", "200 getResponsePayload"}
    assert {each.rule for each in after} == (late if api == "msgraph" else set())
    assert list(linked.unfollowed(set())) == []


def test_a_chase_does_not_send_what_the_guard_would_hold_back(mock: Mock) -> None:
    class ReadOnly:
        def admit(self, sent: Any) -> None:
            assert self.allows(sent.request)

        def allows(self, request: Any) -> bool:
            return bool(request.method == "GET")

    document = fleetmock_contracts.load("msgraph")
    routes = Routes(document, f"{mock.url}/beta")
    linked, wire = Linked(document, f"{mock.url}/beta", routes), Wire(routes, ReadOnly())
    wire.watch(linked)
    with wire.entered():
        Chase(document, f"{mock.url}/beta", wire, linked, "fleetmock", 5).run()
    listed = next(each for each in operations(document) if each.id == "listDevices")
    assert [name for _, _, name in linked.open(listed)] == ["sendCommand"]
