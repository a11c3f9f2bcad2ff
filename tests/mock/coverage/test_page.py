from html.parser import HTMLParser
from typing import Any

import pytest
from asked import APPLE, COMMANDS, Asked

from fleetmock.coverage.page import page
from fleetmock.coverage.report import report

VOID = {"meta"}


class Page(HTMLParser):
    """What a browser would make of it. Fails where it is not well-formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.items: dict[str, str | None] = {}
        self._open: list[str] = []
        self._class: str | None = None
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        self._class = dict(attrs).get("class") if tag == "li" else None

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._class:
            self.items[data.strip()] = self._class
            self._class = None


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    asked = Asked()
    asked("GET", COMMANDS)
    command = asked("POST", APPLE, json={"RequestType": "DeviceLock"}).json()["data"]
    asked.clock.advance(100)
    asked("GET", f"{APPLE}/{command['id']}")
    return report(asked.coverage, "mine")


def items_of(record: dict[str, Any], api: str) -> dict[str, str | None]:
    return Page(page({**record, "apis": [each for each in record["apis"] if each["api"] == api]})).items


def test_everything_is_on_it_met_or_never(record: dict[str, Any]) -> None:
    aosp, apple, graph = (items_of(record, api) for api in ("applivery-aosp", "applivery-apple", "msgraph"))
    assert graph["listCommands"] == "met"
    assert graph["createCommand"] == "never"
    assert graph["completed"] == "met"
    assert graph["404 itemNotFound"] == "never"
    assert graph["executing \N{RIGHTWARDS ARROW} completed (complete)"] == "never"
    assert aosp["listCommands"] == "never"
    assert aosp["queued \N{RIGHTWARDS ARROW} delivered or expired (deliver, expire)"] == "never"
    assert apple["Pending \N{RIGHTWARDS ARROW} Acknowledged"] == "met"  # skipped


def test_nothing_is_loaded_and_nothing_runs(record: dict[str, Any]) -> None:
    parsed = Page(page(record))
    tags = {tag for tag, _ in parsed.elements}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    for _, attributes in parsed.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert (attributes.get("href") or "#").startswith("#")
    assert "default-src 'none'" in page(record)
    assert "@import" not in page(record)
    assert "url(" not in page(record)


def test_no_text_becomes_markup(record: dict[str, Any]) -> None:
    evil = "<script>alert(1)</script>\"'&"
    api = {**record["apis"][0], "api": evil}
    api["operations"] = [{**each, "operationId": evil, "path": evil, "method": evil} for each in api["operations"]]
    api["enumValues"] = [{"property": evil, "values": [{"value": evil, "met": 0}]}]
    api["errorCodes"] = [{"code": evil, "status": 400, "met": 1}]
    api["transitions"] = [{"from": [evil], "to": [evil], "triggers": [evil], "met": 0}]
    api["skips"] = [{"from": [evil], "to": [evil], "met": 3}]
    text = page({**record, "namespace": evil, "apis": [api]})
    assert "<script" not in text
    assert Page(text).items[evil] == "never"


def test_sections_without_content_are_left_out(record: dict[str, Any]) -> None:
    graph = next(each for each in record["apis"] if each["api"] == "msgraph")
    assert "Skipped" not in page({**record, "apis": [graph]})
    assert "Enum values" not in page({**record, "apis": [{**graph, "enumValues": []}]})
