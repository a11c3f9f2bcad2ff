"""Every variant of the real mock is recognised for what it is, and nothing else is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
import requests
import yaml
from hypothesis import given
from kit import NOON

import fleetmock_contracts
from fleetmock.apis.variants.registry import VARIANTS
from fleetmock.app import create_app
from fleetmock.contract.exchange import Reply
from fleetmock.fleet.clock import Clock
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock_tooling.fuzz.command import command
from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.readings import Readings
from fleetmock_tooling.fuzz.routes import Routes
from fleetmock_tooling.fuzz.undo import READINGS, Context
from fleetmock_tooling.fuzz.wire import Wire

ROOT = Path(__file__).parents[3]
BASES = {"msgraph": "/beta", "applivery-aosp": "/v1", "applivery-apple": "/v1"}
GRAPH = "/beta/me/devices"
DEVICE = f"{GRAPH}/6841b3db-2b55-467b-ad84-79a41a4ef665"
COMMANDS = f"{DEVICE}/commands"
NO_PAYLOAD = f"{COMMANDS}/0158355AD4D680CC4E2994CC009EFFD7337D1B0000000000000000000000000A"
AOSP = "/v1/organizations/507f1f77bcf86cd799439012/mdm/aosp/enterprise/devices"
PUSH = f"{AOSP}/507f1f77bcf86cd799439021/commands/507f1f77bcf86cd799439022/push-status"
APPLE = "/v1/organizations/507f1f77bcf86cd799439012/mdm/apple/enterprise/commands/device/507f1f77bcf86cd799439014/"
# A request that shows each reading.
SHOWN = {
    "graph-type-echo": ("GET", NO_PAYLOAD, "fleetmock"),
    "graph-null-strings": ("GET", NO_PAYLOAD, "fleetmock"),
    "graph-device-status": ("GET", GRAPH, "fleetmock"),
    "graph-casing": ("GET", COMMANDS, "fleetmock"),
    "graph-payload-absent": ("GET", f"{NO_PAYLOAD}/responsePayload", "fleetmock"),
    "graph-inner-error": ("GET", f"{COMMANDS}/no-such-command", "fleetmock"),
    "graph-value-wrapper": ("GET", NO_PAYLOAD, "fleetmock"),
    "applivery-401": ("GET", "", "a-bad-token"),
    "aosp-push-times": ("GET", PUSH, "fleetmock"),
}
ALL = [(api, each) for api, readings in READINGS.items() for each in readings]


@contextmanager
def endpoint(api: str, *variants: str, frozen_at: float | None = NOON) -> Iterator[str]:
    settings = Settings(apis=(api,), variants=variants, port=0, log_format="off")
    with ThreadedServer(settings, create_app(settings, Clock(frozen_at=frozen_at))) as server:
        yield server.url


def readings_of(api: str, url: str) -> Readings:
    return Readings(api, Routes(fleetmock_contracts.load(api), url + BASES[api]))


def ask(method: str, url: str, token: str, body: Any = None) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.request(method, url, headers=headers, json=body, timeout=5)


def test_the_readings_are_the_variants_of_the_ledger_and_of_the_mock() -> None:
    ledger = yaml.safe_load((ROOT / "specs/divergences.yaml").read_text())["divergences"]
    entries = {(each["id"], each["variant"]["name"]): each["variant"] for each in ledger if "variant" in each}
    known = {(each.entry, each.variant) for _, each in ALL}
    assert known == set(entries)
    for api, readings in READINGS.items():
        in_mock = [(each.name, value) for each in VARIANTS[api] for value in each.others]
        assert [(each.variant, each.value) for each in readings] == in_mock


@pytest.mark.parametrize(("api", "reading"), ALL, ids=lambda each: getattr(each, "entry", each))
def test_an_answer_with_the_variant_becomes_the_one_without_and_is_noted(api: str, reading: Any) -> None:
    method, path, token = SHOWN[reading.entry]
    path = path or (AOSP if api == "applivery-aosp" else f"{APPLE}507f1f77bcf86cd799439011")
    with endpoint(api) as url:
        plain = ask(method, url + path, token)
    with endpoint(api, f"{api}.{reading.variant}={reading.value}") as url:
        other = ask(method, url + path, token)
        readings = readings_of(api, url)
        with Wire(readings.routes, readings=readings).entered():
            undone = ask(method, url + path, token)
    assert (other.status_code, other.content) != (plain.status_code, plain.content)
    assert undone.status_code == plain.status_code
    assert undone.headers["content-type"].partition(";")[0] == plain.headers["content-type"].partition(";")[0]
    assert same(undone.json(), plain.json(), reading.entry)
    (found,) = readings.findings()
    assert found.outcome is Outcome.DRIFT
    assert found.rule == reading.entry
    assert f"{api}.{reading.variant}={reading.value}" in found.title


def same(undone: Any, plain: Any, entry: str) -> bool:
    """What no reading can give back: ids of requests, milliseconds, and a type that nobody has sent."""
    ignored = {"date", "request-id", "client-request-id", "@odata.nextLink", "@odata.context"}
    if entry == "graph-type-echo":
        ignored.add("type")
    if isinstance(undone, dict) and isinstance(plain, dict):
        keys = (set(undone) | set(plain)) - ignored
        return all(name in undone and name in plain and same(undone[name], plain[name], entry) for name in keys)
    if isinstance(undone, list) and isinstance(plain, list):
        return len(undone) == len(plain) and all(map(same, undone, plain, [entry] * len(plain)))
    if entry == "aosp-push-times" and isinstance(undone, str) and undone.endswith(".000Z"):
        return undone[:19] == str(plain)[:19]
    return bool(undone == plain)


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_a_plain_mock_is_not_said_to_drift(api: str) -> None:
    with endpoint(api) as url:
        readings = readings_of(api, url)
        with Wire(readings.routes, readings=readings).entered():
            for method, path, token in SHOWN.values():
                ask(method, url + path, token)
            ask("POST", url + COMMANDS, "fleetmock", {"type": "LaunchUri", "payload": {"uri": "http://a.example"}})
    assert readings.findings() == []


def test_the_type_of_a_created_command_comes_back() -> None:
    with endpoint("msgraph", "msgraph.type-echo=null") as url:
        readings = readings_of("msgraph", url)
        with Wire(readings.routes, readings=readings).entered():
            body = {"type": "launchURI", "payload": {"uri": "http://a.example"}}
            created = ask("POST", url + COMMANDS, "fleetmock", body).json()
            read = ask("GET", f"{url}{COMMANDS}/{created['id']}", "fleetmock").json()
    assert created["type"] == read["type"] == "launchURI"


def context(operation_id: str) -> Context:
    document = fleetmock_contracts.load("msgraph")
    operation = next(each for each in fleetmock_operations(document) if each.id == operation_id)
    return Context(operation, Request("GET", "http://x/", {}, None), {}, {})


def fleetmock_operations(document: Any) -> Iterator[Any]:
    from fleetmock.contract.examples import operations  # noqa: PLC0415 - beside its only use

    yield from operations(document)


def undone(body: Any, operation_id: str = "getCommand") -> tuple[list[str], Any]:
    readings = readings_of("msgraph", "http://127.0.0.1:1")
    chosen, reply = readings._undone(context(operation_id), Reply(200, [], body))
    return [each.entry for each in chosen], reply.body


COMMAND = {"id": "1", "status": "completed", "type": "LaunchUri", "payload": None, "error": None}


@pytest.mark.parametrize(
    "broken",
    [
        {**COMMAND, "Payload": None, "payload": 1},
        {name if name == "id" else name.capitalize() if name == "status" else name: COMMAND[name] for name in COMMAND},
        {**COMMAND, "payload": "null"},
        {"value": [COMMAND], "id": 3},
        {"value": "x"},
    ],
)
def test_one_fault_that_looks_like_a_reading_is_none(broken: dict[str, Any]) -> None:
    assert undone(broken) == ([], broken)


def test_readings_come_together() -> None:
    served = {"value": {"id": "1", "Status": "completed", "Type": "LaunchUri", "Payload": "null", "Error": "null"}}
    entries, body = undone(served)
    assert entries == ["graph-null-strings", "graph-casing", "graph-value-wrapper"]
    assert body == COMMAND


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["null", "online", "1770724800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "Status", "type", "value", "error", "innererror", "data", "sentAt", "code", "x"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(api=st.sampled_from(sorted(READINGS)), body=JSON, status=st.sampled_from([200, 201, 204, 401, 404, 500]))
def test_no_answer_is_too_broken_to_be_looked_at(api: str, body: Any, status: int) -> None:
    document = fleetmock_contracts.load(api)
    readings = Readings(api, Routes(document, "http://127.0.0.1:1"))
    request = Request("GET", "http://127.0.0.1:1/", {"Authorization": "Bearer x"}, None)
    for operation in [None, *fleetmock_operations(document)]:
        readings._undone(Context(operation, request, {}, {}), Reply(status, [], body))


def test_an_invalid_request_that_a_reading_makes_valid_is_drift() -> None:
    readings = readings_of("msgraph", "http://127.0.0.1:1")
    body = b'{"type": "LaunchUri", "payload": {"uri": "x"}, "PostBackUri": 7, "postBackUri": "http://a"}'
    request = Request("POST", "http://127.0.0.1:1", {}, body)
    finding = Finding("POST /x", "negative_data_rejection", "Accepted", "", (request,))
    assert readings.judge(finding) is finding
    readings.met["GET /x", "graph-casing"] = finding
    assert readings.judge(finding).outcome is Outcome.DRIFT
    other = Finding("POST /x", "negative_data_rejection", "Accepted", "", (Request("POST", "http://x", {}, b"{}"),))
    assert readings.judge(other) is other


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_all_readings_at_once_pass_and_fail_where_that_is_asked_for(
    api: str, capsys: pytest.CaptureFixture[str]
) -> None:
    variants = [f"{api}.{each.variant}={each.value}" for each in READINGS[api]]
    with endpoint(api, *variants, frozen_at=None) as url:
        arguments = [api, "--profile", "smoke", "--seed", "1", "--url", url]
        assert command.main(arguments, standalone_mode=False) == 0, capsys.readouterr().out
        out = capsys.readouterr().out
        assert all(f"doc-drift {each.entry}" in out for each in READINGS[api])
        assert command.main([*arguments, "--doc-drift", "fail"], standalone_mode=False) == 1
