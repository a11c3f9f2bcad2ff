"""For each check at least one fault of a real mock that it finds, named by the fault."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from faulty import TOKEN, Exchange, Fault, probe

from fleetmock_tooling.fuzz.checks import CHECKS

# The passive checks see what these probes do.
FOLLOW = "life-goes-on"


@dataclass
class Seeded:
    """A fault of one API; `check` must find it, with the help of the checks in `others`."""

    name: str
    api: str
    check: str
    after: Fault | None = None
    before: Fault | None = None
    others: tuple[str, ...] = ()
    rule: str = ""


def found(exchange: Exchange) -> dict[str, Any]:
    """The record of a success: in Applivery's envelope, or bare."""
    body = exchange.body if exchange.status < 300 and isinstance(exchange.body, dict) else {}
    data = body.get("data", body)
    return data if isinstance(data, dict) else {}


def gets(exchange: Exchange) -> bool:
    return exchange.method == "GET" and exchange.status == 200


def creates(exchange: Exchange) -> bool:
    return exchange.method == "POST" and exchange.status in {200, 201} and not exchange.path.endswith("/cancel")


@dataclass
class Counter:
    """A fault that depends on how often something was asked for."""

    change: Callable[[Exchange, int], None]
    seen: dict[str, int] = field(default_factory=dict)

    def __call__(self, exchange: Exchange) -> None:
        key = f"{exchange.method} {exchange.path}"
        self.seen[key] = self.seen.get(key, 0) + 1
        self.change(exchange, self.seen[key])


def goes_back(exchange: Exchange, times: int) -> None:
    if gets(exchange) and found(exchange).get("status") == "executing" and times == 2:
        exchange.body["status"] = "requesting"


def leaves_end(exchange: Exchange, times: int) -> None:
    if gets(exchange) and found(exchange).get("status") == "completed" and times > 6:
        exchange.body["status"] = "failedToSend"


def unheard_state(exchange: Exchange) -> None:
    if gets(exchange) and "delivered" in found(exchange):
        found(exchange).update(delivered=True, pendingDevices=3)


def born_running(exchange: Exchange) -> None:
    if creates(exchange):
        exchange.body["status"] = "executing"


def stays(exchange: Exchange) -> None:
    if found(exchange).get("status") in {"Awaiting", "Acknowledged"}:
        for name in ("triedAt", "receivedAt", "data"):
            found(exchange).pop(name, None)
        found(exchange).update(status="Pending", numTries=0)


def early_payload(exchange: Exchange) -> None:
    if exchange.path.lower().endswith("/responsepayload") and exchange.status == 404 and "0158355" not in exchange.path:
        exchange.status, exchange.body = 200, {"Type": "Ok"}


def no_payload(exchange: Exchange) -> None:
    if exchange.path.endswith("/responsePayload") and exchange.status == 200:
        exchange.status, exchange.body = 404, {"error": {"code": "itemNotFound", "message": "No."}}


def cancel_does_nothing(exchange: Exchange) -> None:
    if exchange.path.endswith("/cancel"):
        exchange.path = exchange.path.removesuffix("/cancel")
        exchange.method = "GET"


def cancel_answers_ok(exchange: Exchange) -> None:
    if "admEnterprise" in found(exchange) and exchange.headers.get("content-length") == "0":
        exchange.body = {"status": True, "data": {"canceled": "OK"}}


def always_cancels(exchange: Exchange) -> None:
    if exchange.path.endswith("/cancel") and exchange.status == 400:
        exchange.status, exchange.body = 200, {"status": True, "data": {"canceled": "OK"}}


@dataclass
class RefusalIsNoted:
    """Who was refused a cancel is told so by every GET from then on."""

    refused: set[str] = field(default_factory=set)

    def __call__(self, exchange: Exchange) -> None:
        if exchange.path.endswith("/cancel") and exchange.status == 400:
            self.refused.add(exchange.path.removesuffix("/cancel"))
        elif gets(exchange) and exchange.path in self.refused:
            found(exchange)["note"] = "refused"


def pending_though_delivered(exchange: Exchange) -> None:
    if found(exchange).get("delivered") is True and "pendingDevices" in found(exchange):
        found(exchange)["pendingDevices"] = 1


def answered_before_sent(exchange: Exchange) -> None:
    if "receivedAt" in found(exchange):
        found(exchange)["receivedAt"] = "2020-01-01T00:00:00Z"


def lives_for_a_day(exchange: Exchange) -> None:
    if "expiresAt" in found(exchange):
        found(exchange)["expiresAt"] = "2027-01-16T08:00:00Z"


def new_name(exchange: Exchange, times: int) -> None:
    if gets(exchange) and "UUID" in found(exchange):
        found(exchange)["UUID"] = f"550e8400-e29b-41d4-a716-4466554400{times % 100:02}"


def sent_later(exchange: Exchange, times: int) -> None:
    if "sentAt" in found(exchange) and "delivered" in found(exchange):
        found(exchange)["sentAt"] = f"2027-01-15T08:00:{times % 60:02}Z"


def counts_down(exchange: Exchange, times: int) -> None:
    if found(exchange).get("numTries"):
        found(exchange)["numTries"] = max(9 - times, 1)


def no_push_id(exchange: Exchange) -> None:
    found(exchange).pop("pushId", None)


def other_payload(exchange: Exchange) -> None:
    if creates(exchange) and isinstance(found(exchange).get("command"), dict):
        found(exchange)["command"] = {"RequestType": "EraseDevice"}


def wrong_inner_id(exchange: Exchange) -> None:
    if exchange.status == 404 and "innerError" in exchange.body.get("error", {}):
        exchange.body["error"]["innerError"]["request-id"] = "11111111-2222-3333-4444-555555555555"


def same_id(exchange: Exchange) -> None:
    if creates(exchange):
        exchange.body["id"] = "0A"


def wrong_location(exchange: Exchange) -> None:
    if "location" in exchange.answer:
        exchange.answer["location"] = exchange.answer["location"].rsplit("/", 1)[0] + "/0A"


def forgets(exchange: Exchange, times: int) -> None:
    if gets(exchange) and "/commands/" in exchange.path and times > 3:
        exchange.status = 404
        exchange.body = {"status": False, "error": {"code": 3001, "message": "Entity not found"}}


def hides_newest(exchange: Exchange) -> None:
    if gets(exchange) and "items" in found(exchange) and exchange.path.endswith("/commands"):
        found(exchange)["items"] = found(exchange)["items"][:2]


def overlaps(exchange: Exchange) -> None:
    match = re.search(r"skip=(\d+)", exchange.query)
    if match and int(match[1]) > 0:
        exchange.query = exchange.query.replace(match[0], f"skip={int(match[1]) - 1}")


def total_of_page(exchange: Exchange) -> None:
    if gets(exchange) and "@odata.count" in exchange.body:
        exchange.body["@odata.count"] = len(exchange.body["value"])


def next_link_forgets(exchange: Exchange) -> None:
    link = found(exchange).get("@odata.nextLink", "")
    if link:
        exchange.body["@odata.nextLink"] = link.replace("&$count=true", "")


def never_last(exchange: Exchange) -> None:
    if gets(exchange) and "hasNextPage" in found(exchange):
        found(exchange).update(hasNextPage=True, nextPage=found(exchange)["page"] + 1)


def unsorted(exchange: Exchange) -> None:
    exchange.query = exchange.query.replace("desc", "asc")


def selects_all(exchange: Exchange) -> None:
    exchange.query = re.sub(r"(%24|\$)select=[^&]*", "", exchange.query)


def shuffles(exchange: Exchange, times: int) -> None:
    if gets(exchange) and times % 2 and len(found(exchange).get("value", ())) > 1:
        exchange.body["value"].reverse()


def list_without_ids(exchange: Exchange) -> None:
    for item in found(exchange).get("items", ()):
        item.pop("id", None)


def any_case(exchange: Exchange) -> None:
    exchange.path = re.sub(r"[0-9a-fA-F]{30,}", lambda match: match[0].upper(), exchange.path)


def only_lower_case(exchange: Exchange) -> None:
    if exchange.path != exchange.path.replace("507F1F77BCF86CD7", "507f1f77bcf86cd7"):
        exchange.path += "~"


def trims(exchange: Exchange) -> None:
    exchange.path = re.sub(r"(%20|%00|%0A|\.)(?=/|$)", "", exchange.path)


def any_device(exchange: Exchange) -> None:
    exchange.path = exchange.path.replace(
        "0f7c9a52-1d3e-4b86-9c1f-5e2a7d40b8c3/", "6841b3db-2b55-467b-ad84-79a41a4ef665/"
    )


def any_token(exchange: Exchange) -> None:
    if exchange.headers.get("authorization", "").startswith("Bearer "):
        exchange.headers["authorization"] = f"Bearer {TOKEN}"


def token_prefix(exchange: Exchange) -> None:
    if exchange.headers.get("authorization", "").startswith(f"Bearer {TOKEN}"):
        exchange.headers["authorization"] = f"Bearer {TOKEN}"


def leaks(exchange: Exchange) -> None:
    if "authorization" not in exchange.headers and "6841b3db" not in exchange.path and exchange.status == 401:
        exchange.status = 404
        exchange.body["error"]["code"] = "itemNotFound"


def forbidden_is_unauthorized(exchange: Exchange) -> None:
    if exchange.status == 403:
        exchange.status = 401
        exchange.body["error"].update(code=4004, message="Invalid Token")


def unknown_is_invalid(exchange: Exchange) -> None:
    if exchange.status == 404 and exchange.body["error"]["code"] == "itemNotFound":
        exchange.status = 400
        exchange.body["error"]["code"] = "BadRequest"


def route_as_entity(exchange: Exchange) -> None:
    if exchange.status == 404:
        exchange.body["error"].update(code=3001, message="Entity not found")


def codes_in_small_letters(exchange: Exchange) -> None:
    if exchange.status == 403:
        exchange.body["error"]["code"] = "accessdenied"


def method_is_route(exchange: Exchange) -> None:
    if exchange.status == 405:
        exchange.status = 404
        exchange.answer.pop("allow", None)


def allows_too_much(exchange: Exchange) -> None:
    if exchange.status == 405:
        exchange.answer["allow"] = "GET, POST, DELETE"


def html_error(exchange: Exchange) -> None:
    if exchange.status == 415:
        exchange.answer["content-type"] = "text/html"


def one_request_id(exchange: Exchange) -> None:
    if "request-id" in exchange.answer:
        exchange.answer["request-id"] = "3f0c5b1e-8d27-4e6a-9b41-6a1d2c7e9f05"


def ignores_client_id(exchange: Exchange) -> None:
    exchange.headers.pop("client-request-id", None)


def repairs_broken(exchange: Exchange) -> None:
    """A broken body creates something, and the caller is told off all the same."""
    if exchange.method == "POST" and exchange.sent == b'{"a": ':
        exchange.sent = b'{"command": "LOCK"}'


def refuses_what_it_took(exchange: Exchange) -> None:
    if creates(exchange) and exchange.sent == b'{"command": "LOCK"}':
        exchange.status = 400
        exchange.body = {"status": False, "error": {"code": 5209, "message": "Invalid input"}}


def fails_on_nul(exchange: Exchange) -> None:
    if b"\\u0000" in exchange.sent or b"\0" in exchange.sent:
        exchange.status = 500


def texts_of_null(exchange: Exchange) -> None:
    if gets(exchange) and found(exchange).get("error", "") is None:
        exchange.body["error"] = "null"


def needs_plain_type(exchange: Exchange) -> None:
    if "charset" in exchange.headers.get("content-type", "") and exchange.status < 300:
        exchange.status = 415
        exchange.body = {"status": False, "error": {"code": 5209, "message": "Invalid input"}}


def knows_no_serial(exchange: Exchange) -> None:
    exchange.path = exchange.path.replace("C39XK1ABCDEF", "UNKNOWN")


def wrong_refusal(exchange: Exchange) -> None:
    if exchange.status == 400 and exchange.body["error"]["code"] == 5173:
        exchange.body["error"].update(code=5209, message="Invalid input")


def drops_a_null(exchange: Exchange) -> None:
    payload = found(exchange).get("payload")
    if isinstance(payload, dict):
        exchange.body["payload"] = {name: value for name, value in payload.items() if value is not None}


def empty_list_has_more(exchange: Exchange) -> None:
    if gets(exchange) and found(exchange).get("value") == []:
        exchange.body["@odata.nextLink"] = f"http://{exchange.headers['host']}{exchange.path}?$skip=1"


def mends(exchange: Exchange, change: Callable[[dict[str, Any]], None]) -> None:
    """The server takes a body for the one that was meant."""
    try:
        body = json.loads(exchange.sent)
    except ValueError:
        return
    if isinstance(body, dict):
        change(body)
        exchange.sent = json.dumps(body).encode()


def reads_digits(exchange: Exchange) -> None:
    def change(body: dict[str, Any]) -> None:
        if isinstance(body.get("duration"), str) and body["duration"].isdecimal():
            body["duration"] = int(body["duration"])

    mends(exchange, change)


def cuts_texts(exchange: Exchange) -> None:
    def change(body: dict[str, Any]) -> None:
        if isinstance(body.get("RequestType"), str):
            body["RequestType"] = body["RequestType"][:128]

    mends(exchange, change)


def capitals_for_all(exchange: Exchange) -> None:
    def change(body: dict[str, Any]) -> None:
        if isinstance(body.get("command"), str):
            body["command"] = body["command"].upper()

    mends(exchange, change)


def stops_reading(exchange: Exchange) -> None:
    if exchange.sent.startswith(b"{") and b"}" in exchange.sent:
        try:
            value, _ = json.JSONDecoder().raw_decode(exchange.sent.decode())
        except (ValueError, RecursionError):
            return
        exchange.sent = json.dumps(value).encode()


def one_is_true(exchange: Exchange) -> None:
    exchange.query = re.sub(r"(%24|\$)count=1$", r"\1count=true", exchange.query)


def signs_and_spaces(exchange: Exchange) -> None:
    exchange.query = re.sub(r"(limit|page)=(%2B|%20)", r"\1=", exchange.query)


def selects_in_any_case(exchange: Exchange) -> None:
    exchange.query = re.sub(r"select=[A-Z]+$", lambda match: match[0].lower(), exchange.query)


def listed_in_any_case(exchange: Exchange) -> None:
    exchange.path = exchange.path.replace("/DEVICE/", "/device/")


def fails_on_nested(exchange: Exchange) -> None:
    if 5 < exchange.sent.count(b"[") + exchange.sent.count(b'{"a"') < 50:
        exchange.status = 500


def fails_on_long_ids(exchange: Exchange) -> None:
    if any(len(each) > 255 for each in exchange.path.split("/")[:-1]):
        exchange.status = 500


def fails_on_fractions(exchange: Exchange) -> None:
    if b'"duration": 0.5' in exchange.sent:
        exchange.status = 500


def refuses_null(exchange: Exchange) -> None:
    if creates(exchange) and exchange.posted.get("postBackUri", "") is None:
        exchange.status = 400
        exchange.body = {"error": {"code": "BadRequest", "message": "No."}}


@dataclass
class ReadingCreates:
    """Each look at a push makes a command, which the list shows from then on."""

    made: int = 0

    def __call__(self, exchange: Exchange) -> None:
        if gets(exchange) and "pendingDevices" in found(exchange):
            self.made += 1
        items = found(exchange).get("items")
        if gets(exchange) and items and exchange.path.endswith("/commands"):
            items += [{**items[0], "id": f"{number:024x}"} for number in range(self.made)]


SEEDED = [
    Seeded("goes back", "msgraph", "legal-states", Counter(goes_back), others=(FOLLOW,)),
    Seeded("a state that is none", "applivery-aosp", "legal-states", unheard_state, others=(FOLLOW,)),
    Seeded("born running", "msgraph", "initial-state", born_running, others=(FOLLOW,)),
    Seeded("leaves its end", "msgraph", "terminal-states", Counter(leaves_end), others=(FOLLOW,)),
    Seeded("nothing happens", "applivery-apple", FOLLOW, stays),
    Seeded("payload too early", "msgraph", "payload-after-completion", early_payload, others=(FOLLOW,)),
    Seeded("payload never", "msgraph", "payload-after-completion", no_payload, others=(FOLLOW,), rule="missing"),
    Seeded(
        "cancel does nothing", "applivery-apple", "triggers", cancel_answers_ok, cancel_does_nothing, rule="no-effect"
    ),
    Seeded("cancels twice", "applivery-apple", "triggers", always_cancels, rule="accepted:a second time"),
    Seeded("cancels for ever", "applivery-apple", "triggers", always_cancels, rule="accepted:after the end"),
    Seeded("a refusal is noted", "applivery-apple", "triggers", RefusalIsNoted(), rule="refused-changes"),
    Seeded(
        "pending though delivered", "applivery-aosp", "coherent-records", pending_though_delivered, others=(FOLLOW,)
    ),
    Seeded("answered before sent", "applivery-apple", "coherent-records", answered_before_sent, others=(FOLLOW,)),
    Seeded("lives too short", "applivery-aosp", "coherent-records", lives_for_a_day, others=(FOLLOW,)),
    Seeded("another UUID", "applivery-apple", "immutable-fields", Counter(new_name), others=(FOLLOW,)),
    Seeded("sent later and later", "applivery-aosp", "immutable-fields", Counter(sent_later), others=(FOLLOW,)),
    Seeded("tries go down", "applivery-apple", "monotone-fields", Counter(counts_down), others=(FOLLOW,)),
    Seeded("no push id", "applivery-aosp", "promised-fields", no_push_id, others=(FOLLOW,)),
    Seeded("another payload", "applivery-apple", "response-echoes-request", other_payload, others=(FOLLOW,)),
    Seeded("drops a null", "msgraph", "response-echoes-request", drops_a_null, others=("accepts-valid",)),
    Seeded("another inner id", "msgraph", "response-echoes-request", wrong_inner_id, others=("near-miss-ids",)),
    Seeded("one id for all", "msgraph", "unique-ids", same_id, others=(FOLLOW,)),
    Seeded("Location elsewhere", "msgraph", "location", wrong_location),
    Seeded("forgets", "applivery-aosp", "created-stays", Counter(forgets), others=(FOLLOW,)),
    Seeded("hides the newest", "applivery-aosp", "list-and-get-agree", hides_newest),
    Seeded("pages overlap", "msgraph", "page-walk", before=overlaps),
    Seeded("total of the page", "msgraph", "page-walk", total_of_page, rule="total"),
    Seeded("next link forgets", "msgraph", "page-walk", next_link_forgets, others=("accepts-valid",)),
    Seeded("an empty page goes on", "msgraph", "page-walk", empty_list_has_more),
    Seeded("never the last page", "applivery-aosp", "page-walk", never_last),
    Seeded("not sorted", "applivery-aosp", "page-walk", before=unsorted, rule="sort:descending"),
    Seeded("selects all", "msgraph", "selected-properties", before=selects_all),
    Seeded("shuffles", "msgraph", "idempotent-get", Counter(shuffles)),
    Seeded("a list without ids", "applivery-aosp", "links-resolve", list_without_ids, others=("idempotent-get",)),
    Seeded("any case", "msgraph", "near-miss-ids", before=any_case),
    Seeded("lower case only", "applivery-aosp", "near-miss-ids", before=only_lower_case),
    Seeded("trims ids", "msgraph", "near-miss-ids", before=trims),
    Seeded("any device", "msgraph", "same-id-other-parent", before=any_device),
    Seeded("any token", "msgraph", "auth-matrix", before=any_token),
    Seeded("the beginning of a token", "applivery-apple", "auth-matrix", before=token_prefix),
    Seeded("leaks what exists", "msgraph", "auth-matrix", leaks),
    Seeded("403 is 401", "applivery-aosp", "auth-matrix", forbidden_is_unauthorized),
    Seeded("404 is 400", "msgraph", "error-taxonomy", unknown_is_invalid),
    Seeded("a route as an entity", "applivery-apple", "error-taxonomy", route_as_entity),
    Seeded("405 is 404", "applivery-apple", "error-taxonomy", method_is_route),
    Seeded("another code", "msgraph", "error-codes", codes_in_small_letters, others=("auth-matrix",)),
    Seeded("Allow says too much", "msgraph", "documented-answers", allows_too_much, others=("error-taxonomy",)),
    Seeded("an error as HTML", "applivery-aosp", "documented-answers", html_error, others=("error-taxonomy",)),
    Seeded("one request id", "msgraph", "header-rules", one_request_id),
    Seeded(
        "ignores the client's id", "msgraph", "header-rules", before=ignores_client_id, rule="client-request-id:echo"
    ),
    Seeded("refused and created", "applivery-aosp", "refused-leaves-nothing", refuses_what_it_took, repairs_broken),
    Seeded("fails on NUL", "applivery-apple", "odd-input", fails_on_nul),
    Seeded("null as a text", "msgraph", "no-stringified-null", texts_of_null, others=(FOLLOW,)),
    Seeded("refuses a charset", "applivery-aosp", "accepts-valid", needs_plain_type),
    Seeded("reads digits as a number", "applivery-aosp", "rejects-invalid", before=reads_digits),
    Seeded("cuts a long text", "applivery-apple", "rejects-invalid", before=cuts_texts),
    Seeded("a listed value in any case", "applivery-aosp", "rejects-invalid", before=capitals_for_all),
    Seeded("stops after the first document", "applivery-apple", "rejects-invalid", before=stops_reading),
    Seeded("1 is true", "msgraph", "rejects-invalid", before=one_is_true),
    Seeded("a sign before a number", "applivery-aosp", "rejects-invalid", before=signs_and_spaces),
    Seeded("an option in any case", "msgraph", "rejects-invalid", before=selects_in_any_case),
    Seeded("a path in any case", "applivery-apple", "rejects-invalid", before=listed_in_any_case),
    Seeded("fails on nested bodies", "applivery-apple", "odd-input", fails_on_nested),
    Seeded("fails on long ids", "msgraph", "odd-input", fails_on_long_ids),
    Seeded("fails on fractions", "applivery-aosp", "odd-input", fails_on_fractions, others=("accepts-valid",)),
    Seeded("refuses null", "msgraph", "accepts-valid", refuses_null),
    Seeded("reading creates", "applivery-aosp", "reading-creates-nothing", ReadingCreates()),
    Seeded("knows no serial number", "applivery-apple", "known-things", before=knows_no_serial),
    Seeded("refuses with another code", "applivery-aosp", "known-things", wrong_refusal),
]


@pytest.mark.parametrize("seeded", SEEDED, ids=lambda each: f"{each.check}: {each.name}")
def test_the_check_finds_the_fault(seeded: Seeded) -> None:
    findings = probe(
        seeded.api, seeded.check, *seeded.others, before=deepcopy(seeded.before), after=deepcopy(seeded.after)
    )
    mine = [each for each in findings if each.check == seeded.check]
    assert mine, [each.key for each in findings]
    assert seeded.rule in {each.rule for each in mine} or not seeded.rule, [each.rule for each in mine]
    assert "check-crashed" not in {each.check for each in findings}
    for each in mine:
        assert each.requests
        assert each.severity == CHECKS[each.check].severity


def test_every_check_has_a_fault_that_it_finds() -> None:
    assert {each.check for each in SEEDED} == set(CHECKS)


def test_a_finding_is_the_same_in_another_run() -> None:
    def keys(seed: int) -> set[tuple[str, str, str]]:
        findings = probe("applivery-apple", "triggers", FOLLOW, "coherent-records", after=always_cancels, seed=seed)
        return {each.key for each in findings}

    assert keys(1) == keys(2) != set()


def test_the_chain_of_a_finding_starts_where_the_thing_was_created() -> None:
    findings = probe("msgraph", "initial-state", "terminal-states", FOLLOW, after=Counter(leaves_end))
    finding = next(each for each in findings if each.check == "terminal-states")
    first, *_, last = finding.requests
    assert first.method == "POST"
    created = json.loads(json.dumps(last.url)).rsplit("/", 1)[1]
    assert last.method == "GET"
    assert re.fullmatch(r"[0-9A-F]{64}", created)
