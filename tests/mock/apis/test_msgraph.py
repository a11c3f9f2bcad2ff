"""Microsoft Graph as a client meets it, on a real socket, with a clock that only the test moves."""

import re
from typing import Any

import httpx
import pytest
from kit import Mock

DEVICE = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665"
PHONE = "/beta/me/devices/a3d15e08-77c4-4f29-8b60-c9e1f2347d5a"
KNOWN = f"{DEVICE}/commands/0158355AD4D680CC4E2994CC009EFFD7337D1335FCA6ED266000000000000000"
LAUNCH = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}
SERVICE = {
    "type": "AppService",
    "appServiceName": "com.microsoft.test.cdppingpongservice",
    "packageFamilyName": "5085ShawnHenry.RomanTestApp_jsjw7knzsgcce",
    "payload": {"Type": "Toast", "Title": "Hello", "Subtitle": "World!"},
}


def error(response: httpx.Response, status: int, code: str) -> str:
    assert response.status_code == status, response.text
    body = response.json()["error"]
    assert body["code"] == code
    assert body["innerError"]["request-id"] == response.headers["request-id"]
    assert body["innerError"]["client-request-id"] == response.headers["client-request-id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", body["innerError"]["date"])
    message: str = body["message"]
    return message


def send(mock: Mock, body: dict[str, Any], device: str = DEVICE) -> httpx.Response:
    response = mock.client.post(f"{device}/commands", json=body)
    assert response.status_code == 201, response.text
    return response


def test_devices_are_listed(mock: Mock) -> None:
    response = mock.client.get("/beta/me/devices")
    assert response.status_code == 200
    assert [(each["name"], each["status"]) for each in response.json()["value"]] == [
        ("My Surface", "Online"),
        ("DESKTOP-4H2KQ9", "Online"),
        ("Pocket", "Unknown"),
    ]
    assert response.headers["odata-version"] == "4.0"
    assert response.headers["content-type"].startswith("application/json;odata.metadata=minimal")


def test_a_trailing_slash_makes_no_difference(mock: Mock) -> None:
    assert mock.client.get("/beta/me/devices/").json() == mock.client.get("/beta/me/devices").json()


@pytest.mark.parametrize("body", [LAUNCH, SERVICE])
def test_a_new_command_is_echoed_in_its_first_state(mock: Mock, body: dict[str, Any]) -> None:
    created = send(mock, body).json()
    assert created["status"] == "requesting"
    assert re.fullmatch(r"[0-9A-F]{64}", created["id"])
    assert {name: created[name] for name in body} == body
    assert created["error"] is created["permissionTicket"] is created["postBackUri"] is None
    assert "responsepayload" not in created


def test_location_leads_to_the_new_command(mock: Mock) -> None:
    response = send(mock, LAUNCH)
    assert response.headers["location"] == f"{mock.url}{DEVICE}/commands/{response.json()['id']}"
    assert mock.client.get(response.headers["location"]).json() == response.json()


def test_a_command_goes_its_way_with_time(mock: Mock) -> None:
    where = send(mock, SERVICE).headers["location"]
    seen: list[str] = []
    for _ in range(20):
        status = mock.client.get(where).json()["status"]
        if not seen or seen[-1] != status:
            seen.append(status)
        mock.clock.advance(0.1)
    assert seen == ["requesting", "sentToTarget", "executing", "completed"]


@pytest.mark.parametrize(
    "segment", ["commands/{}/responsePayload", "commands/{}/responsepayload", "command/{}/responsePayload"]
)
def test_the_payload_is_there_once_an_app_service_has_answered(mock: Mock, segment: str) -> None:
    where = f"{DEVICE}/{segment.format(send(mock, SERVICE).json()['id'])}"
    error(mock.client.get(where), 404, "itemNotFound")
    mock.clock.advance(10)
    assert mock.client.get(where).json() == {
        "@odata.context": "https://graph.microsoft.com/devices/$metadata#microsoft.graph.PayloadResponse",
        "MsIgnoredParameter": 0,
        "CreationDate": "09/21/2026",
        "Type": "Ok",
    }


def test_opening_a_uri_answers_nothing(mock: Mock) -> None:
    where = f"{DEVICE}/commands/{send(mock, LAUNCH | {'appServiceName': 'x'}).json()['id']}"
    mock.clock.advance(10)
    assert mock.client.get(where).json()["status"] == "completed"
    error(mock.client.get(f"{where}/responsePayload"), 404, "itemNotFound")


@pytest.mark.parametrize("spelling", ["LaunchUri", "launchUri", "LaunchURI", "LAUNCHURI"])
def test_the_type_has_no_case_and_is_echoed_as_sent(mock: Mock, spelling: str) -> None:
    assert send(mock, LAUNCH | {"type": spelling}).json()["type"] == spelling


@pytest.mark.parametrize("spelling", ["postBackUri", "PostBackUri", "postbackURI", "postBackURI"])
def test_every_spelling_of_the_post_back_uri_is_taken_and_one_is_given(mock: Mock, spelling: str) -> None:
    created = send(mock, LAUNCH | {spelling: "http://127.0.0.1:9/hook"}).json()
    assert created["postBackUri"] == "http://127.0.0.1:9/hook"


def test_of_two_spellings_the_official_one_counts(mock: Mock) -> None:
    both = {"postBackURI": "http://127.0.0.1:9/a", "postBackUri": "http://127.0.0.1:9/b"}
    assert send(mock, LAUNCH | both).json()["postBackUri"] == "http://127.0.0.1:9/b"


def test_an_app_service_has_no_case_either(mock: Mock) -> None:
    where = f"{DEVICE}/commands/{send(mock, SERVICE | {'type': 'APPSERVICE'}).json()['id']}"
    mock.clock.advance(10)
    assert mock.client.get(f"{where}/responsePayload").status_code == 200


@pytest.mark.parametrize(
    "stray", [{"appServiceName": 5}, {"packageFamilyName": [1]}, {"id": {}, "status": 7, "error": []}]
)
def test_what_means_nothing_in_a_request_does_not_come_back(mock: Mock, stray: dict[str, Any]) -> None:
    created = send(mock, LAUNCH | stray).json()
    assert created["appServiceName"] is created["packageFamilyName"] is created["error"] is None
    assert mock.client.get(f"{DEVICE}/commands").status_code == 200


@pytest.mark.parametrize("missing", ["packageFamilyName", "appServiceName", "type"])
def test_an_app_service_needs_its_names(mock: Mock, missing: str) -> None:
    body = {name: value for name, value in SERVICE.items() if name != missing}
    assert missing in error(mock.client.post(f"{DEVICE}/commands", json=body), 400, "BadRequest")


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        LAUNCH | {"type": "Reboot"},
        LAUNCH | {"payload": "http://bing.com"},
        LAUNCH | {"payload": {"uri": "bing"}},
        LAUNCH | {"postBackUri": "ftp://x"},
        {"Type": "LaunchUri", "Payload": {"uri": "http://bing.com"}},
    ],
)
def test_what_the_spec_does_not_allow_is_refused(mock: Mock, body: object) -> None:
    error(mock.client.post(f"{DEVICE}/commands", json=body), 400, "BadRequest")


def test_two_identical_posts_are_two_commands(mock: Mock) -> None:
    before = len(mock.client.get(f"{PHONE}/commands").json()["value"])
    first, second = send(mock, LAUNCH, PHONE).json(), send(mock, LAUNCH, PHONE).json()
    listed = mock.client.get(f"{PHONE}/commands").json()["value"]
    assert [each["id"] for each in listed[before:]] == [first["id"], second["id"]]


def test_a_list_shows_what_a_get_shows(mock: Mock) -> None:
    send(mock, SERVICE)
    mock.clock.advance(0.5)
    for listed in mock.client.get(f"{DEVICE}/commands").json()["value"]:
        shown = mock.client.get(f"{DEVICE}/commands/{listed['id']}").json()
        assert shown.pop("@odata.context").endswith("/commands/$entity")
        assert shown == listed


def test_pages_are_walked_by_their_absolute_links(mock: Mock) -> None:
    for _ in range(5):
        send(mock, LAUNCH, PHONE)
    whole = [each["id"] for each in mock.client.get(f"{PHONE}/commands").json()["value"]]
    walked, url = [], f"{mock.url}{PHONE}/commands?$top=2&$count=true&$select=id"
    while url:
        page = mock.client.get(url).json()
        assert page["@odata.count"] == 5
        assert len(page["value"]) <= 2
        assert all(set(each) == {"id", "status"} for each in page["value"])
        walked += [each["id"] for each in page["value"]]
        url = page.get("@odata.nextLink", "")
        assert not url or url.startswith(f"{mock.url}{PHONE}/commands?")
    assert walked == whole


def test_beyond_the_last_page_there_is_nothing(mock: Mock) -> None:
    page = mock.client.get("/beta/me/devices?$skip=3").json()
    assert page["value"] == []
    assert "@odata.nextLink" not in page


def test_query_options_that_are_not_served_are_ignored(mock: Mock) -> None:
    url = "/beta/me/devices?$filter=status%20eq%20%27Online%27&$orderby=name&x=1"
    assert len(mock.client.get(url).json()["value"]) == 3


@pytest.mark.parametrize("query", ["$top=0", "$top=x", "$skip=-1", "$count=maybe", "$select=", "$select=id,size"])
def test_query_options_that_make_no_sense_are_refused(mock: Mock, query: str) -> None:
    error(mock.client.get(f"/beta/me/devices?{query}"), 400, "BadRequest")


@pytest.mark.parametrize(
    "path", ["/beta/me/devices/nobody/commands", f"{PHONE}/{KNOWN.split('/', 5)[5]}", f"{DEVICE}/commands/0"]
)
def test_unknown_things_are_not_found(mock: Mock, path: str) -> None:
    error(mock.client.get(path), 404, "itemNotFound")


@pytest.mark.parametrize(
    "segment", ["commands/%ff/responsePayload", "commands/%ff/responsepayload", "command/%ff/responsePayload"]
)
def test_an_id_that_is_no_text_is_refused_everywhere(mock: Mock, segment: str) -> None:
    error(mock.client.get(f"{DEVICE}/{segment}"), 400, "BadRequest")


def test_unknown_paths_and_methods_are_answered_by_graph(mock: Mock) -> None:
    error(mock.client.get("/beta/me/printers"), 404, "ResourceNotFound")
    refused = mock.client.delete(KNOWN)
    error(refused, 405, "notAllowed")
    assert refused.headers["allow"] == "GET"


def test_missing_and_wrong_tokens_get_graphs_own_401(mock: Mock) -> None:
    for headers, message in [
        ({"authorization": ""}, "Access token is empty."),
        ({"authorization": "Basic abc"}, "Access token is empty."),
        ({"authorization": "Bearer wrong"}, "CompactToken parsing failed with error code: 80049217"),
    ]:
        refused = mock.client.get("/beta/me/devices", headers=headers)
        assert error(refused, 401, "InvalidAuthenticationToken") == message
        assert refused.headers["www-authenticate"].startswith("Bearer realm=")


def test_the_clients_request_id_comes_back(mock: Mock) -> None:
    mine = "6841b3db-0000-4000-8000-000000000000"
    response = mock.client.get("/beta/me/devices", headers={"client-request-id": mine})
    assert response.headers["client-request-id"] == mine
    assert response.headers["request-id"] != mine
