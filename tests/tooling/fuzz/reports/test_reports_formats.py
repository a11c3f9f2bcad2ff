import pytest

from fleetmock_tooling.errors import CannotRun
from fleetmock_tooling.fuzz.reports.formats import parse


def test_several_are_apart_by_commas() -> None:
    assert parse("json, sarif,") == {"json", "sarif"}


@pytest.mark.parametrize("text", ["pdf", "json,pdf", "", ","])
def test_there_are_no_others(text: str) -> None:
    with pytest.raises(CannotRun, match=r"choose from junit,har,json,sarif,markdown,html"):
        parse(text)
