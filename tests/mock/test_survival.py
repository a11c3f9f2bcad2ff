"""A mock with `--state sqlite:PATH` and real kills: what was acknowledged is there again and goes on.

FLEETMOCK_TEST_KILLS says how often it is killed.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

KILLS = int(os.environ.get("FLEETMOCK_TEST_KILLS", "5"))
CLIENTS = 4
LIFE = 4  # seconds in which every command comes to its end
SERVE = [sys.executable, "-m", "fleetmock_tooling", "serve", "--port", "0", "--log-format", "off"]
AUTHORIZED = {"authorization": "Bearer fleetmock"}

Record = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A command: where and what to send, what a read adds to the path, and the field that says how it goes.

    `kept` are fields of the first answer, by the name they have in a read.
    """

    path: str
    body: Record
    kept: dict[str, str]
    field: str
    ends: tuple[object, ...]
    suffix: str = ""


KINDS = (
    Kind(
        "/beta/me/devices/6841b3db-2b55-467b-ad84-79a41a4ef665/commands",
        {"type": "AppService", "appServiceName": "pong", "packageFamilyName": "p", "payload": {"é": [1, None]}},
        {"id": "id", "type": "type", "appServiceName": "appServiceName", "payload": "payload"},
        "status",
        ("completed",),
    ),
    Kind(
        "/v1/organizations/acme/mdm/aosp/enterprise/devices/507f1f77bcf86cd799439021/commands",
        {"command": "REBOOT"},
        {"createdAt": "sentAt"},
        "delivered",
        (True,),
        "/push-status",
    ),
    Kind(
        "/v1/organizations/acme/mdm/apple/enterprise/commands/device/C39XK1ABCDEF",
        {"RequestType": "DeviceLock"},
        {"id": "id", "UUID": "UUID", "command": "command", "createdAt": "createdAt"},
        "status",
        ("Acknowledged", "Superseded"),
    ),
)


@dataclass(frozen=True)
class Acknowledged:
    kind: Kind
    answer: Record

    def read(self, client: httpx.Client) -> Record:
        """As it is now, which must go with what was acknowledged."""
        response = client.get(f"{self.kind.path}/{self.answer['id']}{self.kind.suffix}")
        assert response.status_code == 200, f"lost: {self.answer}"
        record = unwrapped(response)
        assert {then: record[then] for then in self.kind.kept.values()} == {
            then: self.answer[first] for first, then in self.kind.kept.items()
        }
        return record


def unwrapped(response: httpx.Response) -> Record:
    body: Record = response.json()
    data: Record = body.get("data", body)
    return data


@contextmanager
def serving(state: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", httpx.Client]]:
    command = [*SERVE, "--state", f"sqlite:{state}", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = next(line.split()[-1] for line in process.stdout if line.startswith("listening on"))
            with httpx.Client(base_url=url, headers=AUTHORIZED, timeout=30) as client:
                yield process, client
        finally:
            process.kill()


def post_until_gone(url: httpx.URL, seed: str, done: list[Acknowledged]) -> None:
    """`done` gets everything that was answered before the server went away."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    with httpx.Client(base_url=url, headers=AUTHORIZED, timeout=30) as client:
        while True:
            kind = chance.choice(KINDS)
            try:
                response = client.post(kind.path, json=kind.body)
            except httpx.TransportError:
                return
            assert response.is_success, response.text
            done.append(Acknowledged(kind, unwrapped(response)))


def killed_in_traffic(state: Path, round_: int, before: list[Acknowledged]) -> list[Acknowledged]:
    """One start, a look at what is there from before, a burst of commands, a kill."""
    done = list[Acknowledged]()
    with serving(state) as (process, client), ThreadPoolExecutor(CLIENTS) as pool:
        for each in before:
            each.read(client)
        posting = [pool.submit(post_until_gone, client.base_url, f"{round_}/{n}", done) for n in range(CLIENTS)]
        while not done and not any(future.done() for future in posting):
            time.sleep(0.001)
        time.sleep(random.Random(round_).uniform(0, 0.4))  # noqa: S311 - as above
        process.kill()
        for future in posting:
            future.result()
    return done


def test_what_was_acknowledged_survives_kills_and_goes_on(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    everything, latest = list[Acknowledged](), list[Acknowledged]()
    for round_ in range(KILLS):
        latest = killed_in_traffic(state, round_, latest)
        everything += latest
    time.sleep(LIFE)  # while nobody is there
    with serving(state) as (_, client):
        records = [each.read(client) for each in everything]
        for each, record in zip(everything, records, strict=True):
            assert record[each.kind.field] in each.kind.ends, record
    with serving(state) as (_, client):
        assert [each.read(client) for each in everything] == records
    assert len({each.answer["id"] for each in everything}) == len(everything), "an id came again"
    print(f"{KILLS} kills, {len(everything)} commands acknowledged, none lost")  # noqa: T201 - shown with pytest -s


def test_the_world_is_made_once_even_when_its_making_is_killed(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with subprocess.Popen([*SERVE, "--state", f"sqlite:{state}"], stdout=subprocess.DEVNULL) as process:
        while not state.exists():
            time.sleep(0.0005)
        process.kill()
    listed = []
    for _ in range(2):
        with serving(state) as (_, client):
            listed.append(client.get(KINDS[0].path).json()["value"])
    assert listed[0] == listed[1]
    assert len(listed[0]) == 2


def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    state = tmp_path / "state.db"
    with serving(state) as (first, client):
        second = subprocess.run([*SERVE, "--state", f"sqlite:{state}"], capture_output=True, text=True, check=False)
        assert second.returncode == 2
        assert second.stderr.splitlines() == [
            f"fleetmock: {state} is in use by another process; stop that one, or name another file"
        ]
        assert client.post(KINDS[0].path, json=KINDS[0].body).status_code == 201
        first.send_signal(signal.SIGTERM)
        assert first.wait(10) == 0
    assert list(tmp_path.iterdir()) == [state], "a clean end leaves one file"
    with serving(state) as (_, client):
        assert len(client.get(KINDS[0].path).json()["value"]) == 3
