"""The run as one picture: a panel for each part, a group of bars for each contestant."""

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from fleetmock_tooling.bench.parts import FLEETMOCK, LARGE, PARTS, Metric, Part
from fleetmock_tooling.bench.results import Results

WIDTH: Final = 760
LABELS: Final = 170  # pixels to the left of the bars
VALUES: Final = 80  # pixels to their right
BAR: Final = 12
GAP: Final = 10
HEAD: Final = 40
COLOURS: Final = ("#2563a8", "#e08a1e", "#5b9e4d", "#8c5fa8")
STYLE: Final = "text{font:12px system-ui,sans-serif;fill:#222}.t{font-size:14px;font-weight:600}.own{font-weight:600}"


def as_svg(results: Results) -> str:
    """The medians of what each part charts; on white, so that it can be read on a dark page too."""
    top, drawn = 10, list[str]()
    for part in PARTS.values():
        if part.name in results.samples:
            drawn += _panel(part, results, top)
            top += _height(part, results)
    size = f'width="{WIDTH}" height="{top}" viewBox="0 0 {WIDTH} {top}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    background = f'<rect width="{WIDTH}" height="{top}" fill="#fff"/>'
    return "\n".join([head, f"<title>Benchmark</title><style>{STYLE}</style>", background, *drawn, "</svg>"]) + "\n"


def _charted(part: Part) -> list[Metric]:
    return [each for each in part.metrics if each.name in part.charted]


def _height(part: Part, results: Results) -> int:
    return HEAD + len(results.samples[part.name]) * (len(_charted(part)) * BAR + GAP) + GAP


def _panel(part: Part, results: Results, top: int) -> Iterator[str]:
    metrics, rows = _charted(part), results.samples[part.name]
    medians = {(row, each.name): results.median(part.name, row, each.name) or 0.0 for row in rows for each in metrics}
    scale = (WIDTH - LABELS - VALUES) / (max(medians.values()) or 1.0)
    yield _text(10, top + 14, f"{part.title}, {metrics[0].unit}", "t")
    yield from _legend(metrics, top)
    y = top + HEAD
    for row in rows:
        middle = y + len(metrics) * BAR / 2 + 4
        yield _text(LABELS - 8, middle, row, "own" if row in {FLEETMOCK, LARGE} else "", anchor="end")
        for index, metric in enumerate(metrics):
            value = medians[row, metric.name]
            width = max(value * scale, 1.0)
            yield f'<rect x="{LABELS}" y="{y}" width="{width:.1f}" height="{BAR - 2}" fill="{COLOURS[index]}"/>'
            yield _text(LABELS + width + 5, y + BAR - 3, f"{value:,.{metric.digits}f}", "")
            y += BAR
        y += GAP


def _legend(metrics: list[Metric], top: int) -> Iterator[str]:
    for index, metric in enumerate(metrics):
        x = LABELS + index * 110
        yield f'<rect x="{x}" y="{top + 22}" width="10" height="10" fill="{COLOURS[index]}"/>'
        yield _text(x + 15, top + 31, metric.name, "")


def _text(x: float, y: float, text: str, style: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" text-anchor="{anchor}">{escape(text)}</text>'
