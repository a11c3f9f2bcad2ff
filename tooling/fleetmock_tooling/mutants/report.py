"""The matrix as files: JSON with every outcome, Markdown with the tables."""

import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from statistics import median
from typing import Any, Final

from fleetmock_tooling.mutants.catalogue import CATALOGUE, CLASSES
from fleetmock_tooling.mutants.contenders import Identity
from fleetmock_tooling.mutants.figures import Figures
from fleetmock_tooling.mutants.outcome import Attempt, Outcome

TITLES: Final = {"bare": "schemathesis alone", "smoke": "`--profile smoke`", "ci": "`--profile ci`"}
VERSIONS: Final = ("fleetmock", "schemathesis", "hypothesis")


def as_json(figures: Figures) -> str:
    """An outcome on each line, so that a later run shows what has become otherwise."""
    lines = ",\n".join(json.dumps(asdict(each), ensure_ascii=False) for each in figures.outcomes)
    return f'{{"versions": {json.dumps(versions())},\n"outcomes": [\n{lines}\n]}}\n'


def from_json(text: str) -> Figures:
    """What as_json wrote."""
    return Figures(tuple(_outcome(each) for each in json.loads(text)["outcomes"]))


def _outcome(data: dict[str, Any]) -> Outcome:
    found: tuple[Identity, ...] = tuple(tuple(each) for each in data["found"])
    return Outcome(Attempt(**data["attempt"]), found, data["requests"], data["seconds"], data["trouble"])


def versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in VERSIONS}}


def as_markdown(figures: Figures) -> str:
    return f"# Mutants\n\n{summary(figures)}\n## Each mutant\n\n{mutant_table(figures)}\n"


def summary(figures: Figures) -> str:
    """Everything but the single mutants, as a README shows it; without headings."""
    made = ", ".join(f"{name} {number}" for name, number in versions().items())
    missed = "\n".join(f"* {each}" for each in figures.shortfalls()) or "None."
    parts = [
        f"{len(figures.mutants)} mutants in {len(figures.classes)} classes; {made}. Found:",
        class_table(figures),
        "What the first finding cost (medians of those that were found), and a whole run without a fault:",
        cost_table(figures),
        "Findings without a fault:",
        reference_table(figures),
        "Missed targets:",
        missed,
    ]
    return "\n\n".join(parts) + "\n"


def class_table(figures: Figures) -> str:
    names = figures.contenders
    rows = [[each, *(str(figures.share(name, each)) for name in names)] for each in figures.classes]
    total = ["**all**", *(f"**{figures.share(name)}**" for name in names)]
    return _table(["class", *(TITLES[name] for name in names)], [*rows, total])


def cost_table(figures: Figures) -> str:
    """Medians of those that were found, and of whole runs without a fault."""
    rows = []
    for name in figures.contenders:
        found, clean = figures.found_ones(name), figures.without_fault(name)
        rows.append([TITLES[name], *_medians(found), *_medians(clean)])
    head = [
        "",
        "requests until found",
        "CPU seconds until found",
        "requests without a fault",
        "CPU seconds without a fault",
    ]
    return _table(head, rows)


def reference_table(figures: Figures) -> str:
    """How many findings each contender has where there is nothing to find."""
    rows = []
    for name in figures.contenders:
        clean = figures.without_fault(name)
        seeds = len({each.attempt.seed for each in clean})
        rows.append([TITLES[name], str(seeds), str(len(clean)), str(sum(len(each.found) for each in clean))])
    return _table(["", "seeds", "runs", "findings"], rows)


def mutant_table(figures: Figures) -> str:
    names = figures.contenders
    rows = [
        [f"`{each}`", CATALOGUE[each].api, CATALOGUE[each].says, CATALOGUE[each].breaks]
        + [_cell(figures.outcome(name, each)) for name in names]
        for name_of_class in figures.classes
        for each in (mutant.id for mutant in CLASSES[name_of_class])
        if each in figures.mutants
    ]
    return _table(["mutant", "api", "what goes wrong", "what it breaks", *(TITLES[name] for name in names)], rows)


def _cell(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    if not outcome.is_found:
        return outcome.trouble or "not found"
    return f"{outcome.found[0][1]}, {outcome.requests} requests, {outcome.seconds:.1f} s"


def _medians(outcomes: Sequence[Outcome]) -> list[str]:
    if not outcomes:
        return ["", ""]
    requests, seconds = median(each.requests for each in outcomes), median(each.seconds for each in outcomes)
    return [f"{requests:.0f}", f"{seconds:.1f}"]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
