import json
from xml.etree import ElementTree as ET

import pytest

from fleetmock_tooling.bench.chart import as_svg
from fleetmock_tooling.bench.parts import BARE, FLAT, FLEETMOCK, INPROCESS, PARTS, SMALL, STOCK
from fleetmock_tooling.bench.report import as_json, as_markdown
from fleetmock_tooling.bench.results import Results
from fleetmock_tooling.bench.session import Effort

SVG = "{http://www.w3.org/2000/svg}"
MACHINE = {"cpu": "Abacus", "cores": 2, "system": "Wood", "load": 0.5}


@pytest.fixture
def results() -> Results:
    made = Results()
    for row, post, get in ((FLEETMOCK, 30.0, 20.0), (STOCK, 400.0, 300.0), (BARE, 15.0, 10.0)):
        made.add(INPROCESS, row, "POST", post)
        made.add(INPROCESS, row, "GET", get)
    made.skip("sockets", "wrk is not installed")
    return made


def test_the_table_has_medians_and_ratios_in_the_order_of_the_contestants(results: Results) -> None:
    lines = as_markdown(results, Effort(), MACHINE, {"Python": "3"}).splitlines()
    rows = [line for line in lines if line.startswith((f"| {BARE} | 1", f"| {STOCK} | 4", f"| {FLEETMOCK} | 3"))]
    assert rows == [
        f"| {BARE} | 15.0 | 10.0 | 1.00 | 1.00 |",
        f"| {STOCK} | 400.0 | 300.0 | 26.67 | 30.00 |",
        f"| {FLEETMOCK} | 30.0 | 20.0 | 2.00 | 2.00 |",
    ]


def test_the_report_says_where_with_what_and_what_not(results: Results) -> None:
    text = as_markdown(results, Effort(), MACHINE, {"Python": "3.99"})
    assert "Abacus, 2 cores, Wood" in text
    assert "Python 3.99" in text
    assert "- sockets: wrk is not installed" in text


def test_a_missed_target_is_shown_as_missed(results: Results) -> None:
    results.samples[INPROCESS][FLEETMOCK]["GET"] = [26.0]
    text = as_markdown(results, Effort(), MACHINE, {})
    assert "| CPU per request, of bare Starlette, GET | ≤ 2.5 x | 2.60 x | **missed** |" in text
    assert "| CPU per request, of bare Starlette, POST | ≤ 2.5 x | 2.00 x | met |" in text


def test_the_json_keeps_every_sample(results: Results) -> None:
    results.add(INPROCESS, BARE, "GET", 12.0)
    written = json.loads(as_json(results, Effort(), MACHINE, {"Python": "3"}))
    assert written["samples"][INPROCESS][BARE]["GET"] == [10.0, 12.0]
    assert written["medians"][INPROCESS][BARE]["GET"] == 11.0
    assert written["units"][INPROCESS]["GET"] == "µs"
    assert written["machine"] == MACHINE


def test_the_chart_has_a_bar_for_each_median_drawn_to_scale(results: Results) -> None:
    root = ET.fromstring(as_svg(results))  # noqa: S314 - our own output
    bars = [each for each in root.iter(f"{SVG}rect") if each.get("height") == "10" and each.get("width") != "10"]
    widths = [float(each.attrib["width"]) for each in bars]
    assert len(bars) == 6
    assert max(widths) / widths[0] == pytest.approx(400 / 30, rel=0.01)
    assert all(float(each.attrib["x"]) + float(each.attrib["width"]) <= 760 for each in bars)


def test_the_chart_has_a_panel_for_each_part_and_escapes_names(results: Results) -> None:
    for part in PARTS.values():
        results.add(part.name, "<&>", part.charted[0], 1.0)
    results.add(FLAT, SMALL, "GET", 0.0)
    root = ET.fromstring(as_svg(results))  # noqa: S314 - our own output
    texts = [each.text or "" for each in root.iter(f"{SVG}text")]
    units = {part.name: {each.unit for each in part.metrics if each.name in part.charted} for part in PARTS.values()}
    assert {f"{part.title}, {unit}" for part in PARTS.values() for unit in units[part.name]} <= set(texts)
    assert texts.count("<&>") == len(PARTS)
