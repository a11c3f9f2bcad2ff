import pytest

from fleetmock.contract.prefer import Preferences


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (b"scenario=slow", "slow"),
        (b'Scenario = "slow"', "slow"),
        (b"wait=10, scenario=slow; q=1, x", "slow"),
        (b'note="a, scenario=fast", scenario=slow', "slow"),
        (b"scenario=slow, scenario=fast", "slow"),
        (b'scenario="sl\\ow"', "slow"),
        (b"scenario=unknown", None),
        (b"scenario", None),
        (b"wait=10", None),
        (b"", None),
        (b"=,;;\xff", None),
        (None, None),
    ],
)
def test_known_values_are_chosen_and_noted(header: bytes | None, value: str | None) -> None:
    preferences = Preferences(header)
    assert preferences.choose("scenario", {"slow", "fast"}) == value
    assert preferences.applied == ([f"scenario={value}"] if value else [])


def test_what_was_applied_is_one_header_and_quoted_where_it_must_be() -> None:
    preferences = Preferences(b'variant="a=b c=d", scenario="slow"')
    preferences.choose("variant", {"a=b c=d"})
    preferences.choose("scenario", {"slow"})
    assert preferences.header() == (b"preference-applied", b'variant="a=b c=d", scenario=slow')


def test_what_is_read_is_what_the_reader_makes_of_it_and_applied_once() -> None:
    preferences = Preferences(b"delay=5, seed=x")
    assert preferences.take("delay", int) == 5
    assert preferences.take("delay", int) == 5
    assert preferences.take("seed", lambda _: None) is None
    assert preferences.take("code", int) is None
    assert preferences.applied == ["delay=5"]


def test_nothing_that_is_read_counts_as_nothing() -> None:
    preferences = Preferences(b"delay=0")
    assert preferences.take("delay", int) == 0
    assert preferences.applied == ["delay=0"]


def test_what_was_not_honoured_is_told_shortly() -> None:
    preferences = Preferences(b'wait=10, respond-async, delay=5, note="' + b"x" * 200 + b'", odd="a\\"b"')
    preferences.take("delay", int)
    wait, respond, note, odd = preferences.ignored()
    assert (wait, respond) == ("Prefer: wait=10 was ignored.", "Prefer: respond-async was ignored.")
    assert len(note) < 130
    assert odd == 'Prefer: odd="a\\"b" was ignored.'
    assert len(Preferences(b",".join(b"p%d" % number for number in range(100))).ignored()) == 10
    assert Preferences(None).ignored() == []
