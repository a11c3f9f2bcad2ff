"""Documentation variants as a client meets them, on a real socket."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, cast

import httpx
import pytest
from kit import NOON

from fleetmock.apis.handler import Handler
from fleetmock.apis.registry import APIS
from fleetmock.apis.variants.registry import VARIANTS, UnknownVariant, started
from fleetmock.app import create_app
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock_tooling.cli import main

DEVICE = "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665"
KNOWN = f"{DEVICE}/commands/0158355AD4D680CC4E2994CC009EFFD7337D1335FCA6ED266000000000000000"
LAUNCH = {"type": "LaunchUri", "payload": {"uri": "http://bing.com", "type": "mine"}}
SERVICE = {
    "Type": "AppService",
    "AppServiceName": "com.microsoft.test.cdppingpongservice",
    "PackageFamilyName": "5085ShawnHenry.RomanTestApp_jsjw7knzsgcce",
    "Payload": {"type": "Toast", "Title": "Hello"},
    "PostBackUri": "http://127.0.0.1:9/hook",
}
MDM = "/v1/organizations/acme/mdm"
PUSH = f"{MDM}/aosp/enterprise/devices/507f1f77bcf86cd799439021/commands/507f1f77bcf86cd799439022/push-status"
APPLE = f"{MDM}/apple/enterprise/commands/device/507f1f77bcf86cd799439014/507f1f77bcf86cd799439011"

Start = Callable[..., httpx.Client]  # of the variants


@contextmanager
def serving(*variants: str) -> Iterator[httpx.Client]:
    settings = Settings(port=0, log_format="off", variants=variants)
    with (
        ThreadedServer(settings, create_app(settings, Clock(frozen_at=NOON))) as server,
        httpx.Client(base_url=server.url, headers={"authorization": "Bearer fleetmock"}, timeout=10) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """A mock with these variants; the same for each test that asks for the same ones."""
    with ExitStack() as stack:
        yield cache(lambda *variants: stack.enter_context(serving(*variants)))


@pytest.fixture
def plain(start: Start) -> httpx.Client:
    return start()


def got(client: httpx.Client, url: str, **headers: str) -> Any:
    response = client.get(url, headers=headers)
    assert response.status_code == 200, response.text
    return response.json()


def pascal(entity: dict[str, Any]) -> dict[str, Any]:
    kept = {"id", "@odata.context"}
    return {name if name in kept else name[0].upper() + name[1:]: value for name, value in entity.items()}


def test_pascal_case_is_spoken_and_understood(start: Start, plain: httpx.Client) -> None:
    client = start("msgraph.casing=pascal")
    created = client.post(f"{DEVICE}/commands", json=SERVICE)
    assert created.status_code == 201, created.text
    body = created.json()
    assert {name: body[name] for name in SERVICE} == SERVICE
    assert body["Status"] == "requesting"
    assert set(body) == set(pascal(plain.post(f"{DEVICE}/commands", json=LAUNCH).json()))
    assert got(client, created.headers["location"]) == body


def test_pascal_case_is_that_of_devices_and_commands_on_pages_too(start: Start) -> None:
    client = start("msgraph.casing=pascal")
    for url in ("/beta/me/devices", f"{DEVICE}/commands"):
        before, after = got(client, url, prefer='variant="casing=camel"'), got(client, url)
        assert after == before | {"value": [pascal(each) for each in before["value"]]}
    assert after["value"][0]["Payload"]


def test_camel_case_requests_are_still_taken_and_win(start: Start) -> None:
    body = start("msgraph.casing=pascal").post(f"{DEVICE}/commands", json=LAUNCH | {"Type": "AppService"}).json()
    assert (body["Type"], body["Payload"]) == (LAUNCH["type"], LAUNCH["payload"])


@pytest.mark.parametrize("wrong", [SERVICE | {"Type": "Reboot"}, {"Type": "LaunchUri"}, [], "x"])
def test_pascal_case_requests_are_validated_as_any_other(start: Start, wrong: object) -> None:
    assert start("msgraph.casing=pascal").post(f"{DEVICE}/commands", json=wrong).status_code == 400


@pytest.mark.parametrize(
    "query",
    ["$select=Name,Platform", "%24select=Name%2CPlatform", "$top=3&$select=name,Platform", "x=1&$select=Name,platform"],
)
def test_pascal_case_can_be_selected(start: Start, query: str) -> None:
    page = got(start("msgraph.casing=pascal"), f"/beta/me/devices?{query}")
    assert {frozenset(each) for each in page["value"]} == {frozenset({"id", "Name", "Status", "Platform"})}


def test_without_the_variant_pascal_case_is_refused(plain: httpx.Client) -> None:
    assert plain.post(f"{DEVICE}/commands", json=SERVICE).status_code == 400
    assert plain.get("/beta/me/devices?$select=Name").status_code == 400


def test_one_command_is_wrapped_and_nothing_else(start: Start, plain: httpx.Client) -> None:
    client = start("msgraph.envelope=value")
    bare = got(plain, KNOWN)
    context = bare.pop("@odata.context")
    assert got(client, KNOWN) == {"@odata.context": context, "value": bare}
    assert "id" in client.post(f"{DEVICE}/commands", json=LAUNCH).json()
    assert isinstance(got(client, f"{DEVICE}/commands")["value"], list)
    assert "error" in client.get(f"{DEVICE}/commands/0").json()


def test_null_can_be_a_text(start: Start, plain: httpx.Client) -> None:
    command, before = got(start("msgraph.nulls=string"), KNOWN), got(plain, KNOWN)
    assert None in before.values()
    assert command == {name: "null" if value is None else value for name, value in before.items()}


def test_the_type_can_be_kept_back(start: Start, plain: httpx.Client) -> None:
    client = start("msgraph.type-echo=null")
    assert got(client, KNOWN) == got(plain, KNOWN) | {"type": None}
    assert client.post(f"{DEVICE}/commands", json=LAUNCH).json()["type"] is None
    assert "type" not in got(client, f"{KNOWN}?$select=id")


def test_the_status_of_a_device_can_be_in_lower_case(start: Start, plain: httpx.Client) -> None:
    before, after = (got(client, "/beta/me/devices") for client in (plain, start("msgraph.device-status=lower")))
    assert [each["status"] for each in after["value"]] == ["online", "online", "unknown"]
    assert after == before | {"value": [each | {"status": each["status"].lower()} for each in before["value"]]}


@pytest.mark.parametrize("path", ["/beta/me/devices/nobody/commands", "/beta/me/printers"])
def test_the_inner_error_can_be_spelled_as_the_page_does(start: Start, path: str) -> None:
    error = start("msgraph.inner-error=lower").get(path).json()["error"]
    assert "innerError" not in error
    assert set(error["innererror"]) == {"date", "request-id", "client-request-id"}


@pytest.mark.parametrize(
    "segment", ["commands/{}/responsePayload", "commands/{}/responsepayload", "command/{}/responsePayload"]
)
def test_an_absent_payload_can_be_no_content(start: Start, segment: str) -> None:
    client = start("msgraph.payload-absent=204")
    command = client.post(f"{DEVICE}/commands", json=LAUNCH).json()["id"]
    response = client.get(f"{DEVICE}/{segment.format(command)}")
    assert (response.status_code, response.content) == (204, b"")
    assert not {"content-type", "content-length"} & set(response.headers)
    assert response.headers["request-id"]
    assert client.get(f"{DEVICE}/{segment.format('0')}").status_code == 404
    assert got(client, f"{KNOWN}/responsePayload")["Type"] == "Ok"


@pytest.mark.parametrize(("api", "url"), [("applivery-aosp", PUSH), ("applivery-apple", APPLE)])
def test_a_bad_token_can_have_the_code_of_none(start: Start, plain: httpx.Client, api: str, url: str) -> None:
    client, wrong, none = start(f"{api}.bad-token=4002"), {"authorization": "Bearer x"}, {"authorization": ""}
    recorded = {"status": False, "error": {"code": 4002, "message": "Invalid Token"}}
    assert client.get(url, headers=wrong).json() == recorded
    assert client.get(url, headers=none).json() == plain.get(url, headers=none).json()
    other = PUSH if url == APPLE else APPLE
    assert client.get(other, headers=wrong).json()["error"]["code"] == 4004


def test_push_times_can_be_those_of_the_provider(start: Start, plain: httpx.Client) -> None:
    before, after = got(plain, PUSH)["data"], got(start("applivery-aosp.push-times=unix"), PUSH)["data"]
    assert after == before | {"sentAt": str(int(NOON - 3600)), "expiresAt": after["expiresAt"]}
    assert re.fullmatch(r"\d{10}", after["expiresAt"])
    assert int(after["expiresAt"]) > NOON


def test_two_variants_go_together_in_any_order(start: Start, plain: httpx.Client) -> None:
    bare = got(plain, KNOWN)
    context = bare.pop("@odata.context")
    expected = {"@odata.context": context, "value": pascal(bare | {"type": None})}
    wanted = ["msgraph.envelope=value", "msgraph.casing=pascal", "msgraph.type-echo=null"]
    assert got(start(*wanted), KNOWN) == got(start(*reversed(wanted)), KNOWN) == expected


def test_a_request_can_prefer_a_variant(plain: httpx.Client) -> None:
    response = plain.get(KNOWN, headers={"prefer": 'variant="casing=pascal envelope=value"'})
    assert response.headers["preference-applied"] == 'variant="casing=pascal envelope=value"'
    assert response.json()["value"]["Status"] == "completed"
    assert got(plain, KNOWN)["status"] == "completed"
    created = plain.post(f"{DEVICE}/commands", json=SERVICE, headers={"prefer": 'variant="casing=pascal"'})
    assert created.json()["AppServiceName"] == SERVICE["AppServiceName"]


def test_a_request_goes_over_the_default_and_leaves_the_rest_of_it(start: Start) -> None:
    client = start("msgraph.casing=pascal", "msgraph.type-echo=null")
    command = got(client, KNOWN, prefer='variant="casing=camel"')
    assert (command["status"], command["type"]) == ("completed", None)
    assert got(client, KNOWN)["Status"] == "completed"


@pytest.mark.parametrize("path", [f"{DEVICE}/commands/0", "/beta/me/printers"])
def test_refusals_tell_what_was_preferred_too(plain: httpx.Client, path: str) -> None:
    response = plain.get(path, headers={"prefer": 'variant="inner-error=lower"'})
    assert "innererror" in response.json()["error"]
    assert response.headers["preference-applied"] == 'variant="inner-error=lower"'


@pytest.mark.parametrize(
    "unknown",
    [
        "casing=upper",
        "casing",
        "",
        "casing=pascal ",
        "push-times=unix",
        "casing=pascal colour=red",
        "\xa0casing=pascal",
    ],
)
def test_preferences_that_are_not_known_are_ignored(plain: httpx.Client, unknown: str) -> None:
    response = plain.get(KNOWN, headers={b"prefer": f'variant="{unknown}"'.encode("latin-1")})
    assert response.json() == got(plain, KNOWN)
    assert "preference-applied" not in response.headers


def test_no_variant_is_the_default_and_naming_the_defaults_changes_nothing(start: Start, plain: httpx.Client) -> None:
    assert all(each.default is None for each in started([], VARIANTS).values())
    defaults = [f"{api}.{each.name}={each.default}" for api, variants in VARIANTS.items() for each in variants]
    assert all(each.default is None for each in started(defaults, VARIANTS).values())
    client = start(*defaults)
    for url in ("/beta/me/devices", KNOWN, PUSH, APPLE):
        assert got(client, url) == got(plain, url)


def test_the_last_value_of_a_name_counts(start: Start) -> None:
    client = start("msgraph.casing=pascal", "msgraph.casing=camel")
    assert got(client, KNOWN)["status"] == "completed"


def test_an_answer_that_breaks_the_contract_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers = cast("dict[str, Handler]", APIS["msgraph"].handlers)
    monkeypatch.setitem(handlers, "getCommand", lambda _fleet, _call: {"id": "0", "Status": "completed"})
    with serving("msgraph.casing=pascal") as client:
        response = client.get(KNOWN)
    assert response.status_code == 500
    assert response.headers["fleetmock-fault"] == "broken-contract"


@pytest.mark.parametrize(
    "text", ["msgraph.casing=upper", "msgraph.casing", "graph.casing=pascal", "casing=pascal", "msgraph.colour=red", ""]
)
def test_unknown_variants_are_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(UnknownVariant) as raised:
        create_app(Settings(variants=(text,)))
    said = str(raised.value)
    assert said.startswith(f"there is no variant {text!r}; there are msgraph.type-echo=sent|null, ")
    assert "applivery-aosp.push-times=rfc3339|unix" in said
    assert "\n" not in said


def test_a_variant_of_an_api_that_is_not_served_is_not_known() -> None:
    with pytest.raises(
        UnknownVariant, match=r"'msgraph.casing=pascal'; there are applivery-apple.bad-token=4004\|4002$"
    ):
        create_app(Settings(apis=("applivery-apple",), variants=("msgraph.casing=pascal",)))


def test_serve_refuses_it_with_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for run in (["serve", "-p", "0", "--variant", "msgraph.casing=upper"], ["serve", "-p", "0"]):
        assert main(run) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("fleetmock: there is no variant 'msgraph.casing=upper'; there are msgraph.")
        monkeypatch.setenv("FLEETMOCK_VARIANT", "msgraph.type-echo=null msgraph.casing=upper")


def test_a_running_mock_can_take_other_values() -> None:
    before = started(["msgraph.casing=pascal"], ["msgraph"])["msgraph"]
    after = before.changed({"envelope": "value"})
    assert (before.values["envelope"], after.values["envelope"]) == ("bare", "value")
    assert before.values["casing"] == after.values["casing"] == "pascal"
    assert set(after.values) == {each.name for each in VARIANTS["msgraph"]}
    assert after.changed({"casing": "camel", "envelope": "bare"}).default is None


@pytest.mark.parametrize("values", [{"casing": "snake"}, {"case": "camel"}])
def test_a_value_that_there_is_not_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(UnknownVariant, match=r"casing=camel\|pascal"):
        started([], ["msgraph"])["msgraph"].changed(values)
