"""The run as JSON, for machines, and as Markdown, for people."""

from typing import Any

import orjson

from fleetmock_tooling.bench.contestants import CONTESTANTS
from fleetmock_tooling.bench.parts import PARTS, Metric, Part
from fleetmock_tooling.bench.results import Results
from fleetmock_tooling.bench.session import Effort
from fleetmock_tooling.bench.targets import Outcome, outcomes

NOT_COMPARABLE = """\
## What is not comparable

fleetmock and stock connexion do the same work: they check the token, validate request and response, and keep state.
Bare Starlette checks nothing; it is the floor. Connexion's mock mode, Prism and Mockoon keep no state: they answer each
request with an example or with made-up values. fleetmock, Prism and Mockoon write a log line per request, here to
nowhere. Prism and Mockoon run on Node.js. All were given the same document, in the form that suits them: without its
callbacks, which Prism would try to run without a URL, and for connexion with the path-level parameters moved to the
operations, because connexion 3.3 would otherwise check each of them six times."""


def as_json(results: Results, effort: Effort, machine: dict[str, Any], versions: dict[str, str]) -> bytes:
    medians = {
        part: {row: {metric: results.median(part, row, metric) for metric in metrics} for row, metrics in rows.items()}
        for part, rows in results.samples.items()
    }
    verdicts = [
        {
            "target": each.target.name,
            "part": each.target.part,
            "operator": each.target.operator,
            "bound": each.target.bound,
            "measured": each.measured,
            "verdict": each.verdict,
        }
        for each in outcomes(results)
    ]
    everything = {
        "machine": machine,
        "versions": versions,
        "effort": effort,
        "units": {part.name: {each.name: each.unit for each in part.metrics} for part in PARTS.values()},
        "medians": medians,
        "samples": results.samples,
        "targets": verdicts,
        "skipped": [{"what": what, "why": why} for what, why in results.skipped],
    }
    return orjson.dumps(everything, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_markdown(results: Results, effort: Effort, machine: dict[str, Any], versions: dict[str, str]) -> str:
    sections = [_head(effort, machine, versions), "![chart](bench.svg)"]
    sections += [_section(PARTS[name], results) for name in PARTS if name in results.samples]
    sections += [_targets(outcomes(results)), _contestants(results), NOT_COMPARABLE]
    if results.skipped:
        sections.append("## Skipped\n\n" + "\n".join(f"- {what}: {why}" for what, why in results.skipped))
    return "\n\n".join(sections) + "\n"


def _head(effort: Effort, machine: dict[str, Any], versions: dict[str, str]) -> str:
    # What was running besides is a part of the result: a busy machine gives other ratios.
    where = (
        f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}; load before the start: {machine['load']}."
    )
    packages = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"# Benchmark\n\n{where} {packages}.\n\nMedians of {effort.rounds} rounds, contestants in turn in each round."
    )


def _section(part: Part, results: Results) -> str:
    rows = results.samples[part.name]
    metrics = [each for each in part.metrics if any(each.name in row for row in rows.values())]
    compared = [each for each in metrics if each.name in part.charted and part.base in rows]
    head = [
        "",
        *(f"{each.name} ({each.unit})" for each in metrics),
        *(f"{each.name} / {part.base}" for each in compared),
    ]
    body = []
    for row in sorted(rows, key=_position):
        cells = [_cell(results.median(part.name, row, each.name), each) for each in metrics]
        cells += [_ratio(results, part, row, each) for each in compared]
        body.append([row, *cells])
    spread = f"Half of the samples lie within {results.spread(part.name):.0%} of their median."
    return f"## {part.title}\n\n{part.how} {spread}\n\n{_table(head, body)}"


def _position(row: str) -> int:
    """In the order of the contestants; sizes of a store stay as they came."""
    names = [each.name for each in CONTESTANTS]
    return names.index(row) if row in names else 0


def _cell(value: float | None, metric: Metric) -> str:
    return "" if value is None else f"{value:,.{metric.digits}f}"


def _ratio(results: Results, part: Part, row: str, metric: Metric) -> str:
    value, base = results.median(part.name, row, metric.name), results.median(part.name, part.base, metric.name)
    return "" if value is None or not base else f"{value / base:.2f}"


def _targets(found: list[Outcome]) -> str:
    body = [
        [
            each.target.name,
            f"{each.target.operator} {each.target.bound:g} {each.target.unit}",
            "" if each.measured is None else f"{each.measured:.2f} {each.target.unit}",
            f"**{each.verdict}**" if each.verdict == "missed" else each.verdict,
        ]
        for each in found
    ]
    return f"## Targets\n\n{_table(['', 'target', 'measured', ''], body, text=4)}"


def _contestants(results: Results) -> str:
    seen = {row for rows in results.samples.values() for row in rows}
    return "## Who does what\n\n" + _table(
        ["", "does"], [[each.name, each.does] for each in CONTESTANTS if each.name in seen], text=2
    )


def _table(head: list[str], body: list[list[str]], text: int = 1) -> str:
    """The first `text` columns are text, the others are numbers and stand to the right."""
    lines = [head, [*["---"] * text, *["---:"] * (len(head) - text)], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
