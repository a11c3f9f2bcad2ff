"""Without a fault, the wrapped mock is the mock: on the wire, and for whoever asks the application itself."""

from collections.abc import Iterator

import httpx
from mutants_kit import Fresh

from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock_tooling.fuzz.endpoint import STEP
from fleetmock_tooling.mutants.application import Mutated, faithful, unchanged
from fleetmock_tooling.mutants.catalogue import CATALOGUE
from fleetmock_tooling.mutants.catalogue.places import A_DEVICES, APP, G_COMMAND, G_COMMANDS, G_DEVICES
from fleetmock_tooling.mutants.client import Client

WALK = [
    ("GET", G_DEVICES, None),
    ("GET", f"{G_DEVICES}?$top=1&$count=true", None),
    ("POST", G_COMMANDS, APP),
    ("POST", G_COMMANDS, {"type": "Unknown"}),
    ("GET", f"{G_COMMAND}/responsePayload", None),
    ("PUT", G_COMMAND, None),
    ("GET", "/beta/nowhere", None),
    ("GET", "/", None),
]


def test_nothing_is_added_and_nothing_lost() -> None:
    plain, wrapped = faithful("msgraph"), faithful("msgraph")
    settings = Settings(apis=("msgraph",), port=0, log_format="off")
    headers = {"authorization": "Bearer fleetmock", "host": "fleet.example"}
    with (
        ThreadedServer(settings, plain) as one,
        ThreadedServer(settings, Mutated("msgraph", wrapped, (), unchanged)) as other,
        httpx.Client(headers=headers) as client,
    ):
        for method, target, body in WALK:
            answers = [client.request(method, url.url + target, json=body) for url in (one, other)]
            plain.namespace.fleet.clock.advance(STEP)
            first, second = ((each.status_code, each.content, _told(each)) for each in answers)
            assert first == second


def _told(answer: httpx.Response) -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in answer.headers.items() if name != "date")


def test_every_request_moves_the_clock_and_counts(fresh: Fresh) -> None:
    app = Mutated("msgraph", fresh("msgraph"), (), unchanged)
    before = app.namespace.fleet.clock.now()
    Client(app).polls(G_DEVICES, 3)
    assert (app.requests, app.namespace.fleet.clock.now()) == (3, before + 3 * STEP)


def test_a_fault_is_in_its_own_operations_only(fresh: Fresh) -> None:
    mutant = CATALOGUE["headers-no-odata-version"]
    client = Client(Mutated(mutant.api, fresh(mutant.api), mutant.operations, mutant.fault))
    assert client.get(G_DEVICES).header("odata-version") is None
    assert client.get(G_COMMAND).header("odata-version") == "4.0"


def test_a_body_in_parts_arrives_whole() -> None:
    app = Mutated("msgraph", faithful("msgraph"), (), unchanged)
    text = "x" * 200_000

    def parts() -> Iterator[bytes]:
        yield f'{{"type": "AppService", "appServiceName": "{text}", '.encode()
        yield b'"packageFamilyName": "p"}'

    headers = {"authorization": "Bearer fleetmock", "content-type": "application/json"}
    with ThreadedServer(Settings(apis=("msgraph",), port=0, log_format="off"), app) as server:
        answer = httpx.post(server.url + G_COMMANDS, content=parts(), headers=headers)
    assert (answer.status_code, answer.json()["appServiceName"]) == (201, text)


def test_a_head_has_no_body(fresh: Fresh) -> None:
    head = CATALOGUE["methods-head"]
    answer = Client(Mutated(head.api, fresh(head.api), head.operations, head.fault)).send("HEAD", A_DEVICES)
    assert (answer.status, answer.body) == (200, b"")
