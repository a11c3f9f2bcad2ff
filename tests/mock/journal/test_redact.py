import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetmock.journal.redact import MAX_DEPTH, REDACTED, Redactor, TooDeep, header, is_sensitive, plain, query

SECRET = "hunter2-xyz"


@pytest.mark.parametrize(
    "name",
    [
        "authorization",
        "token",
        "access_token",
        "refreshToken",
        "password",
        "Passwd",
        "client_secret",
        "Set-Cookie",
        "x-api-key",
        "apiKey",
        "PASSPHRASE",
        "privateKey",
        "credentials",
    ],
)
def test_telling_names(name: str) -> None:
    assert is_sensitive(name)


@pytest.mark.parametrize("name", ["id", "type", "payload", "postBackUri", "status", "author", "permissionTicket"])
def test_other_names(name: str) -> None:
    assert not is_sensitive(name)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("authorization", f"Bearer {SECRET}", "Bearer [redacted]"),
        ("Authorization", f"Basic {SECRET}", "Basic [redacted]"),
        ("authorization", SECRET, REDACTED),
        ("proxy-authorization", f"Bearer {SECRET}", "Bearer [redacted]"),
        ("cookie", f"a={SECRET}; b=2", REDACTED),
        ("x-api-key", SECRET, REDACTED),
        ("x-forwarded-authorization-token", SECRET, REDACTED),
        ("accept", "application/json", "application/json"),
        ("referer", f"https://x.test/?a=1&token={SECRET}&b=2", "https://x.test/?a=1&token=[redacted]&b=2"),
        ("prefer", 'variant="casing=pascal"', 'variant="casing=pascal"'),
    ],
)
def test_headers(name: str, value: str, shown: str) -> None:
    assert header(name, value) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("$top=5&$select=id,status", "$top=5&$select=id,status"),
        (f"a=1&access_token={SECRET}&b", "a=1&access_token=[redacted]&b"),
        (f"access%5Ftoken={SECRET}", "access%5Ftoken=[redacted]"),
        (f"next=%2Flogin%3Fpassword%3D{SECRET}", "next=[redacted]"),
        ("token", "token"),
        ("", ""),
    ],
)
def test_queries(raw: str, shown: str) -> None:
    assert query(raw) == shown


@pytest.mark.parametrize(
    "text",
    [
        f"https://user:{SECRET}@host.test/callback",
        f"https://host.test/?secret={SECRET}",
        f'{{"password": "{SECRET}", "a": 1}}',
        f'{{"password" : "{SECRET}',
        f'{{"secrets": ["a", "{SECRET}", ',
        f'{{"token": {{"value": "{SECRET}"',
        f"'client_secret': '{SECRET}'",
        f'"{{\\"password\\": \\"{SECRET}\\"}}"',
        f"the header was Bearer {SECRET}",
        f"password={SECRET}&a=1",
        "it was eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0." + SECRET,
    ],
)
def test_secrets_in_running_text(text: str) -> None:
    assert SECRET not in plain(text)
    assert REDACTED in plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "Access token is empty.",
        "No auth token",
        "Invalid Token",
        "the password is too short",
        "Toast",
        "a=b&c=d",
        "http://host.test:80/a@b",
        "mail me@host.test",
        '{"message": "Hello"}',
    ],
)
def test_text_without_secrets_stays(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "password=" * 8000,
        "token" * 13000,
        "token" + " " * 65000,
        "a" * 65536,
        '"password":"' + "\\" * 65000,
        "bearer " * 9000,
        "://" * 20000,
        "eyJ" * 20000,
        "token" + "." * 65000,
        'token"' + " " * 65000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    plain(text)
    assert time.perf_counter() - started < 1


def test_members_of_a_body() -> None:
    body = {"type": "x", "params": {"password": SECRET, "n": [{"token": 5}]}, "secret": None, "cookie": {"a": SECRET}}
    assert Redactor().value(body) == {
        "type": "x",
        "params": {"password": REDACTED, "n": [{"token": REDACTED}]},
        "secret": None,
        "cookie": REDACTED,
    }


def test_a_secret_that_is_quoted_elsewhere() -> None:
    redactor = Redactor()
    redactor.learn({"password": 'a"b\\c', "secret": {"deep": ["number", 123456]}})
    assert redactor.text('"a\\"b\\\\c" is too short') == f'"{REDACTED}" is too short'
    assert redactor.text('a"b\\c') == REDACTED
    assert redactor.text("of 123456 and number") == f"of {REDACTED} and {REDACTED}"


def test_short_secrets_are_not_looked_for_in_other_words() -> None:
    redactor = Redactor()
    redactor.learn({"password": "abc"})
    assert redactor.value({"text": "abcde", "password": "abc"}) == {"text": "abcde", "password": REDACTED}


def test_what_is_too_deep_is_left_to_others() -> None:
    deep: Any = "x"
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(TooDeep):
        Redactor().value(deep)
    with pytest.raises(TooDeep):
        Redactor().learn(deep)
    with pytest.raises(TooDeep):
        Redactor().learn({"token": deep})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(body=JSON, name=st.sampled_from(["token", "password", "Client-Secret"]), around=st.text(max_size=8))
def test_a_secret_never_gets_through(body: Any, name: str, around: str) -> None:
    redactor = Redactor()
    whole = {"body": body, "inner": [{name: SECRET}], "echo": f"{around}{SECRET}{around}"}
    redactor.learn(whole)
    assert SECRET not in json.dumps(redactor.value(whole))


LONG = ["eyJaaaa-", "bearer ", 'token"  ', "password", "passwd.", '"token": ', "://aaaa", "\\"]


@pytest.mark.parametrize("piece", LONG)
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    text = (piece * 64_000)[:64_000]
    started = time.process_time()
    plain(text)
    assert time.process_time() - started < 0.6
