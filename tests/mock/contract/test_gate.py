import pytest

from fleetmock.contract.gate import Gate
from fleetmock.errors import Condition, Refusal

STRICT = Gate(("secret", "other"), "strict")


@pytest.mark.parametrize("header", [b"Bearer secret", b"bearer other", b"BEARER  secret", b" Bearer secret "])
def test_known_tokens_pass_whatever_the_case_of_the_scheme(header: bytes) -> None:
    STRICT.admit(header)


@pytest.mark.parametrize("header", [None, b"", b"Bearer", b"Bearer ", b"secret", b"Basic secret", b"Bearersecret"])
def test_without_a_bearer_token_there_is_no_token(header: bytes | None) -> None:
    with pytest.raises(Refusal) as refusal:
        STRICT.admit(header)
    assert refusal.value.condition is Condition.NO_TOKEN


@pytest.mark.parametrize("header", [b"Bearer Secret", b"Bearer secre", b"Bearer secret2", b"Bearer secret other"])
def test_an_unknown_token_is_a_bad_one(header: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        STRICT.admit(header)
    assert refusal.value.condition is Condition.BAD_TOKEN


@pytest.mark.parametrize("header", [None, b"Bearer nonsense"])
def test_an_open_gate_lets_everybody_pass(header: bytes | None) -> None:
    Gate(("secret",), "open").admit(header)
