import pytest

from fleetmock.contract.exchange import Headers, Reply
from fleetmock.contract.responses import ResponseCheck

CHECK = ResponseCheck(
    {
        "headers": {
            "Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}},
            "X-Id": {"schema": {"type": "string", "format": "uuid"}},
        },
        "content": {"application/json": {"schema": {"type": "object", "required": ["a"]}}},
    }
)
GOOD: Headers = [(b"retry-after", b"3")]


def test_a_reply_as_documented_passes() -> None:
    assert CHECK.complaint(Reply(200, GOOD, {"a": 1})) is None


@pytest.mark.parametrize(
    ("headers", "body", "complaint"),
    [
        (GOOD, {}, 'body : "a" is a required property'),
        ([], {"a": 1}, "header retry-after is missing"),
        ([(b"retry-after", b"soon")], {"a": 1}, "header retry-after: 'soon' does not fit its schema"),
        ([(b"retry-after", b"0")], {"a": 1}, "header retry-after: '0' does not fit its schema"),
        ([*GOOD, (b"x-id", b"7")], {"a": 1}, "header x-id: '7' does not fit its schema"),
    ],
)
def test_any_other_reply_does_not(headers: Headers, body: object, complaint: str) -> None:
    assert CHECK.complaint(Reply(200, headers, body)) == complaint
