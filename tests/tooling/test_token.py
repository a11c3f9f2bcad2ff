import time

import pytest
from kit import Mock
from project_kit import Run

from fleetmock.settings import Settings
from fleetmock.tokens import Grant, read
from fleetmock_tooling.serve import _announce

DEVICES = "/beta/me/devices"


def grant(run: Run, *argv: str) -> Grant:
    ran = run("token", *argv)
    assert (ran.code, ran.err, len(ran.lines)) == (0, "", 1)
    return read(ran.lines[0].encode())


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ([], Grant()),
        (["--api", "msgraph"], Grant("msgraph")),
        (["--permission", "Device.Read"], Grant(None, frozenset({"Device.Read"}))),
        (
            ["--api", "msgraph", "--permission", "Device.Read", "--permission", "Device.Command"],
            Grant("msgraph", frozenset({"Device.Read", "Device.Command"})),
        ),
    ],
)
def test_the_token_allows_what_was_asked_for(run: Run, argv: list[str], expected: Grant) -> None:
    assert grant(run, *argv) == expected


@pytest.mark.parametrize("seconds", [3600, 0, -60])
def test_it_expires_so_many_seconds_from_now(run: Run, seconds: int) -> None:
    before = int(time.time())
    expires = grant(run, "--expires-in", str(seconds)).expires
    assert expires is not None
    assert before + seconds <= expires <= time.time() + seconds


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--permission", "nope"], "there is no permission 'nope'; there are Device.Command, Device.Read, mdm.aosp."),
        (["--api", "msgraph", "--permission", "mdm.aosp.command.get"], "msgraph has Device.Command, Device.Read\n"),
        (["--api", "nope"], "'nope' is not one of 'applivery-aosp', 'applivery-apple', 'msgraph'"),
        (["--expires-in", "soon"], "'soon' is not a valid integer"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(run: Run, argv: list[str], said: str) -> None:
    ran = run("token", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_running_mock_takes_it_until_it_expires(mock: Mock, run: Run) -> None:
    # The token is minted by the machine's clock, the mock's stands still somewhere else.
    mock.clock.freeze(time.time())
    (token,) = run("token", "--api", "msgraph", "--permission", "Device.Read", "--expires-in", "60").lines
    headers = {"authorization": f"Bearer {token}"}
    assert mock.client.get(DEVICES, headers=headers).status_code == 200
    assert mock.client.get(f"{DEVICES}/x/commands", headers=headers).status_code == 403
    mock.clock.advance(61)
    assert mock.client.get(DEVICES, headers=headers).status_code == 401


def test_an_unknown_permission_stops_the_server(run: Run) -> None:
    ran = run("serve", "--port", "0", "--token", "name=Device.Read,nope")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("fleetmock: there is no permission 'nope'; there are Device.Command, ")


def test_the_request_that_serve_prints_is_one_that_its_token_may_send(capsys: pytest.CaptureFixture[str]) -> None:
    def announced(*tokens: str) -> str:
        _announce(Settings(tokens=tokens), "http://mock")
        return capsys.readouterr().out

    assert "'Authorization: Bearer a' http://mock/beta/me/devices\n" in announced("a")
    assert "'Authorization: Bearer a' http://mock/v1/organizations/" in announced("a=mdm.aosp.device.list")
    assert "'Authorization: Bearer b' http://mock/beta/me/devices\n" in announced("a=mdm.aosp.command.create", "b")
    assert "curl" not in announced("a=mdm.aosp.command.create")
