"""What was measured: every sample, and what could not be measured."""

from dataclasses import dataclass, field
from statistics import median


class Unfit(Exception):
    """Something cannot be measured here; the message says why."""


@dataclass(slots=True)
class Results:
    """`samples` are by part, row (a contestant, or a size of the store) and metric; `skipped` are (what, why)."""

    samples: dict[str, dict[str, dict[str, list[float]]]] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def add(self, part: str, row: str, metric: str, value: float) -> None:
        self.samples.setdefault(part, {}).setdefault(row, {}).setdefault(metric, []).append(value)

    def skip(self, what: str, why: str) -> None:
        """Say once that something is not measured."""
        if (what, why) not in self.skipped:
            self.skipped.append((what, why))

    def median(self, part: str, row: str, metric: str) -> float | None:
        samples = self.samples.get(part, {}).get(row, {}).get(metric)
        return median(samples) if samples else None

    def spread(self, part: str) -> float:
        """How far the part's samples lie from their medians, at the median: 0.1 is ten per cent."""
        rows = self.samples.get(part, {}).values()
        away = [abs(each / median(all_) - 1) for row in rows for all_ in row.values() if median(all_) for each in all_]
        return median(away) if away else 0.0
