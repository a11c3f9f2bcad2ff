from typing import Any

import pytest

from fleetmock_tooling.coverage.threshold import BadThreshold, Threshold

REPORT: dict[str, Any] = {
    "percent": 40.0,
    "totals": {
        "operations": {"percent": 100.0},
        "statuses": {"percent": 50.0},
        "enumValues": {"percent": 25.5},
        "errorCodes": {"percent": 0.0},
        "transitions": {"percent": 80.0},
    },
}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("40", None),
        ("40.1", "everything together: 40.0 % met, 40.1 % wanted"),
        ("0", None),
        ("operations=100", None),
        ("transitions=80", None),
        ("transitions=81", "transitions: 80.0 % met, 81 % wanted"),
        ("enum-values=25.5", None),
        ("enum-values=26", "enum-values: 25.5 % met, 26 % wanted"),
        ("error-codes=1", "error-codes: 0.0 % met, 1 % wanted"),
    ],
)
def test_a_threshold_complains_about_less(text: str, complaint: str | None) -> None:
    assert Threshold.parse(text).complaint(REPORT) == complaint


@pytest.mark.parametrize("text", ["", "x", "101", "-1", "60%", "things=5", "statuses=", "=5", "nan", "1e1", "5=5"])
def test_what_says_nothing_is_refused_with_what_would(text: str) -> None:
    with pytest.raises(BadThreshold, match="operations, statuses, enum-values, error-codes, transitions"):
        Threshold.parse(text)
