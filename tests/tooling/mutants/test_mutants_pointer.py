from typing import Any

import pytest

from fleetmock_tooling.mutants.pointer import GONE, change, value, values

DOCUMENT = {"a": [{"b": 1}, {"b": 2}, {}], "c": None, "@odata.count": 3}


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("/a/0/b", [1]),
        ("/a/*/b", [1, 2]),
        ("/a/3/b", []),
        ("/a/b", []),
        ("/c", [None]),
        ("/c/d", []),
        ("/@odata.count", [3]),
        ("", [DOCUMENT]),
    ],
)
def test_what_is_found(where: str, found: list[Any]) -> None:
    assert values(DOCUMENT, where) == found
    assert value(DOCUMENT, where) == (found[0] if found else None)


def test_every_place_is_changed_and_only_those_that_exist() -> None:
    assert change({"a": [{"b": 1}, {}, {"b": 2}]}, "/a/*/b", str) == {"a": [{"b": "1"}, {}, {"b": "2"}]}
    assert change({"a": 1}, "/b", str) == {"a": 1}
    assert change("text", "/b", str) == "text"
    assert change(1, "", str) == "1"


def test_what_is_gone_is_gone() -> None:
    assert change({"a": [{"b": 1, "c": 2}]}, "/a/0/b", lambda _: GONE) == {"a": [{"c": 2}]}
