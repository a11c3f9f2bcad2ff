from dataclasses import replace
from typing import Any

import pytest

import fleetmock_contracts
from fleetmock.apis.registry import APIS
from fleetmock.apis.variants.registry import started
from fleetmock.callbacks.promise import BrokenContract, Promise, offers
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.timeline import Command

LIFECYCLE = Lifecycle({"states": {"new": {"initial": True}}, "transitions": []})


def command(**fields: Any) -> Command:
    return Command("c", "msgraph/device/d", 0.0, {"id": "c", **fields}, LIFECYCLE, (), {})


def promise(**more: Any) -> Promise:
    show = APIS["msgraph"].show
    assert show is not None
    return Promise(offers(fleetmock_contracts.load("msgraph")), show, **more)


def document(expression: str, *methods: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Parcel"}
    post = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    callbacks = {"moved": {expression: dict.fromkeys(methods, post)}}
    return {
        "paths": {"/parcels": {"post": {"operationId": "send", "callbacks": callbacks}}},
        "components": {"schemas": {"Parcel": {"type": "object", "required": ["id"]}}},
    }


def test_an_offer_is_read_from_the_spec() -> None:
    (offer,) = offers(document("{$request.body#/tellMe}", "post"))
    assert (offer.operation, offer.field) == ("send", "tellMe")
    assert offer.schema.is_valid({"id": 1})
    assert not offer.schema.is_valid({})


@pytest.mark.parametrize(
    "bad",
    [
        document("{$request.query.tellMe}", "post"),
        document("http://example.org/{$request.body#/id}", "post"),
        document("{$request.body#/tellMe}", "put"),
        document("{$request.body#/tellMe}", "post", "put"),
    ],
)
def test_what_is_not_implemented_is_said(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="send: only a POST"):
        offers(bad)


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_an_api_whose_spec_has_callbacks_can_show_a_command(api: str) -> None:
    assert bool(offers(fleetmock_contracts.load(api))) == (APIS[api].show is not None)


def test_only_a_command_that_named_a_url_is_called_back_for() -> None:
    asked = promise().asked(command(postBackUri="http://localhost/"))
    assert asked is not None
    assert asked[1] == "http://localhost/"
    assert promise().asked(command(postBackUri=None)) is None
    assert promise().asked(command()) is None


def test_a_body_that_the_spec_does_not_promise_is_not_sent() -> None:
    mine = promise()
    with pytest.raises(BrokenContract, match="/status"):
        mine.body(mine.offers[0], command(status="lost"), 1.0)


def test_a_body_has_the_form_that_the_mock_was_started_with() -> None:
    mine = promise(rewrite=started(["msgraph.casing=pascal"], ["msgraph"])["msgraph"].default)
    body = mine.body(mine.offers[0], command(status="retry"), 1.0)
    assert (body["id"], body["Status"]) == ("c", "retry")
    plain = replace(mine, rewrite=None)
    assert plain.body(mine.offers[0], command(status="retry"), 1.0)["status"] == "retry"
