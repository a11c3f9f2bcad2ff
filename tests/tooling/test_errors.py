from fleetmock_tooling.errors import Finding


def test_a_finding_is_one_line_that_moves_no_cursor() -> None:
    finding = Finding("a.yaml", 7, "#/a", "not\nthis \x1b[2J but ä …")
    assert str(finding) == r"a.yaml:7: #/a: not\nthis \x1b[2J but ä …"


def test_findings_sort_by_file_and_line() -> None:
    first, second, third = Finding("a", 9, "#", "z"), Finding("a", 10, "#", "a"), Finding("b", 1, "#", "a")
    assert sorted([third, second, first]) == [first, second, third]
