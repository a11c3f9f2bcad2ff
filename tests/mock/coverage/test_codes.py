import pytest

import fleetmock_contracts
from fleetmock.apis.registry import APIS
from fleetmock.coverage.codes import Code, code_of, documented


def codes(api: str) -> list[tuple[int, Code]]:
    return documented(fleetmock_contracts.load(api), APIS[api].vendor.errors)


def test_listed_codes_are_those_of_the_spec() -> None:
    found = codes("applivery-apple")
    assert (400, 5106) in found  # in an enum
    assert (401, 4002) in found
    assert (400, 5050) in found  # never answered by the mock of its own accord
    assert (400, 5173) not in found  # of the other API, though of the same vendor
    assert (400, 5173) in codes("applivery-aosp")
    assert (500, 5000) not in found  # the mock's own fault


def test_codes_that_a_spec_leaves_open_are_those_of_the_vendor() -> None:
    found = codes("msgraph")
    assert (404, "itemNotFound") in found
    assert (429, "TooManyRequests") in found
    assert (500, "generalException") not in found


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_what_belongs_to_no_operation_has_a_code_too(api: str) -> None:
    assert {status for status, _ in codes(api)} >= {404, 405, 414}


@pytest.mark.parametrize("api", fleetmock_contracts.APIS)
def test_each_is_listed_once_by_status(api: str) -> None:
    found = codes(api)
    assert len(found) == len(set(found))
    assert [status for status, _ in found] == sorted(status for status, _ in found)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"error": {"code": 4002}}, 4002),
        ({"error": {"code": "itemNotFound", "message": ""}}, "itemNotFound"),
        ({"error": {"code": None}}, None),
        ({"error": "x"}, None),
        ({}, None),
        (None, None),
        ([], None),
    ],
)
def test_where_the_code_is(body: object, code: Code | None) -> None:
    assert code_of(body) == code
