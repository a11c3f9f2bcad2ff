from typing import Any

from connexion.json_schema import resolve_refs

import fleetmock_contracts
from fleetmock.apis.msgraph import show
from fleetmock.callbacks.deliveries import MAX_BODY, Deliveries, Delivery, Errand, Kind, Outcome, Wanted
from fleetmock.callbacks.promise import Promise, offers
from fleetmock.contract.schema import Validator
from fleetmock.fleet.lifecycle import Lifecycle
from fleetmock.fleet.store import MemoryStore
from fleetmock.fleet.timeline import Command

DOCUMENT = fleetmock_contracts.load("msgraph")
PROMISE = Promise(offers(DOCUMENT), show)
LIFECYCLE = Lifecycle(DOCUMENT["components"]["schemas"]["CommandStatus"]["x-lifecycle"])
OWNER = "msgraph/device/d"


def delivery(store: MemoryStore | None = None, name: str = "c", **more: Any) -> Delivery:
    command = Command(name, OWNER, 1000.0, {}, LIFECYCLE, (), {})
    errand = Errand(store or MemoryStore(), command, 1000.0, PROMISE, PROMISE.offers[0], "http://localhost/")
    usual: dict[str, Any] = {"kind": Kind.FIRST, "attempt": 1, "time": 1001.0, "outcome": Outcome.DELIVERED}
    return Delivery(errand=errand, **(usual | more))


def stored(**fields: Any) -> MemoryStore:
    store = MemoryStore()
    usual = dict.fromkeys(
        ("appServiceName", "packageFamilyName", "error", "payload", "permissionTicket", "postBackUri")
    )
    record = {"id": "c", "status": None, "type": "LaunchUri", **usual, **fields}
    store.add(Command("c", OWNER, 1000.0, record, LIFECYCLE, (), {}))
    return store


def test_numbers_count_from_one_and_go_on() -> None:
    journal = Deliveries(limit=2)
    assert [journal.record(delivery()).id for _ in range(3)] == ["1", "2", "3"]
    assert journal.get("1") is None
    assert [each.id for each in journal.find(Wanted())] == ["2", "3"]
    journal.clear()
    assert journal.find(Wanted()) == []
    assert journal.record(delivery()).id == "4"


def test_each_member_narrows_what_is_found() -> None:
    journal = Deliveries()
    for name, outcome in (("a", Outcome.FAILED), ("a", Outcome.DELIVERED), ("b", Outcome.DELIVERED)):
        journal.record(delivery(name=name, outcome=outcome))

    def found(**wanted: Any) -> list[str]:
        assert journal.count(Wanted(**wanted)) == len(journal.find(Wanted(**wanted)))
        return [each.id for each in journal.find(Wanted(**wanted))]

    assert found() == ["1", "2", "3"]
    assert found(command="a") == ["1", "2"]
    assert found(command="a", outcome="delivered") == ["2"]
    assert found(outcome="lost") == []
    assert found(state="requesting") == ["1", "2", "3"]
    assert found(state="completed") == []
    assert found(since=2) == ["3"]
    assert [each.id for each in journal.find(Wanted(), 2)] == ["2", "3"]


def test_secrets_are_shown_to_nobody() -> None:
    store = stored(payload={"password": "hunter22", "note": "it is hunter22"}, postBackUri="http://me:pw@localhost/")
    body = delivery(store).shown()["body"]
    assert body["payload"] == {"password": "[redacted]", "note": "it is [redacted]"}
    assert body["postBackUri"] == "http://[redacted]@localhost/"


def test_a_body_that_is_too_long_is_left_out() -> None:
    shown = delivery(stored(payload={"text": "x" * MAX_BODY})).shown()
    assert (shown["body"], shown["bodyOmitted"]) == (None, True)
    assert delivery(stored(payload={"text": "x"})).shown()["bodyOmitted"] is False


def test_a_command_that_is_gone_has_no_body() -> None:
    shown = delivery().shown()
    assert (shown["body"], shown["bodyOmitted"]) == (None, False)


def test_it_is_what_the_control_plane_promises() -> None:
    schemas = fleetmock_contracts.load("control")
    document = resolve_refs(schemas)  # type: ignore[no-untyped-call] # connexion's own, untyped
    callback = Validator(document["components"]["schemas"]["Callback"])
    for each in (
        delivery(stored()),
        delivery(stored(), kind=Kind.REPLAY, replay_of="7"),
        delivery(outcome=Outcome.REFUSED, attempt=0, error="no"),
        delivery(stored(), outcome=Outcome.FAILED, status=500, error="it answered 500", retry_at=1002.0),
    ):
        assert list(callback.problems(Deliveries().record(each).shown())) == []
