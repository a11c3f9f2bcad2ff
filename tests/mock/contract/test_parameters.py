from typing import Any

import pytest

from fleetmock.contract.parameters import PathParameters, QueryParameters
from fleetmock.errors import Condition, Refusal


def query(name: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **more}


COUNT = query("$count", {"type": "boolean"})
TOP = query("$top", {"type": "integer", "minimum": 1})
RATIO = query("ratio", {"type": "number"})
SELECT = query("$select", {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}, explode=False)
ALL = QueryParameters([COUNT, TOP, RATIO, SELECT])


def refused(parameters: QueryParameters, text: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        parameters.read(text)
    assert refusal.value.condition is Condition.INVALID_REQUEST
    return refusal.value.detail


def test_values_become_what_their_schema_says() -> None:
    values = ALL.read(b"$count=true&%24top=3&ratio=-0.5&$select=a,b&unknown=1")
    assert values == {"$count": True, "$top": 3, "ratio": -0.5, "$select": ["a", "b"]}


def test_nothing_is_read_from_an_empty_query() -> None:
    assert ALL.read(b"") == {}


@pytest.mark.parametrize("text", [b"$top=0", b"$top=+1", b"$top=1.0", b"$top=0x1", b"$top=", b"$top=" + b"9" * 5000])
def test_what_is_no_integer_of_the_schema_is_refused(text: bytes) -> None:
    assert refused(ALL, text).startswith("query $top: ")


@pytest.mark.parametrize("text", [b"$count=null", b"$count=True", b"$count", b"$select=", b"$select=c", b"ratio=nan"])
def test_other_types_are_as_strict(text: bytes) -> None:
    assert refused(ALL, text)


def test_giving_a_parameter_twice_is_refused() -> None:
    assert refused(ALL, b"$top=1&$top=2") == "query $top: must not be given twice"


def test_text_that_is_not_utf8_is_refused() -> None:
    assert refused(ALL, b"$select=%FF") == "query $select: is not UTF-8"


def test_a_required_parameter_must_be_there() -> None:
    required = QueryParameters([query("q", {"type": "string"}, required=True)])
    assert refused(required, b"") == "query q: is required"
    assert required.read(b"q=a+b%20c") == {"q": "a b c"}


def test_a_query_of_very_many_fields_is_refused() -> None:
    assert "more than 100 fields" in refused(ALL, b"&".join([b"a=1"] * 101))


def test_path_parameters_follow_the_order_of_the_path() -> None:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{name}$"}}
        for name in ("b", "a")
    ]
    assert PathParameters("/x/{a}/y/{b}", parameters).read(["a", "b"]) == {"a": "a", "b": "b"}


@pytest.mark.parametrize("schema", [{"type": "object"}, {"type": "array", "items": {"type": "string"}}])
def test_styles_that_are_not_implemented_stop_the_start(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="understood"):
        QueryParameters([query("q", schema)])


def test_a_default_stands_in_for_what_was_not_sent() -> None:
    paged = QueryParameters([query("page", {"type": "integer", "default": 1}), query("q", {"type": "string"})])
    assert paged.read(b"") == paged.read(b"other=1") == {"page": 1}
    assert paged.read(b"page=2") == {"page": 2}
