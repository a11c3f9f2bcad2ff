import pytest
from kit import NOON

from fleetmock.contract.gate import ControlGate, Gate, authorize, is_here
from fleetmock.errors import Condition, Refusal
from fleetmock.fleet.clock import Clock
from fleetmock.tokens import Grant, mint

READER = Grant(permissions=frozenset({"Device.Read"}))
STRICT = Gate({"secret": Grant(), "other": READER}, "strict")


def sent(authorization: bytes | None) -> dict[bytes, bytes]:
    return {} if authorization is None else {b"authorization": authorization}


def admit(header: bytes | None, api: str = "msgraph", now: float = NOON) -> Grant:
    return STRICT.admit(sent(header), api, Clock(frozen_at=now))


def refused(header: bytes | None, api: str = "msgraph", now: float = NOON) -> Condition:
    with pytest.raises(Refusal) as refusal:
        admit(header, api, now)
    return refusal.value.condition


def minted(grant: Grant) -> bytes:
    return f"Bearer {mint(grant)}".encode()


@pytest.mark.parametrize("header", [b"Bearer other", b"bearer other", b"BEARER  other", b" Bearer other "])
def test_known_tokens_pass_with_their_grant_whatever_the_case_of_the_scheme(header: bytes) -> None:
    assert admit(header) == READER
    assert admit(header.replace(b"other", b"secret")) == Grant()


@pytest.mark.parametrize("header", [None, b"", b"Bearer", b"Bearer ", b"secret", b"Basic secret", b"Bearersecret"])
def test_without_a_bearer_token_there_is_no_token(header: bytes | None) -> None:
    assert refused(header) is Condition.NO_TOKEN


@pytest.mark.parametrize(
    "header", [b"Bearer Secret", b"Bearer secre", b"Bearer secret2", b"Bearer secret other", b"Bearer a.b.c"]
)
def test_an_unknown_token_is_a_bad_one(header: bytes) -> None:
    assert refused(header) is Condition.BAD_TOKEN


def test_a_minted_token_passes_with_its_grant() -> None:
    grant = Grant("msgraph", frozenset({"Device.Command"}), NOON + 60)
    assert admit(minted(grant)) == grant
    assert admit(minted(grant).replace(b"Bearer", b"bearer ")) == grant


def test_a_minted_token_is_good_for_its_api_only() -> None:
    assert refused(minted(Grant("msgraph")), "applivery-aosp") is Condition.BAD_TOKEN
    assert admit(minted(Grant()), "applivery-aosp") == Grant()


def test_a_token_expires_when_its_time_has_come_and_not_before() -> None:
    header = minted(Grant(expires=NOON + 60))
    assert admit(header, now=NOON + 59.9).expires == NOON + 60
    # The same token again: what is remembered of it must not outlive it.
    assert refused(header, now=NOON + 60) is Condition.EXPIRED_TOKEN
    assert admit(header, now=NOON).expires == NOON + 60


@pytest.mark.parametrize("header", [None, b"Bearer nonsense", minted(Grant("applivery-aosp", frozenset(), 0))])
def test_an_open_gate_lets_everybody_do_everything(header: bytes | None) -> None:
    authorize(Gate({"secret": READER}, "open").admit(sent(header), "msgraph", Clock(frozen_at=NOON)), "Device.Command")


@pytest.mark.parametrize("near", ["device.read", "Device.Rea", "Device.Read.All", "Device", ""])
def test_permissions_are_compared_exactly(near: str) -> None:
    authorize(READER, "Device.Read")
    with pytest.raises(Refusal) as refusal:
        authorize(READER, near)
    assert refusal.value.condition is Condition.FORBIDDEN


def test_a_token_that_became_known_passes() -> None:
    gate = Gate({}, "strict")
    gate.know("new", READER)
    assert gate.admit(sent(b"Bearer new"), "msgraph", Clock(frozen_at=NOON)) == READER
    assert gate.known() == {"new": READER}


@pytest.mark.parametrize(
    "host", [b"localhost:4010", b"127.0.0.1", b"127.8.8.8:1", b"[::1]:4010", b"mock", b"a.localhost", b""]
)
def test_without_a_token_the_control_plane_is_for_this_machine(host: bytes) -> None:
    ControlGate(None).admit({b"host": host}, "control", Clock(frozen_at=NOON))
    assert is_here("http://" + host.decode())


@pytest.mark.parametrize(
    "headers",
    [
        {b"host": b"evil.example:4010"},
        {b"host": b"10.0.0.1:4010"},
        {b"host": b"127.0.0.1:4010", b"origin": b"https://evil.example"},
        {b"host": b"[2001:db8::1]:80"},
        {b"host": b"127.0.0.1.evil.example"},
    ],
)
def test_no_web_page_gets_at_the_control_plane(headers: dict[bytes, bytes]) -> None:
    with pytest.raises(Refusal) as refusal:
        ControlGate(None).admit(headers, "control", Clock(frozen_at=NOON))
    assert refusal.value.condition is Condition.FORBIDDEN
    assert "--control-token" in refusal.value.detail


def test_with_a_token_the_control_plane_is_for_whoever_has_it() -> None:
    gate, clock = ControlGate("key"), Clock(frozen_at=NOON)
    gate.admit({b"host": b"mock.example", b"authorization": b"Bearer key"}, "control", clock)
    for header in (None, b"Bearer fleetmock", minted(Grant())):
        with pytest.raises(Refusal):
            gate.admit(sent(header), "control", clock)
