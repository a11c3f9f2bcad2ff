import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, combinations
from typing import Any

import httpx
import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit import NOON, Mock

import fleetmock_contracts
from fleetmock import tokens
from fleetmock.contract.examples import Described, example_path, operations
from fleetmock.server import ThreadedServer
from fleetmock.settings import Settings
from fleetmock.tokens import Grant, NotMinted, UnknownPermission, checked, mint, named, permissions_of, read

DEVICES = {"msgraph": "/beta/me/devices", "applivery-aosp": "/v1/organizations/acme/mdm/aosp/enterprise/devices"}
PERMISSIONS = sorted({each for api in fleetmock_contracts.APIS for each in permissions_of(api).values()})
GRANTS = st.builds(
    Grant,
    st.none() | st.sampled_from(fleetmock_contracts.APIS),
    st.none() | st.frozensets(st.sampled_from(PERMISSIONS)),
    st.none() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False),
)


def signed(payload: Any, key: bytes | str = tokens.KEY, algorithm: str = "HS256", **headers: Any) -> bytes:
    """Whatever somebody with a JWT library could send."""
    text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return jwt.PyJWS().encode(text, key, algorithm, headers).encode()


def ask(mock: Mock, path: str, token: str) -> httpx.Response:
    return mock.client.get(path, headers={"authorization": f"Bearer {token}"})


@contextmanager
def served(*known: str, **settings: Any) -> Iterator[httpx.Client]:
    options = {"log_format": "off"} | settings
    with (
        ThreadedServer(Settings(port=0, tokens=known, **options)) as server,
        httpx.Client(base_url=server.url, timeout=10) as client,
    ):
        yield client


# Minting and reading


@given(GRANTS)
def test_what_is_minted_is_read(grant: Grant) -> None:
    assert read(mint(grant).encode()) == grant


def test_the_same_grant_gives_the_same_token() -> None:
    first, second = (mint(Grant("msgraph", frozenset(each), 1)) for each in (["a", "b"], ["b", "a"]))
    assert first == second


def test_a_minted_token_is_a_jwt_that_others_can_read() -> None:
    grant = Grant("msgraph", frozenset({"Device.Read", "Device.Command"}), 4_000_000_000)
    assert jwt.decode(mint(grant), tokens.KEY, ["HS256"], audience="msgraph", issuer="fleetmock") == {
        "iss": "fleetmock",
        "aud": "msgraph",
        "scope": "Device.Command Device.Read",
        "exp": 4_000_000_000,
    }


@pytest.mark.parametrize(
    "token",
    [
        signed({"iss": "fleetmock"}, b"another key, that is as long as ours is, or longer"),
        signed({"iss": "fleetmock"}, algorithm="HS512"),
        signed({"iss": "fleetmock"}, "", "none"),
        signed({"iss": "fleetmock"}, b64=True, crit=["b64"]),
        signed({}),
        signed({"iss": "somebody"}),
        signed(["fleetmock"]),
        signed(b"no JSON"),
        signed(b'{"iss": "fleetmock", "exp": NaN}'),
        signed(b'{"iss": "fleetmock", "exp": 1e999}'),
        signed({"iss": "fleetmock", "exp": "tomorrow"}),
        signed({"iss": "fleetmock", "exp": True}),
        signed({"iss": "fleetmock", "aud": ["msgraph"]}),
        signed({"iss": "fleetmock", "scope": ["Device.Read"]}),
        signed(b"[" * 100_000),
        b"W" * 100_000 + b".e30.",
        jwt.utils.base64url_encode(b"[" * 100_000) + b".e30.c2ln",
        mint(Grant()).encode()[:-2],
    ],
)
def test_nothing_else_is_taken_for_a_minted_token(token: bytes) -> None:
    with pytest.raises(NotMinted):
        read(token)


@given(st.binary() | st.lists(st.binary().map(jwt.utils.base64url_encode), min_size=3, max_size=3).map(b".".join))
def test_noise_is_not_minted_and_nothing_worse(noise: bytes) -> None:
    with pytest.raises(NotMinted):
        read(noise)


def test_a_number_beyond_all_bounds_is_late_or_refused_but_no_crash(mock: Mock) -> None:
    token = signed(b'{"iss": "fleetmock", "exp": ' + b"9" * 5000 + b"}").decode()
    assert ask(mock, DEVICES["msgraph"], token).status_code in {200, 401}


def test_what_is_remembered_is_bounded_and_good_tokens_only() -> None:
    for number in range(tokens.REMEMBERED + 50):
        read(mint(Grant(expires=number)).encode())
        with pytest.raises(NotMinted):
            read(b"bad %d" % number)
    remembered = read.cache_info()
    assert remembered.currsize == remembered.maxsize == tokens.REMEMBERED
    read.cache_clear()
    with pytest.raises(NotMinted):
        read(b"bad")
    assert read.cache_info().currsize == 0


# Known tokens


def test_a_name_may_have_permissions_and_has_all_without_them() -> None:
    assert named(["a", "b=Device.Read", "c=Device.Read,mdm.aosp.device.list"]) == {
        "a": Grant(),
        "b": Grant(permissions=frozenset({"Device.Read"})),
        "c": Grant(permissions=frozenset({"Device.Read", "mdm.aosp.device.list"})),
    }


def test_base64_may_end_a_name() -> None:
    reader = Grant(permissions=frozenset({"Device.Read"}))
    assert named(["YQ==", "Yg===Device.Read", "=", "=a"]) == {
        "YQ==": Grant(),
        "Yg==": reader,
        "=": Grant(),
        "=a": Grant(),
    }


def test_the_last_text_of_a_name_counts() -> None:
    assert named(["a=Device.Read", "a"]) == {"a": Grant()}


@pytest.mark.parametrize("permission", ["Device", "device.read", "Device.Read ", "", "getThing"])
def test_a_permission_that_no_operation_needs_is_refused_with_the_known_ones(permission: str) -> None:
    with pytest.raises(UnknownPermission, match=r"there are Device\.Command, Device\.Read, mdm\.aosp\.command\.create"):
        checked(["Device.Read", permission])
    with pytest.raises(UnknownPermission):
        named([f"name=Device.Read,{permission}"])


def test_a_permission_of_another_api_is_refused_with_the_apis_own() -> None:
    with pytest.raises(UnknownPermission, match=r"'Device.Read'; applivery-aosp has mdm\.aosp[a-z., ]*$"):
        checked(["Device.Read"], "applivery-aosp")


# On the wire


def subsets(permissions: set[str]) -> Iterator[frozenset[str]]:
    ordered = sorted(permissions)
    every = chain.from_iterable(combinations(ordered, size) for size in range(len(ordered) + 1))
    return map(frozenset, every)


def status(client: httpx.Client, operation: Described, token: str) -> int:
    """The bodies are wrong on purpose: nothing is created, and 400 shows that the token was good."""
    body: dict[str, str] | None = (
        {} if operation.method in {"POST", "PUT", "PATCH"} and "requestBody" in operation.spec else None
    )
    headers = {"authorization": f"Bearer {token}"}
    return client.request(operation.method, example_path(operation), json=body, headers=headers).status_code


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_a_token_passes_exactly_the_operations_it_has_the_permissions_of(mock: Mock, api: str) -> None:
    for allowed in subsets(set(permissions_of(api).values())):
        token = mint(Grant(api, allowed))
        for each in operations(fleetmock_contracts.load(api)):
            code = status(mock.client, each, token)
            assert code != 401
            assert (code != 403) == (each.spec["x-permission"] in allowed), f"{each.id} with {sorted(allowed)}: {code}"


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_every_operation_refuses_an_expired_token_and_one_of_another_api(mock: Mock, api: str) -> None:
    other = next(each for each in fleetmock_contracts.APIS if each != api)
    for each in operations(fleetmock_contracts.load(api)):
        assert status(mock.client, each, mint(Grant(api, expires=NOON))) == 401, each.id
        assert status(mock.client, each, mint(Grant(other))) == 401, each.id


def test_graph_says_what_is_wrong_with_a_token(mock: Mock) -> None:
    for grant, code, word, message in [
        (Grant(expires=NOON), 401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."),
        (
            Grant("applivery-aosp"),
            401,
            "InvalidAuthenticationToken",
            "CompactToken parsing failed with error code: 80049217",
        ),
        (Grant(permissions=frozenset()), 403, "accessDenied", "The token lacks the permission Device.Read."),
    ]:
        refused = ask(mock, DEVICES["msgraph"], mint(grant))
        assert refused.status_code == code
        assert (refused.json()["error"]["code"], refused.json()["error"]["message"]) == (word, message)
        assert ("www-authenticate" in refused.headers) == (code == 401)


def test_applivery_says_what_is_wrong_with_a_token(mock: Mock) -> None:
    bad = {"code": 4004, "message": "Invalid Token"}
    lacking = {"reason": "The token lacks the permission mdm.aosp.device.list."}
    for grant, code, error in [
        (Grant(expires=NOON), 401, bad),
        (Grant("msgraph"), 401, bad),
        (Grant(permissions=frozenset()), 403, {"code": 4003, "message": "Forbidden", "data": lacking}),
    ]:
        refused = ask(mock, DEVICES["applivery-aosp"], mint(grant))
        assert (refused.status_code, refused.json()) == (code, {"status": False, "error": error})


@pytest.mark.parametrize("path", DEVICES.values())
def test_a_token_expires_by_the_clock_of_the_mock(mock: Mock, path: str) -> None:
    token = mint(Grant(expires=NOON + 3600))
    assert ask(mock, path, token).status_code == 200
    mock.clock.advance(3599)
    assert ask(mock, path, token).status_code == 200
    mock.clock.advance(1)
    assert ask(mock, path, token).status_code == 401
    mock.clock.freeze(NOON)
    assert ask(mock, path, token).status_code == 200


def test_the_permission_is_asked_for_before_the_rest_of_the_request_is_read(mock: Mock) -> None:
    headers = {"authorization": f"Bearer {mint(Grant(permissions=frozenset({'Device.Read'})))}"}
    assert mock.client.post(f"{DEVICES['msgraph']}/nobody/commands", content=b"{", headers=headers).status_code == 403


def test_a_known_token_has_the_permissions_it_was_started_with() -> None:
    with served("reader=Device.Read", "master") as client:

        def code(path: str, token: str) -> int:
            return client.get(path, headers={"authorization": f"Bearer {token}"}).status_code

        assert code(DEVICES["msgraph"], "reader") == 200
        assert code(DEVICES["applivery-aosp"], "reader") == 403
        assert code(DEVICES["applivery-aosp"], "master") == 200
        assert code(DEVICES["msgraph"], "reader=Device.Read") == 401


def test_an_open_mock_asks_nobody_for_anything() -> None:
    with served("reader=Device.Read", auth="open") as client:
        for token in ("nonsense", "reader", mint(Grant("msgraph", frozenset(), 0))):
            response = client.get(DEVICES["applivery-aosp"], headers={"authorization": f"Bearer {token}"})
            assert response.status_code == 200


@pytest.mark.parametrize("log_format", ["pretty", "json"])
def test_no_token_is_logged(log_format: str, capfd: pytest.CaptureFixture[str]) -> None:
    minted = mint(Grant(expires=0))
    with served("secret-name=Device.Read", log_format=log_format) as client:
        for token in ("secret-name", minted, "secret-typo"):
            client.get(DEVICES["applivery-aosp"], headers={"authorization": f"Bearer {token}"})
    logged = capfd.readouterr().err
    assert logged.count("/aosp/") == 3
    assert "secret" not in logged
    assert minted not in logged
