import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from fleetmock_tooling.fuzz.redaction import MASK, Secrets

TOKEN = "eyJ0/eXAi+OiJ=KV1Q.abc|DEF~xyz"
ALPHABET = "ABCabc019-._~+/|="


@pytest.mark.parametrize(
    "form",
    [
        TOKEN,
        quote(TOKEN, safe=""),
        quote(TOKEN),
        json.dumps(TOKEN)[1:-1],
        TOKEN.replace("/", r"\/"),
        f"Bearer {TOKEN}x",
        TOKEN[:-1],
        TOKEN[: len(TOKEN) * 2 // 3],
    ],
)
def test_every_form_of_a_token_is_masked(form: str) -> None:
    clean = Secrets([TOKEN]).redact(f"before {form}, after")
    assert MASK in clean
    assert clean.startswith("before ")
    assert clean.endswith(", after")
    assert TOKEN[: len(TOKEN) // 2] not in clean
    assert quote(TOKEN, safe="")[:20] not in clean


def test_percent_encoding_in_small_letters_is_masked_too() -> None:
    assert Secrets(["ab/cd+ef"]).redact("x=ab%2fcd%2bef&y") == f"x={MASK}&y"


@given(before=st.binary(max_size=7), after=st.binary(max_size=7))
def test_a_token_inside_base64_is_masked(before: bytes, after: bytes) -> None:
    text = base64.b64encode(before + TOKEN.encode() + after).decode()
    clean = Secrets([TOKEN]).redact(text)
    assert MASK in clean
    assert TOKEN[4:-4].encode() not in b"".join(base64.b64decode(each + "==") for each in clean.split(MASK) if each)


@given(token=st.text(ALPHABET, min_size=16, max_size=60), cut=st.integers(0, 10), text=st.text(max_size=10))
def test_no_token_and_no_long_head_of_one_survives(token: str, cut: int, text: str) -> None:
    assume(token[: len(token) // 2] not in MASK)
    sent = token[: max(len(token) - cut, len(token) // 2)]
    clean = Secrets([token]).redact(f"{text} {sent} {text}")
    assert sent not in clean


def test_several_tokens_are_masked_and_no_token_masks_nothing() -> None:
    assert Secrets(["first-token", "second"]).redact("first-token second third") == f"{MASK} {MASK} third"
    assert Secrets([]).redact("anything") == "anything"
    assert Secrets([""]).redact("anything") == "anything"


def test_no_report_of_a_whole_run_has_the_token(fuzz_toy: Any) -> None:
    for fault in ("token-as-value", "echoes-token"):
        run = fuzz_toy(fault)
        files: list[Path] = [each for each in run.reports.rglob("*") if each.is_file()]
        assert files
        for each in files:
            text = each.read_text()
            assert run.toy.token not in text
            assert quote(run.toy.token, safe="") not in text
