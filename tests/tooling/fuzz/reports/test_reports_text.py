"""Reports for people and for tools that read XML, with findings that try to get out of their places."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from fleetmock_tooling.fuzz.finding import Finding, Outcome
from fleetmock_tooling.fuzz.reports.junit import junit
from fleetmock_tooling.fuzz.reports.markdown import BYTES, LINES, SHOWN, code, fenced, markdown, plain
from fleetmock_tooling.fuzz.reports.page import page

Build = Callable[..., dict[str, Any]]
Found = Callable[..., Finding]


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def everywhere(found: Found, hostile: str) -> list[Finding]:
    return [
        found(title=hostile, message=hostile, check=hostile, operation=hostile, rule=hostile),
        found(title=hostile, message=hostile, operation="GET /me/devices"),
    ]


def test_the_page_shows_hostile_text_and_does_not_obey_it(build: Build, found: Found, hostile: str) -> None:
    plain_, tags = Tags(page(build(found()))), Tags(page(build(*everywhere(found, hostile))))
    assert tags.names == plain_.names
    assert "script" not in tags.names
    assert (
        tags.attributes
        == plain_.attributes
        <= {"lang", "charset", "http-equiv", "content", "name", "class", "id", "href"}
    )
    assert tags.open == []
    assert "<script>alert(1)</script>" in tags.text
    assert "\x1b" not in tags.text


def test_the_page_loads_nothing(build: Build, found: Found) -> None:
    text = page(build(found()))
    assert "default-src 'none'" in text
    assert set(re.findall(r'(?:href|src)="([^"]*)"', text)) == {"#msgraph"}
    assert "url(" not in text


def test_the_page_explains_the_check_and_names_the_line(build: Build, found: Found) -> None:
    text = page(build(found(check="near-miss-ids")))
    assert re.search(r"specs/msgraph\.yaml line \d+", text)
    assert "POST /me/devices/{device-id}/commands" in text


def test_junit_holds_any_text(build: Build, found: Found, hostile: str) -> None:
    (suite,) = ET.fromstring(junit(build(*everywhere(found, hostile))["apis"][0]))  # noqa: S314 - our own text
    failures = list(suite.iter("failure"))
    assert len(failures) == 2
    assert all("<script>alert(1)</script>" in (each.text or "") for each in failures)


def test_junit_tells_failures_errors_and_what_was_left_out_apart(build: Build, found: Found) -> None:
    findings = [found(each, rule=each.value) for each in Outcome]
    (suite,) = ET.fromstring(junit(build(*findings)["apis"][0]))  # noqa: S314 - our own text
    counts = {name: suite.get(name) for name in ("name", "tests", "failures", "errors", "skipped")}
    assert counts == {"name": "msgraph", "tests": "2", "failures": "1", "errors": "1", "skipped": "1"}
    case = suite[0]
    assert [each.tag for each in case].count("error") == 3
    assert {each.get("type") for each in case.iter("failure")} == {"response_schema_conformance"}
    outputs = [each.text or "" for each in case.iter("system-out")]
    assert [text.split(":")[0] for text in outputs] == ["doc-drift", "known"]


@pytest.mark.parametrize("text", ["", "```\nx", "````````", "a ``` b\n~~~\n</details>"])
def test_a_block_ends_where_it_should(text: str) -> None:
    first, *middle, last = fenced(text, "text").splitlines()
    assert first == f"{last}text"
    assert set(last) == {"`"}
    assert not any(re.match(rf"\s*{last}", line) for line in middle)
    assert middle == text.splitlines()


def test_a_long_block_is_cut() -> None:
    lines = fenced("\n".join(map(str, range(1000))), "text").splitlines()
    assert len(lines) == LINES + 3
    assert lines[-2] == f"… {1000 - LINES} more lines"


def test_text_means_nothing_in_markdown(hostile: str) -> None:
    line = plain(hostile)
    assert "\n" not in line
    assert not re.search(r"[<>`*|\[\]\x1b]", line)
    assert code("a`b") == "``a`b``"


def test_the_summary_has_the_failures_first_and_not_all(build: Build, found: Found) -> None:
    many = [found(title=f"number {each}", rule=str(each)) for each in range(SHOWN[0] + 5)]
    text = markdown(build(found(Outcome.FLAKY, title="flaky one"), *many, found(title="worst", severity="critical")))
    titles = re.findall(r"<summary>GET /me/devices: (.*?) \(", text)
    assert titles[:2] == ["worst", "number 0"]
    assert len(titles) == SHOWN[0]
    assert "… and 7 more; the other reports have all of them." in text


def test_the_summary_has_fewer_findings_when_they_are_long(build: Build, found: Found) -> None:
    many = [found(message="\n".join(["x" * 1999] * LINES), rule=str(each)) for each in range(30)]
    text = markdown(build(*many))
    assert len(text.encode()) <= BYTES
    assert text.count("<summary>GET") == 1
    assert "… and 29 more" in text


def test_what_fails_nothing_is_only_counted(build: Build, found: Found) -> None:
    text = markdown(build(found(Outcome.DRIFT, title="another reading"), exit_code=0))
    assert "another reading" not in text
    assert "| API | requests | operations | failure | doc-drift |" in text
