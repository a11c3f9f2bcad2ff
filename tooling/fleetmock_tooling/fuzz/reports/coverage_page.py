"""The coverage of one API as a part of an HTML page."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from fleetmock_tooling.fuzz.reports.record import Record
from fleetmock_tooling.fuzz.reports.words import step
from fleetmock_tooling.fuzz.show import printable


def section(coverage: Record) -> Iterator[str]:
    yield "<h3>Coverage</h3>\n<table>"
    for each in coverage["operations"]:
        strange = [(f"{one['status']} undocumented", one["met"]) for one in each["undocumented"]]
        statuses = [(one["status"], one["met"]) for one in each["statuses"]]
        yield _row(each["operation"], [*statuses, *strange])
    yield "</table>"
    yield from _table(
        "Enum values",
        (
            (each["property"], [(value["value"], value["met"]) for value in each["values"]])
            for each in coverage["enumValues"]
        ),
    )
    yield from _table("Properties", _by_schema(coverage["properties"]))
    yield from _table("Life-cycle steps", [("", [(step(each), each["met"]) for each in coverage["transitions"]])])
    skips = [(f"{' or '.join(each['from'])} -> {' or '.join(each['to'])}", each["met"]) for each in coverage["skips"]]
    yield from _table("Skipped", [("", skips)])
    if skips:
        yield "<p><small>Two looks at one command with other states between them: that is no step seen.</small></p>"


def _by_schema(properties: Iterable[Record]) -> list[tuple[str, list[tuple[str, int]]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for each in properties:
        schema, _, name = each["property"].rpartition(".")
        found.setdefault(schema, []).append((name, each["met"]))
    return list(found.items())


def _table(title: str, rows: Iterable[tuple[str, list[tuple[Any, int]]]]) -> Iterator[str]:
    filled = [(name, things) for name, things in rows if things]
    if filled:
        yield f"<details><summary>{title}</summary>\n<table>"
        yield from (_row(name, things) for name, things in filled)
        yield "</table></details>"


def _row(name: str, things: Iterable[tuple[Any, int]]) -> str:
    items = "".join(_item(thing, met) for thing, met in things)
    return f'<tr><td>{_text(name)}</td><td><ul class="seen">{items}</ul></td></tr>'


def _item(thing: Any, met: int) -> str:
    if met:
        return f"<li>{_text(thing)} <small>{met}</small></li>"
    return f'<li class="never">{_text(thing)} <small>never</small></li>'


def _text(value: object) -> str:
    return escape(printable(str(value)))
