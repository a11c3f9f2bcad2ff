"""The OpenAPI documents that are served."""

from control_kit import Control

import fleetmock_contracts


def test_each_document_in_the_list_is_where_it_says(control: Control) -> None:
    listed = control.get("/openapi")["documents"]
    assert [each["api"] for each in listed] == ["msgraph", "applivery-aosp", "applivery-apple", "control"]
    for each in listed:
        document = control.client.get(each["url"]).json()
        assert (document["info"]["title"], document["info"]["version"]) == (each["title"], each["version"])


def test_a_document_is_whole_and_its_first_server_is_this_mock(control: Control) -> None:
    document, original = control.get("/openapi/msgraph"), fleetmock_contracts.load("msgraph")
    first, *others = document["servers"]
    assert first["url"] == f"{control.client.base_url}".rstrip("/") + "/beta"
    assert {**document, "servers": others} == original


def test_in_a_namespace_the_server_is_the_namespace(control: Control) -> None:
    document = control.client.get("/ns/gw3/__admin/openapi/applivery-aosp").json()
    assert document["servers"][0]["url"].endswith("/ns/gw3/v1")
    assert control.client.get(
        f"{document['servers'][0]['url']}/organizations/acme/mdm/aosp/enterprise/devices"
    ).is_success


def test_a_document_that_there_is_not_is_not_found(control: Control) -> None:
    assert control.missing("/openapi/applivery")["detail"] == "The document was not found."
