import time

import pytest

from fleetmock.errors import Condition, Refusal
from fleetmock.journal.match import MAX_SUBJECT, expression, holds, text_match


def test_an_expression_fits_the_whole_text() -> None:
    fits = expression("/beta/me/devices/[^/]+", "/pathPattern")
    assert fits("/beta/me/devices/6841")
    assert not fits("/beta/me/devices/6841/commands")
    assert not fits("x/beta/me/devices/6841")


@pytest.mark.parametrize("text", ["/a|/b", "(?i)/A|/B"])
def test_an_alternative_is_one_of_whole_texts(text: str) -> None:
    fits = expression(text, "/pathPattern")
    assert [fits(each) for each in ("/a", "/b", "/ab", "/a/b")] == [True, True, False, False]


@pytest.mark.parametrize("text", ["(", "a)|(b", r"(a)\1", "(?=a)b", "[", "a{1000}{1000}", "x" * 513])
def test_what_is_no_expression_is_refused_by_name(text: str) -> None:
    with pytest.raises(Refusal) as raised:
        expression(text, "/pathPattern")
    assert raised.value.condition is Condition.UNPROCESSABLE
    assert [each.pointer for each in raised.value.problems] == ["/pathPattern"]


@pytest.mark.parametrize("text", ["(a+)+", "(a|aa)+", "(a*)*b", "(.*.*.*.*x)*", "(?:a?){100}a{100}"])
def test_an_expression_that_hangs_other_engines_does_not_hang_this_one(text: str) -> None:
    fits = expression(text, "/pathPattern")
    started = time.perf_counter()
    assert not fits("a" * (MAX_SUBJECT - 1) + "!")
    assert time.perf_counter() - started < 1


def test_a_text_that_is_too_long_does_not_fit() -> None:
    fits = expression("a*", "/pathPattern")
    assert fits("a" * MAX_SUBJECT)
    assert not fits("a" * (MAX_SUBJECT + 1))


@pytest.mark.parametrize(
    ("wire", "fitting", "other"),
    [
        ("abc", "abc", "abcd"),
        ({"equalTo": "abc"}, "abc", "ABC"),
        ({"contains": "b"}, "abc", "ac"),
        ({"contains": "b"}, "abc", None),
        ({"matches": "a.c"}, "abc", "abcd"),
        ({"matches": ".*"}, "", None),
        ({"absent": True}, None, ""),
        ({"absent": False}, "", None),
    ],
)
def test_ways_to_compare(wire: str | dict[str, object], fitting: str | None, other: str | None) -> None:
    fits = text_match(wire, "/headers/x")
    assert fits(fitting)
    assert not fits(other)


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(Refusal):
        text_match({"doesNotMatch": "x"}, "/headers/x")


def test_a_bad_expression_within_is_named() -> None:
    with pytest.raises(Refusal) as raised:
        text_match({"matches": "("}, "/headers/x")
    assert raised.value.problems[0].pointer == "/headers/x/matches"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": 1, "b": 2}, {"a": 1}),
        ({"a": {"b": [1, {"c": 2, "d": 3}]}}, {"a": {"b": [1, {"c": 2}]}}),
        ([], []),
        (None, None),
        ("x", "x"),
        (1.0, 1),
        ({"a": 1}, {}),
    ],
)
def test_a_value_holds_what_is_expected(value: object, expected: object) -> None:
    assert holds(value, expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": None}),
        ([1, 2], [1]),
        ([1, 2], [2, 1]),
        (True, 1),
        (0, False),
        ("1", 1),
        (None, {}),
        ({}, None),
        ([], {}),
    ],
)
def test_a_value_does_not_hold_anything_else(value: object, expected: object) -> None:
    assert not holds(value, expected)
