import json
import time
from collections.abc import Callable, Iterator
from functools import partial

import httpx
import pytest
from kit import NOON

from fleetmock.app import Builder, create_app
from fleetmock.fleet.clock import Clock
from fleetmock.namespaces.namespace import Namespace
from fleetmock.namespaces.registry import Namespaces, NoNamespace
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings

DEVICES = "/beta/me/devices"
DEVICE = f"{DEVICES}/6841b3db-2b55-467b-ad84-79a41a4ef665"
COMMAND = {"type": "LaunchUri", "payload": {"uri": "http://bing.com"}}


class Watch:
    """A clock for idleness."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def namespaces(watch: Watch) -> Namespaces:
    return Namespaces(Builder(Settings(), Clock(frozen_at=NOON)).namespace, limit=2, idle=10, monotonic=watch)


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    settings = Settings(port=0, log_format="off", namespaces=2)
    with ThreadedServer(settings, create_app(settings, Clock(frozen_at=NOON))) as server:
        headers = {"authorization": "Bearer fleetmock"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=10) as found:
            yield found


def names(namespaces: Namespaces) -> list[str]:
    return [each.name for each in namespaces]


def test_a_namespace_is_there_from_its_first_use(namespaces: Namespaces) -> None:
    assert names(namespaces) == ["default"]
    assert namespaces.get("a") is namespaces.get("a")
    assert names(namespaces) == ["default", "a"]


def test_more_than_the_limit_are_refused_and_those_there_are_stay(namespaces: Namespaces) -> None:
    namespaces.get("a")
    namespaces.get("b")
    with pytest.raises(NoNamespace, match="There are 2 namespaces already; reset") as refusal:
        namespaces.get("c")
    assert refusal.value.status == 503
    assert names(namespaces) == ["default", "a", "b"]


def test_those_that_nobody_used_for_a_while_make_room(namespaces: Namespaces, watch: Watch) -> None:
    namespaces.get("a")
    namespaces.get("b")
    watch.now = 9.0
    namespaces.get("a")
    watch.now = 15.0
    namespaces.get("c")
    assert names(namespaces) == ["default", "a", "c"]


def test_what_was_dropped_begins_anew(namespaces: Namespaces) -> None:
    closed: list[str] = []
    first = namespaces.get("a")
    first.closing.append(lambda: closed.append("a"))
    assert namespaces.drop("a")
    assert not namespaces.drop("a")
    assert closed == ["a"]
    assert namespaces.get("a") is not first


def test_the_default_one_is_reset_in_its_place(namespaces: Namespaces) -> None:
    before = namespaces.default
    device = before.fleet.world.devices("msgraph")[0].key
    before.fleet.clock.advance(60)
    before.fleet.store.replace_all(())
    namespaces.reset("default")
    assert namespaces.default is not before
    assert namespaces.default.fleet.store.count(device) == 2
    assert namespaces.default.fleet.clock.now() == NOON
    assert not namespaces.drop("default")


@pytest.mark.parametrize("name", ["default", "a"])
def test_a_reset_can_come_with_another_seed(namespaces: Namespaces, name: str) -> None:
    first = namespaces.get(name).fleet.ids.hexadecimal()
    namespaces.reset(name, 7)
    assert namespaces.get(name).seed == 7
    assert namespaces.get(name).fleet.ids.hexadecimal() != first
    namespaces.reset(name)
    assert namespaces.get(name).fleet.ids.hexadecimal() == first


def test_each_namespace_knows_where_it_belongs(namespaces: Namespaces, watch: Watch) -> None:
    watch.now = 5.0
    for each in (namespaces.default, namespaces.get("a")):
        assert each.server is namespaces
    assert namespaces.uptime() == 5.0


@pytest.mark.parametrize("name", ["", ".", "-a", "a/b", "ä", "x" * 65, "a%20b", "a b"])
def test_a_name_has_its_form(namespaces: Namespaces, name: str) -> None:
    with pytest.raises(NoNamespace, match="no name of a namespace") as refusal:
        namespaces.get(name)
    assert refusal.value.status == 400


def test_a_reset_of_a_kept_state_reaches_the_file(tmp_path: object) -> None:
    settings = Settings(state=f"sqlite:{tmp_path}/fleet.db")

    def count(namespace: Namespace) -> int:
        return namespace.fleet.store.count(namespace.fleet.world.devices("msgraph")[0].key)

    builder = Builder(settings)
    namespaces = Namespaces(builder.namespace)
    namespaces.default.fleet.store.replace_all(())
    namespaces.reset("default")
    assert count(namespaces.default) == 2
    builder.close()
    again = Builder(settings)
    assert count(again.namespace("default")) == 2
    again.close()


@pytest.mark.parametrize("how", ["prefix", "header"])
def test_two_namespaces_never_meet(client: httpx.Client, how: str) -> None:
    def get(name: str, path: str) -> httpx.Response:
        if how == "prefix":
            return client.get(f"/ns/{name}{path}")
        return client.get(path, headers={"fleetmock-namespace": name})

    created = client.post(f"/ns/a{DEVICE}/commands", json=COMMAND).json()["id"]
    assert get("a", f"{DEVICE}/commands/{created}").status_code == 200
    assert get("b", f"{DEVICE}/commands/{created}").status_code == 404
    assert client.get(f"{DEVICE}/commands/{created}").status_code == 404


def test_the_same_seed_gives_each_namespace_the_same_ids(client: httpx.Client) -> None:
    first, second = (client.post(f"/ns/{name}{DEVICE}/commands", json=COMMAND).json()["id"] for name in "ab")
    assert first == second


def test_links_in_answers_stay_in_the_namespace(client: httpx.Client) -> None:
    created = client.post(f"/ns/a{DEVICE}/commands", json=COMMAND)
    assert f"/ns/a{DEVICE}/commands/" in created.headers["location"]
    assert client.get(created.headers["location"]).status_code == 200
    page = client.get(f"/ns/a{DEVICE}/commands?$top=1").json()
    assert f"/ns/a{DEVICE}/commands?" in page["@odata.nextLink"]
    assert len(client.get(page["@odata.nextLink"]).json()["value"]) == 1


def test_a_request_that_can_be_in_no_namespace_is_told_why(client: httpx.Client) -> None:
    both = client.get(f"/ns/a{DEVICES}", headers={"fleetmock-namespace": "b"})
    assert (both.status_code, both.headers["content-type"]) == (400, "application/problem+json")
    assert "'a'" in both.json()["detail"]
    assert client.get(f"/ns/a{DEVICES}", headers={"fleetmock-namespace": "a"}).status_code == 200
    assert client.get(f"/ns/%61{DEVICES}").status_code == 400
    assert client.get(f"/ns/b{DEVICES}").status_code == 200
    full = client.get(f"/ns/c{DEVICES}")
    assert full.status_code == 503
    assert "reset" in full.json()["detail"]


def test_a_namespace_alone_is_below_no_api(client: httpx.Client) -> None:
    for path in ("/ns/a", "/ns/a/", "/ns/a/nope"):
        assert client.get(path).status_code == 404


def sent_slowly(client: httpx.Client, path: str, body: bytes, meanwhile: Callable[[], object]) -> httpx.Response:
    """A POST of which a part is there before something else happens."""

    def pieces() -> Iterator[bytes]:
        yield body[:1]
        time.sleep(0.3)
        meanwhile()
        yield body[1:]

    headers = {"content-type": "application/json", "content-length": str(len(body))}
    return client.post(path, content=pieces(), headers=headers)


@pytest.mark.parametrize("prefix", ["", "/ns/a"])
def test_what_comes_in_during_a_reset_is_of_the_life_after_it(client: httpx.Client, prefix: str) -> None:
    reset = partial(httpx.post, client.base_url.join(f"{prefix}/__admin/reset"))
    answer = sent_slowly(client, f"{prefix}{DEVICE}/commands", json.dumps(COMMAND).encode(), reset)
    assert answer.status_code == 201
    created = answer.json()["id"]
    following = client.post(f"{prefix}{DEVICE}/commands", json=COMMAND).json()["id"]
    listed = [each["id"] for each in client.get(f"{prefix}{DEVICE}/commands").json()["value"]]
    assert listed[-2:] == [created, following]
    assert len(set(listed)) == len(listed)
    assert client.get(f"{prefix}/__admin/requests").json()["meta"]["total"] == 3


def test_what_comes_in_when_there_is_no_room_any_more_is_refused(client: httpx.Client) -> None:
    def fill() -> None:
        httpx.delete(client.base_url.join("/__admin/namespaces/a"))
        for name in ("b", "c"):
            httpx.get(client.base_url.join(f"/ns/{name}/__admin/health"))

    answer = sent_slowly(client, "/ns/a/__admin/reset", b'{"seed": 4}', fill)
    assert (answer.status_code, answer.json()["status"]) == (503, 503)
    assert "fleetmock-fault" not in answer.headers
