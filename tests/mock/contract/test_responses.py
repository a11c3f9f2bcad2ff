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


@pytest.mark.parametrize("more", [[], [(b"x-id", b"6841b3db-2b55-467b-ad84-79a41a4ef665")], [(b"other", b"\xff")]])
def test_a_reply_as_documented_passes(more: Headers) -> None:
    assert CHECK.complaint(Reply(200, GOOD + more, {"a": 1})) is None


def test_a_reply_without_a_body_needs_none() -> None:
    assert ResponseCheck({}).complaint(Reply(204, [], None)) is None


@pytest.mark.parametrize(
    ("headers", "body", "complaint"),
    [
        (GOOD, {}, 'body: "a" is a required property'),
        ([], {"a": 1}, 'headers: "retry-after" is a required property'),
        ([(b"retry-after", b"soon")], {"a": 1}, 'headers/retry-after: "soon" is not of type "integer"'),
        ([(b"retry-after", b"\xb2")], {"a": 1}, 'headers/retry-after: "\xb2" is not of type "integer"'),
        ([(b"retry-after", b"0")], {"a": 1}, "headers/retry-after: 0 is less than the minimum of 1"),
        ([*GOOD, (b"x-id", b"7")], {"a": 1}, 'headers/x-id: "7" is not a "uuid"'),
    ],
)
def test_any_other_reply_does_not(headers: Headers, body: object, complaint: str) -> None:
    assert CHECK.complaint(Reply(200, headers, body)) == complaint
