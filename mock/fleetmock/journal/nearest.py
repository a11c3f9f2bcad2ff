"""What a request that nobody took was probably meant to be, and why it was not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

from fleetmock.contract.examples import Document, base_path, operations

MAX_SEGMENTS: Final = 20
MAX_COMPARED: Final = 40  # characters of a segment; no literal of a spec comes near
MAX_SHOWN: Final = 60
SHOWN: Final = 3
OTHER_METHOD: Final = 0.5
# A parameter takes any segment, so a literal that fits says more.
PARAMETER: Final = 0.05
# Of the segments of a template, the part that may differ in one that is still called near.
FAR: Final = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """One operation; `base` is the number of segments of its base path."""

    api: str
    operation_id: str
    method: str
    path: str
    segments: tuple[str, ...]
    base: int


@dataclass(frozen=True, slots=True)
class Near:
    """How far a request is from an operation, and in what; without differences it is the operation's own."""

    candidate: Candidate
    distance: float
    differences: tuple[str, ...]

    def shown(self, otherwise: str) -> dict[str, Any]:
        """As the control plane shows it; `otherwise` is said where nothing differs."""
        each = self.candidate
        return {
            "api": each.api,
            "operationId": each.operation_id,
            "method": each.method,
            "path": each.path,
            "differences": list(self.differences) or [otherwise],
        }


class Nearest:
    """All operations of all APIs, by their documents."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._candidates = [
            Candidate(api, each.id, each.method, each.path, _segments(each.path), len(_segments(base_path(document))))
            for api, document in documents.items()
            for each in operations(document)
        ]
        self.to = lru_cache(maxsize=1024)(self._to)

    def _to(self, method: str, path: str) -> tuple[Near, ...]:
        """The operations that look most like it, best first; none where none does. `path` is percent-encoded."""
        segments = tuple(unquote(each) for each in _segments(path)[:MAX_SEGMENTS])
        found = [near for each in self._candidates if (near := compare(each, method, segments)) is not None]
        return tuple(sorted(found, key=lambda near: near.distance)[:SHOWN])


def _segments(path: str) -> tuple[str, ...]:
    return tuple(path.removesuffix("/").split("/")[1:])


def compare(candidate: Candidate, method: str, segments: tuple[str, ...]) -> Near | None:
    """None when the paths have too little in common."""
    distance, steps = align(segments, candidate.segments)
    if distance > FAR * len(candidate.segments):
        return None
    differences = list(_differences(candidate, segments, steps))
    if method != candidate.method:
        differences.append(f"the method is {method or 'missing'}, the operation takes {candidate.method}")
        distance += OTHER_METHOD
    return Near(candidate, distance, tuple(differences))


# A pair of positions, in the request and in the template, None where one has nothing that goes with the other's.
Step = tuple[int | None, int | None]


def align(segments: tuple[str, ...], template: tuple[str, ...]) -> tuple[float, list[Step]]:
    """The cheapest way to make the one out of the other, and its price: an edit distance over segments."""
    rows: list[list[tuple[float, Step]]] = [[(0.0, (None, None))]]
    rows[0] += [(float(column), (None, column - 1)) for column in range(1, len(template) + 1)]
    for row, segment in enumerate(segments):
        line: list[tuple[float, Step]] = [(row + 1.0, (row, None))]
        for column, literal in enumerate(template):
            line.append(
                min(
                    (rows[row][column][0] + price(segment, literal), (row, column)),
                    (rows[row][column + 1][0] + 1, (row, None)),
                    (line[column][0] + 1, (None, column)),
                    key=lambda choice: choice[0],
                )
            )
        rows.append(line)
    return rows[-1][-1][0], _walk_back(rows)


def _walk_back(rows: list[list[tuple[float, Step]]]) -> list[Step]:
    row, column, steps = len(rows) - 1, len(rows[0]) - 1, list[Step]()
    while row or column:
        step = rows[row][column][1]
        steps.append(step)
        row -= step[0] is not None
        column -= step[1] is not None
    return steps[::-1]


@lru_cache(maxsize=4096)
def price(segment: str, literal: str) -> float:
    """Between 0 for what fits and 2 for what has nothing in common, which is as much as leaving out and putting in."""
    if re.fullmatch(r"{[^}]+}", literal):
        return PARAMETER if segment else 1.0
    if segment == literal:
        return 0.0
    if len(segment) > MAX_COMPARED:
        return 2.0
    alike = SequenceMatcher(None, segment.casefold(), literal.casefold()).ratio()
    return 0.1 + 1.9 * (1 - alike)


def _differences(candidate: Candidate, segments: tuple[str, ...], steps: list[Step]) -> list[str]:
    missing = {column for row, column in steps if row is None and column is not None}
    base = set(range(candidate.base))
    found: list[str] = []
    if base and base <= missing:
        found.append(f"the base path /{'/'.join(candidate.segments[: candidate.base])} is missing")
        missing -= base
    for row, column in steps:
        if row is None:
            if column in missing:
                found.append(f"the segment {candidate.segments[column or 0]!r} is missing")
        elif column is None:
            found.append(f"segment {row + 1} is {_short(segments[row])}, which the operation does not have")
        elif price(segments[row], candidate.segments[column]) > PARAMETER:
            found.append(
                f"segment {row + 1} is {_short(segments[row])}, the operation has {candidate.segments[column]!r}"
            )
    return found


def _short(segment: str) -> str:
    return repr(segment if len(segment) <= MAX_SHOWN else segment[:MAX_SHOWN] + "…")
