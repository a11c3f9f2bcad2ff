from fleetmock_tooling.fuzz import show
from fleetmock_tooling.fuzz.curl import Request
from fleetmock_tooling.fuzz.finding import Finding, Outcome

GET = Request("GET", "http://127.0.0.1/a", {"Authorization": "Bearer t0k3n"}, None)
POST = Request("POST", "http://127.0.0.1/a", {}, None)


def test_a_finding_shows_its_check_its_message_and_every_request_in_order() -> None:
    finding = Finding("GET /a", "some_check", "Title", "first\n\nsecond", (POST, GET))
    lines = [line.strip() for line in show.block(finding, "t0k3n").splitlines()]
    assert lines[:3] == ["✗ some_check: Title", "first", "second"]
    assert "-X POST" in lines[3]
    assert "-X GET" in lines[4]
    assert "t0k3n" not in "".join(lines)


def test_what_is_not_known_is_marked() -> None:
    finding = Finding("GET /a", "engine_error", "Failed Health Check", "", outcome=Outcome.INCONCLUSIVE)
    assert show.block(finding, "t") == "  ? engine_error: Failed Health Check"


def test_an_answer_cannot_write_to_the_terminal() -> None:
    assert show.printable("a\x1b[2Jb\r\u202ec\nd é") == "a\\x1b[2Jb\\r\\u202ec\nd é"


def test_findings_are_grouped_by_operation_in_order() -> None:
    a, b, c = (Finding(op, check, "", "") for op, check in [("A", "1"), ("B", "2"), ("A", "3")])
    assert show.by_operation([a, b, c]) == {"A": [a, c], "B": [b]}


def test_counts_tell_findings_from_the_inconclusive() -> None:
    found, unclear = Finding("A", "1", "", ""), Finding("A", "2", "", "", outcome=Outcome.INCONCLUSIVE)
    assert show.counts([]) == "0 findings"
    assert show.counts([found]) == "1 finding"
    assert show.counts([found, found, unclear]) == "2 findings, 1 inconclusive"
