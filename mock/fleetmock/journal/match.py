"""How texts and JSON values are compared with what a test expects, whatever it sends as an expectation."""

from collections.abc import Callable
from typing import Any, Final

import jsonschema_rs

from fleetmock.errors import Condition, Problem, Refusal

# The standard engine of Rust's regex crate: its time is linear in the text, for every expression.
LINEAR: Final = jsonschema_rs.RegexOptions(size_limit=256 * 1024, dfa_size_limit=256 * 1024)
MAX_EXPRESSION: Final = 512
MAX_SUBJECT: Final = 4096

TextMatch = Callable[[str | None], bool]


def unusable(pointer: str, reason: str) -> Refusal:
    """Of a pattern that is valid by its schema."""
    return Refusal(Condition.UNPROCESSABLE, problems=(Problem("body", pointer, reason),))


def expression(text: str, pointer: str) -> Callable[[str], bool]:
    """A test whether a regular expression fits the whole of a text. Raises Refusal, which names the pointer."""
    for each in (text, f"^(?:{text})$"):  # first alone, so that no parenthesis of it closes ours
        try:
            compiled = jsonschema_rs.Draft202012Validator({"type": "string", "pattern": each}, pattern_options=LINEAR)
        except (jsonschema_rs.ValidationError, ValueError):
            reason = "is no regular expression, is too large, or looks around or back, which is not offered"
            raise unusable(pointer, reason) from None
    if len(text) > MAX_EXPRESSION:
        raise unusable(pointer, f"is longer than {MAX_EXPRESSION} characters")
    return lambda subject: len(subject) <= MAX_SUBJECT and compiled.is_valid(subject)


def text_match(wire: str | dict[str, Any], pointer: str) -> TextMatch:
    """A valid TextMatch of the control plane as a test; None is a text that is not there. Raises Refusal."""
    if isinstance(wire, str):
        return lambda text: text == wire
    ((word, value),) = wire.items()
    match word:
        case "equalTo":
            return lambda text: text == value
        case "contains":
            return lambda text: text is not None and value in text
        case "matches":
            fits = expression(value, f"{pointer}/matches")
            return lambda text: text is not None and fits(text)
        case "absent":
            return lambda text: (text is None) == value
        case _:
            raise unusable(f"{pointer}/{word}", "is no way to compare texts")


def holds(value: Any, expected: Any) -> bool:
    """Whether a JSON value holds at least what is expected.

    Of objects these members, of arrays each element in its place and no further one, of anything else the same.
    """
    if isinstance(expected, dict):
        return isinstance(value, dict) and all(
            name in value and holds(value[name], each) for name, each in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(value, list)
            and len(value) == len(expected)
            and all(holds(one, other) for one, other in zip(value, expected, strict=True))
        )
    # True is 1 to Python, and not to JSON.
    return isinstance(value, bool) == isinstance(expected, bool) and bool(value == expected)
