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
