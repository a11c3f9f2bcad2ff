import pytest

from fleetmock.contract.schema import UnknownKeyword, Validator, normalise


def test_nullable_admits_null_and_its_absence_does_not() -> None:
    assert Validator({"type": "string", "nullable": True}).is_valid(None)
    assert not Validator({"type": "string"}).is_valid(None)


def test_exclusive_bounds_of_openapi_exclude_the_bound() -> None:
    validator = Validator({"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 5})
    assert not validator.is_valid(0)
    assert validator.is_valid(0.1)
    assert validator.is_valid(5)


@pytest.mark.parametrize(("text", "valid"), [("abc", True), ("ñandú", False), ("abc\n", False), ("a-b", False)])
def test_patterns_mean_what_ecma_262_says(text: str, *, valid: bool) -> None:
    assert Validator({"type": "string", "pattern": r"^\w{1,}$"}).is_valid(text) is valid


def test_formats_are_enforced() -> None:
    validator = Validator({"type": "string", "format": "date-time"})
    assert validator.is_valid("2026-02-10T12:01:00Z")
    assert not validator.is_valid("2026-02-10T12: 01:00Z")


def test_unknown_keywords_are_refused_at_any_depth() -> None:
    with pytest.raises(UnknownKeyword, match="patternProperties"):
        normalise({"type": "object", "properties": {"a": {"allOf": [{"patternProperties": {}}]}}})


def test_annotations_and_extensions_do_not_reach_the_validator() -> None:
    assert normalise({"type": "string", "description": "x", "x-source": ["y"], "example": 1}) == {"type": "string"}


def test_problems_name_the_place_and_the_branch_that_came_closest() -> None:
    far = {"type": "object", "required": ["a", "b", "c"]}
    near = {"type": "object", "required": ["x"], "properties": {"x": {"type": "object", "required": ["y/z"]}}}
    problems = list(Validator({"oneOf": [far, near]}).problems({"x": {}}))
    assert problems == [("/x", '"y/z" is a required property')]


def test_a_member_that_no_branch_takes_is_the_one_to_name() -> None:
    schema = {"oneOf": [{"properties": {"a": {"enum": [each]}}, "required": ["b"] * (each == "x")} for each in "xy"]}
    assert list(Validator(schema).problems({"a": "z"})) == [("/a", "is not one of x, y")]


def test_a_branch_of_another_kind_was_not_meant() -> None:
    def branch(kind: str, **more: object) -> dict[str, object]:
        return {"type": "object", "properties": {"kind": {"enum": [kind]}, **more}, "required": ["kind", *more]}

    schema = {"oneOf": [branch("a"), branch("b", x={"type": "integer"}, y={"type": "integer"})]}
    assert list(Validator(schema).problems({"kind": "b"})) == [
        ("", '"x" is a required property'),
        ("", '"y" is a required property'),
    ]


def test_all_values_of_an_enum_are_named() -> None:
    assert list(Validator({"enum": ["a", "b", "c", "d"]}).problems("e")) == [("", "is not one of a, b, c, d")]


def test_reasons_stay_short_however_long_the_value() -> None:
    ((_, reason),) = Validator({"type": "integer"}).problems("x" * 10_000)
    assert len(reason) == 200
