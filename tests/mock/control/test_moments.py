"""RFC 3339 as clients write it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetmock.control.moments import parse
from fleetmock.fleet.clock import rfc3339_milliseconds

NOON = 1_770_724_800.0


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-10T12:00:00Z",
        "2026-02-10t12:00:00z",
        "2026-02-10 12:00:00+00:00",
        "2026-02-10T13:30:00+01:30",
        "2026-02-10T11:59:00-00:01",
        "2026-02-10T11:59:60Z",
        "2026-02-10T12:00:00.000000000000Z",
    ],
)
def test_one_moment_has_many_spellings(text: str) -> None:
    assert parse(text) == NOON


def test_fractions_count() -> None:
    assert parse("2026-02-10T12:00:00.25Z") == NOON + 0.25


@pytest.mark.parametrize("text", ["2026-02-10", "2026-02-10T12:00:00", "yesterday", "0000-01-01T00:00:00Z", ""])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"moment|year"):
        parse(text)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - its bounds are naive
def test_what_the_mock_prints_it_reads(moment: datetime) -> None:
    assert abs(parse(rfc3339_milliseconds(moment.timestamp())) - moment.timestamp()) < 0.001
